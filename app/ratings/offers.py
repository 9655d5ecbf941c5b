"""What this feature gives to others: rating rounds."""

from app.core.registry import Kind, Offers
from app.ratings import views
from app.ratings.models import RatingRound
from app.ratings.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(RatingRound, page="ratings.show"),),
)
