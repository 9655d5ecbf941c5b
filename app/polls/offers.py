"""What this feature gives to others: votes."""

from app.commitments.subjects import Subject
from app.core.registry import Kind, Offers, Reportable
from app.polls import closing, roll, taken_down, views
from app.polls.models import Poll
from app.polls.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(
        Kind(
            Poll,
            page="polls.show",
            reportable=Reportable(lambda _poll: True, taken_down.went_down, taken_down.came_back),
        ),
    ),
    promises=(Subject(Poll.__tablename__, closing.panel),),
    jobs=(roll, closing),
)
