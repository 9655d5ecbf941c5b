"""What this feature gives to others: the score."""

from app.access import P
from app.core.refusal import N_
from app.core.registry import Offers
from app.core.shared_pages import NavLink
from app.score import publishing, views

OFFERS = Offers(
    blueprints=(views.bp,),
    home_links=(NavLink(N_("Co-governance score"), "score.show", P.COMMUNITY_READ),),
    jobs=(publishing,),
)
