"""Who may do what: membership, households, posts."""

from app import access
from app.access import Permission
from app.access.conditions import adult, committee, grid_worker, resident, signed_in
from app.core.refusal import N_


class P(access.P):
    JOIN = Permission("join the community", [[signed_in]], purpose=N_("Sign in to join"))
    MEMBERS_VERIFY = Permission("verify those who ask to join", [[committee], [grid_worker]])
    OBJECTION_DECIDE = Permission("decide objections to a new member of a household", [[committee]])
    HOUSEHOLDS_MANAGE = Permission("households, invitations, posts and settings", [[committee]])
    HOUSEHOLD_REPRESENT = Permission(
        "say who casts the household's vote",
        [[resident, adult]],
        N_("Verified adults who live here vote here. If you live here, please join first."),
    )
