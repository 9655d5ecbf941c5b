"""What this feature gives to others: the notice board."""

from app.board import views
from app.board.models import Notice
from app.board.permissions import P
from app.core.registry import Kind, Offers, Reportable

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Notice, page="board.show", reportable=Reportable(in_office=lambda _notice: True)),),
)
