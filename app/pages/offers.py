"""What this feature gives to others: the pages that show more than one feature, and what every feature may ask for."""

from app.core.registry import Offers
from app.pages import demo_entrance, proposal_page, views
from app.pages.permissions import P

OFFERS = Offers(
    blueprints=(views.bp, demo_entrance.bp, proposal_page.bp),
    permissions=P,
    pages={
        "proposal": "proposal_page.show",
        "community": "pages.community",
        "landing": "pages.landing",
        "desk": "pages.desk",
    },
)
