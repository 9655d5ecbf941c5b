"""What this feature gives to others: reports, rulings and appeals."""

from app.core.registry import Kind, Offers
from app.moderation import views
from app.moderation.models import Report, Ruling
from app.moderation.permissions import P

OFFERS = Offers(
    blueprints=(views.bp,),
    permissions=P,
    pages={"log": "moderation.log"},
    kinds=(
        Kind(Report),
        Kind(Ruling, page="moderation.mine", numbered=False),
    ),
)
