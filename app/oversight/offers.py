"""What this feature gives to others: the superior's desk."""

from app.core.registry import Offers
from app.oversight.permissions import P
from app.oversight.views import communities, desk, opening, people, standing, transfers

OFFERS = Offers(
    blueprints=(desk.bp, communities.bp, opening.bp, standing.bp, people.bp, transfers.bp),
    permissions=P,
    pages={"region": "oversight.desk"},
)
