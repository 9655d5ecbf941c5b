"""What this feature gives to others: the score."""

from app.access import P
from app.core.refusal import N_
from app.core.registry import Offers
from app.core.shared_pages import Way
from app.score import publishing, views

OFFERS = Offers(
    blueprints=(views.bp,),
    rooms=(Way(N_("Co-governance score"), "score.show", P.COMMUNITY_READ),),
    jobs=(publishing,),
)
