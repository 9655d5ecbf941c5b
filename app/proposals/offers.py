"""What this feature gives to others: requests and proposals. Their page stands in `pages`, which shows more than this feature."""

from app.core.registry import Kind, Offers, Reportable
from app.proposals import taken_down, views
from app.proposals.models import Proposal
from app.proposals.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    kinds=(Kind(Proposal, reportable=Reportable(went_down=taken_down.went_down, came_back=taken_down.came_back)),),
)
