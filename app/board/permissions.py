"""Who may do what: the notice board."""

from app import access
from app.access import Permission
from app.access.conditions import committee


class P(access.P):
    NOTICE_POST = Permission("post notices", [[committee]])
