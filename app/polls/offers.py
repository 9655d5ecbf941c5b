"""What this feature gives to others: votes."""

from app.commitments.subjects import Subject
from app.core.refusal import N_
from app.core.registry import Kind, Offers, Reportable
from app.core.shared_pages import FirstStep, NavLink, Section
from app.polls import cards, closing, doors, measures, queries, roll, taken_down, views
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
    pages={"later_day": "polls.ask_later_day"},
    promises=(Subject(Poll.__tablename__, closing.panel),),
    jobs=(roll, closing),
    today=(cards.open_polls,),
    doors=(doors.vote,),
    item_sections=(
        Section("polls/_of_item.html", lambda item, _visitor: queries.polls_of(item.id) or None, side=True),
    ),
    home_links=(NavLink(N_("Votes and results"), "polls.index", P.COMMUNITY_READ),),
    first_steps=(
        FirstStep(
            5,
            N_("A first question to all"),
            N_("Something everyone has a view on. An opinion binds nobody and can be asked today."),
            N_("Ask all"),
            "polls.new",
            queries.POLLS_COUNTED,
        ),
    ),
    desk_links=(NavLink(N_("Ask all: prepare a vote"), "polls.new", P.POLL_PREPARE),),
    measures=measures.MEASURES,
    counted=measures.COUNTED,
)
