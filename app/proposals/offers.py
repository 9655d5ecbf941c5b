"""What this feature gives to others: requests and proposals. Their page stands in `pages`, which shows more than this feature."""

from app.commitments.subjects import Subject
from app.core.registry import Kind, Offers, Reportable
from app.core.shared_pages import Section
from app.proposals import cards, doors, measures, queries, taken_down, views
from app.proposals.models import Proposal
from app.proposals.operations import promises, transfers
from app.proposals.permissions import P
from app.proposals.queues import QUEUES

FOLLOWS = Reportable(
    went_down=taken_down.went_down, came_back=taken_down.came_back, went_for_good=taken_down.went_for_good
)
OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Proposal, reportable=FOLLOWS),),
    promises=(Subject(Proposal.__tablename__, promises.panel, promises.follow),),
    jobs=(transfers,),
    doors=(doors.view, doors.help_wanted),
    home=(
        Section("proposals/_said_and_done.html", lambda _visitor, _now: queries.said_and_done() or None),
        Section("proposals/_talked_about.html", lambda _visitor, now: queries.talked_about(now), side=True),
    ),
    mine=(cards.mine,),
    queues=QUEUES,
    measures=measures.MEASURES,
    counted=measures.COUNTED,
)
