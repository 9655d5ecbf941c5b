"""Who may do what: the desk."""

from app import access
from app.access import Permission
from app.access.conditions import committee, grid_worker


class P(access.P):
    DESK = Permission("the committee's desk", [[committee], [grid_worker]])
