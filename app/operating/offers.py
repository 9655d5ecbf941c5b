"""What this room gives to others: the addresses that monitors ask."""

from app.core.registry import Offers
from app.operating import health, metrics, rotation, transferring  # noqa: F401  (commands that join a group)

OFFERS = Offers(blueprints=(health.bp, metrics.bp))
