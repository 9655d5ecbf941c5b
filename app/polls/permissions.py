"""Who may do what: votes."""

from app import access
from app.access import Permission
from app.access.conditions import adult, committee, resident
from app.core.refusal import N_


class P(access.P):
    POLL_PREPARE = Permission("prepare and notice polls", [[committee]])
    POLL_VOTE = Permission(
        "vote",
        [[resident, adult]],
        N_("Verified adults who live here vote here. If you live here, please join first."),
        purpose=N_("Sign in to vote"),
    )
