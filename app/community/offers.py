"""What this feature gives to others: who belongs here and who serves."""

from app.community import desk, queries, views
from app.community.models import Household, Membership, Verification
from app.community.permissions import P
from app.core.registry import Kind, Offers

OFFERS = Offers(
    blueprints=(views.bp, desk.bp),
    permissions=P,
    account_of=queries.account_of,
    kinds=(
        Kind(Membership, page="community.join", numbered=False),
        Kind(Household, page="community.join", numbered=False),
        Kind(Verification, page="desk.members", numbered=False),
    ),
)
