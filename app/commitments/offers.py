"""What this feature gives to others: what was promised, by when."""

from app.commitments import views
from app.commitments.models import Commitment
from app.commitments.operations import delivery
from app.commitments.permissions import P
from app.core.registry import Kind, Offers

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Commitment, page="commitments.show"),),
    jobs=(delivery,),
)
