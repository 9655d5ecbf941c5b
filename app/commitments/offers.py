"""What this feature gives to others: what was promised, by when."""

from app.commitments import cards, measures, queries, views
from app.commitments.models import Commitment
from app.commitments.operations import delivery
from app.commitments.permissions import P
from app.commitments.queues import DELIVERY
from app.core.registry import Kind, Offers
from app.core.shared_pages import Section

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Commitment, page="commitments.show"),),
    jobs=(delivery,),
    today=(cards.to_confirm,),
    home=(Section("commitments/_due_next.html", lambda _visitor, _now: queries.promised() or None, side=True),),
    queues=(DELIVERY,),
    measures=measures.MEASURES,
    counted=measures.COUNTED,
)
