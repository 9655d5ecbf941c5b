"""Who may do what: votes."""

from typing import Any

from app import access
from app.access import Permission, Visitor
from app.access.conditions import adult, committee, resident
from app.core.refusal import N_


def had_a_home(visitor: Visitor, row: Any) -> bool:
    """Lived behind a door of the register when the vote's roll was made, wherever they have gone since."""
    moved = visitor.membership is not None and visitor.membership.household_id is None
    return moved and row is not None and visitor.membership.household_at(row.roll_made_at) is not None


class P(access.P):
    POLL_PREPARE = Permission("prepare and notice polls", [[committee]])
    POLL_VOTE = Permission(
        "vote",
        [[resident, adult], [had_a_home, adult]],
        N_("Verified adults who live here vote here. If you live here, please join first."),
        purpose=N_("Sign in to vote"),
    )
