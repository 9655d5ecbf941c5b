"""What this feature gives to others: the record of acts in office."""

from app.audit import views
from app.audit.models import AuditEntry
from app.audit.permissions import P
from app.core.refusal import N_
from app.core.registry import Kind, Offers
from app.core.shared_pages import NavLink

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(AuditEntry, numbered=False),),  # its number is its place in the chain
    home_links=(NavLink(N_("Acts in office"), "audit.index", P.AUDIT_READ),),
)
