"""Who may do what: things to lend."""

from app import access
from app.access import Permission
from app.access.conditions import committee, member


class P(access.P):
    THING_LEND = Permission("lend things", [[member]])
    THING_CHASE = Permission("see what has not come back", [[committee]])
