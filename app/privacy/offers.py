"""What this feature gives to others: the pages that say who keeps what, and where to complain."""

from app.core.registry import Offers
from app.privacy import views

OFFERS = Offers(blueprints=(views.bp,))
