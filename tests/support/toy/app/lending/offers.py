"""What this feature gives to others: things to lend."""

from app.lending import cards, queries, views
from app.lending.models import Thing
from app.lending.permissions import P

from app.core.registry import Kind, Offers, Reportable
from app.core.shared_pages import NavLink, Queue, Section

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Thing, page="lending.show", reportable=Reportable()),),
    today=(cards.to_have,),
    item_sections=(Section("lending/_of_item.html", cards.beside_an_item, side=True),),
    mine=(cards.mine,),
    home_links=(NavLink("Things to borrow", "lending.index", P.THING_LEND),),
    queues=(Queue("things", "thing", "To come back", "was lent", P.THING_CHASE, Thing.back_by_at, queries.OUT),),
)
