"""What this feature gives to others: what is said about a proposal."""

from app.core.registry import Kind, Offers, Reportable
from app.core.shared_pages import Section
from app.deliberation import measures, sections, taken_down, views
from app.deliberation.models import Statement
from app.deliberation.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(
        Kind(
            Statement,
            under="proposal",
            numbered=False,
            reportable=Reportable(taken_down.in_office, taken_down.went_down, taken_down.came_back),
        ),
    ),
    item_sections=(Section("deliberation/_of_item.html", sections.of_item),),
    measures=measures.MEASURES,
    counted=measures.COUNTED,
)
