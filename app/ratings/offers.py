"""What this feature gives to others: rating rounds."""

from app.core.registry import Kind, Offers
from app.ratings import closing, queries, views
from app.ratings.models import RatingRound
from app.ratings.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(RatingRound, page="ratings.show"),),
    tasks=(queries.invited,),
    jobs=(closing,),
)
