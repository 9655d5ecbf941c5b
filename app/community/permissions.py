"""Who may do what: membership, households, posts."""

from typing import Any

from app import access
from app.access import Permission, Visitor
from app.access.conditions import adult, committee, grid_worker, resident, signed_in
from app.community.queries import grids_served_by
from app.core.refusal import N_


def asks_where_they_serve(visitor: Visitor, row: Any) -> bool:
    """Said to live in a part that this grid worker serves; without anybody named it is about the list, of such people."""
    return row is None or row.asked_grid_id in grids_served_by(visitor)


class P(access.P):
    JOIN = Permission("join the community", [[signed_in]], purpose=N_("Sign in to join"))
    MEMBERS_VERIFY = Permission("verify those who ask to join", [[committee], [grid_worker, asks_where_they_serve]])
    OBJECTION_DECIDE = Permission("decide objections to a new member of a household", [[committee]])
    HOUSEHOLDS_MANAGE = Permission("households, invitations, posts and settings", [[committee]])
    HOUSEHOLD_REPRESENT = Permission(
        "say who casts the household's vote",
        [[resident, adult]],
        N_("Verified adults who live here vote here. If you live here, please join first."),
    )
