"""What this feature gives to others: votes."""

from app.core.registry import Kind, Offers
from app.polls import closing, roll, views
from app.polls.models import Poll
from app.polls.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Poll, page="polls.show"),),
    jobs=(roll, closing),
)
