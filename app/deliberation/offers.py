"""What this feature gives to others: what is said about a proposal."""

from app.core.registry import Kind, Offers
from app.deliberation import views
from app.deliberation.models import Statement
from app.deliberation.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Statement, under="proposal", numbered=False, reportable=True),),
)
