"""What this room gives to others: the addresses that monitors ask."""

from app.core.registry import Offers
from app.operating import health

OFFERS = Offers(blueprints=(health.bp,))
