"""What this feature gives to others: rating rounds."""

from app.core.refusal import N_
from app.core.registry import Kind, Offers
from app.core.shared_pages import NavLink
from app.ratings import cards, closing, measures, queries, views
from app.ratings.models import RatingRound
from app.ratings.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(RatingRound, page="ratings.show"),),
    tasks=(queries.invited,),
    jobs=(closing,),
    today=(cards.to_rate,),
    home_links=(NavLink(N_("Rating rounds"), "ratings.index", P.COMMUNITY_READ),),
    measures=measures.MEASURES,
    counted=measures.COUNTED,
)
