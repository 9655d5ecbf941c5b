"""Who may do what: the visitor and the one table."""

from app.access.rules import RULES, P, can, committee, readable
from app.access.visitor import Visitor

__all__ = ["RULES", "P", "Visitor", "can", "committee", "readable"]
