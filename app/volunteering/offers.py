"""What this feature gives to others: shifts."""

from app.core.registry import Kind, Offers
from app.volunteering import views
from app.volunteering.models import Shift
from app.volunteering.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Shift, page="volunteering.show", reportable=True),),
)
