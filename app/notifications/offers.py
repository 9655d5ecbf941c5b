"""What this feature gives to others: the inbox."""

from app.core.registry import Offers
from app.notifications import views

OFFERS = Offers(
    blueprints=(views.bp,),
)
