"""What opens a new community's space: its parts, its doors, who serves, and at last its people."""

from sqlalchemy import func, select

from app.community.models import Grid, Household, Membership, PostTerm
from app.core.refusal import N_
from app.core.shared_pages import FirstStep

FIRST_STEPS = (
    FirstStep(
        1,
        N_("Parts of the community"),
        N_("Each part has its own team. Where there is only one, give it the name of the community."),
        N_("Name the parts"),
        "desk.households",
        select(func.count()).select_from(Grid),
    ),
    FirstStep(
        2,
        N_("Buildings and households"),
        N_("Who may vote, and how many must take part, is counted from this register."),
        N_("Enter the doors"),
        "desk.households",
        select(func.count()).select_from(Household),
    ),
    FirstStep(
        3,
        N_("Those who serve here"),
        N_("Duty, hours and telephone, so that people find somebody. Two or three are enough to begin."),
        N_("Enter who serves"),
        "desk.posts",
        select(func.count(PostTerm.post_id.distinct())),
        enough=2,  # whoever opens the community is the first
    ),
    FirstStep(
        6,
        N_("Ask the neighbours in"),
        N_("A letter for each household: whoever has one joins at once."),
        N_("Print the letters"),
        "desk.invitations",
        select(func.count()).select_from(Membership).where(Membership.household_id.is_not(None)),
    ),
)
