"""What this feature gives to others: reports, rulings and appeals."""

from app.core.refusal import N_
from app.core.registry import Kind, Offers
from app.core.shared_pages import NavLink, Section
from app.moderation import sections, views
from app.moderation.models import Report, Ruling
from app.moderation.permissions import P
from app.moderation.queries import waiting_count

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    pages={"log": "moderation.log"},
    kinds=(
        Kind(Report),
        Kind(Ruling, page="moderation.mine", numbered=False),
    ),
    home_links=(
        NavLink(N_("Moderation log"), "moderation.log", P.COMMUNITY_READ),
        NavLink(N_("Reports"), "moderation.desk", P.MODERATION_DESK),
    ),
    desk=(Section("moderation/_board_is_empty.html", sections.left_waiting),),
    desk_links=(NavLink(N_("Reports"), "moderation.desk", P.MODERATION_DESK, waiting_count),),
)
