"""What this feature gives to others: who belongs here and who serves."""

from app.community import calls, cards, desk, first_steps, queries, sections, views
from app.community.models import Household, Membership, Verification
from app.community.permissions import P
from app.community.queries import pending_count
from app.core.refusal import N_
from app.core.registry import Kind, Offers
from app.core.shared_pages import NavLink, Section

OFFERS = Offers(
    blueprints=(views.bp, desk.bp),
    permissions=P,
    account_of=queries.account_of,
    pages={"join": "community.join"},
    today=(cards.still_right,),
    kinds=(
        Kind(Membership, page="community.join", numbered=False),
        Kind(Household, page="community.join", numbered=False),
        Kind(Verification, page="desk.members", numbered=False),
    ),
    calls=(calls.who_serves,),
    home_links=(NavLink(N_("Who serves me"), "community.people", P.COMMUNITY_READ),),
    desk=(Section("community/_on_desk.html", sections.waiting_to_join),),
    first_steps=first_steps.FIRST_STEPS,
    desk_links=(
        NavLink(N_("Waiting to join"), "desk.members", P.MEMBERS_VERIFY, pending_count),
        NavLink(N_("Households, invitations, posts, settings"), "desk.setup", P.HOUSEHOLDS_MANAGE),
    ),
)
