"""Who may do what: the superior's desk."""

from app import access
from app.access import Permission
from app.access.conditions import region_office


class P(access.P):
    REGION_READ = Permission("the superior's desk", [[region_office]])
