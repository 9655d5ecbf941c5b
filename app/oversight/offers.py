"""What this feature gives to others: the superior's desk."""

from app.core.registry import Offers
from app.oversight import views
from app.oversight.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
)
