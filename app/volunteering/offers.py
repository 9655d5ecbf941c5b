"""What this feature gives to others: shifts."""

from app.core.registry import Kind, Offers, Reportable
from app.volunteering import taken_down, views
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
)
