"""Who may do what: the superior's desk."""

from app import access
from app.access import Permission
from app.access.conditions import region_office, region_steward


class P(access.P):
    REGION_READ = Permission("the superior's desk", [[region_office]])
    BODIES_KEEP = Permission("keep the list of bodies matters are passed on to", [[region_steward]])
    REGION_PEOPLE_KEEP = Permission("appoint people of a region, and end their offices", [[region_steward]])
    COMMUNITIES_OPEN = Permission("open, suspend and close communities of a region", [[region_steward]])
    TRANSFERS_ANSWER = Permission("say for a body whether it takes something on", [[region_office]])
