"""What this feature gives to others: the score."""

from app.core.registry import Offers
from app.score import views

OFFERS = Offers(
    blueprints=(views.bp,),
)
