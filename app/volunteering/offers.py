"""What this feature gives to others: shifts."""

from app.core.refusal import N_
from app.core.registry import Kind, Offers, Reportable
from app.core.shared_pages import NavLink, Section
from app.volunteering import cards, measures, sections, taken_down, views
from app.volunteering.models import Shift
from app.volunteering.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(
        Kind(
            Shift,
            page="volunteering.show",
            reportable=Reportable(lambda _shift: True, taken_down.went_down, taken_down.came_back),
        ),
    ),
    today=(cards.free_shifts,),
    item_sections=(Section("volunteering/_of_item.html", sections.of_item, side=True),),
    mine=(cards.mine,),
    desk=(Section("volunteering/_on_desk.html", sections.with_free_places, side=True),),
    desk_links=(NavLink(N_("Post a shift"), "volunteering.new", P.SHIFT_ORGANISE),),
    measures=measures.MEASURES,
    counted=measures.COUNTED,
)
