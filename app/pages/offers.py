"""What this feature gives to others: the pages that show more than one feature, and what every feature may ask for."""

from app.access import P
from app.core.refusal import N_
from app.core.registry import Offers
from app.core.shared_pages import NavLink, Section
from app.pages import demo_entrance, first_steps, proposal_page, style_page, views

OFFERS = Offers(
    blueprints=(views.bp, demo_entrance.bp, proposal_page.bp, style_page.bp),
    permissions=P,
    pages={
        "proposal": "proposal_page.show",
        "community": "pages.community",
        "landing": "pages.landing",
        "desk": "pages.desk",
    },
    desk=(Section("pages/_first_steps.html", first_steps.of_the_desk),),
    home_links=(
        NavLink(N_("The desk: what waits for an answer"), "pages.desk", P.DESK),
        NavLink(N_("My things"), "pages.mine", P.ACCOUNT),
    ),
)
