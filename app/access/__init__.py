"""Who may do what: the visitor, the conditions, and the permissions every feature uses."""

from app.access.conditions import committee
from app.access.permissions import P, Permission, can, readable
from app.access.visitor import CommunityVisitor, Member, Visitor

__all__ = ["CommunityVisitor", "Member", "P", "Permission", "Visitor", "can", "committee", "readable"]
