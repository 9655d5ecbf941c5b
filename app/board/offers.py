"""What this feature gives to others: the notice board."""

from app.board import doors, operations, queries, views
from app.board.models import Notice
from app.board.permissions import P
from app.core.refusal import N_
from app.core.registry import Kind, Offers, Reportable
from app.core.shared_pages import FirstStep, NavLink, Section

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(
        Kind(
            Notice,
            page="board.show",
            reportable=Reportable(in_office=lambda _notice: True, came_back=operations.came_back),
        ),
    ),
    doors=(doors.notices,),
    home=(Section("board/_latest.html", lambda _visitor, now: queries.latest(now), side=True),),
    first_steps=(
        FirstStep(
            4,
            N_("A first notice"),
            N_("Say that you are here, and what people can do here."),
            N_("Post a notice"),
            "board.new",
            queries.NOTICES_COUNTED,
        ),
    ),
    desk_links=(NavLink(N_("Post a notice"), "board.new", P.NOTICE_POST),),
)
