"""What this feature gives to others: the superior's desk."""

from app.core.registry import Offers
from app.oversight.permissions import P
from app.oversight.views import desk, transfers

OFFERS = Offers(
    blueprints=(desk.bp, transfers.bp),
    permissions=P,
)
