"""Who may do what: the visitor, the rules on one page, and the door every view stands behind."""

from app.access.door import access
from app.access.rules import RULES, P, can, committee, readable
from app.access.visitor import Visitor

__all__ = ["RULES", "P", "Visitor", "access", "can", "committee", "readable"]
