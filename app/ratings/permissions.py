"""Who may do what: rating rounds."""

from app import access
from app.access import Permission
from app.access.conditions import adult, committee, holds_no_post, resident, supervision
from app.core.refusal import N_


class P(access.P):
    ROUND_HOLD = Permission("hold a rating round", [[supervision], [committee]])
    ROUND_ANSWER = Permission(
        "answer a rating round",
        [[resident, adult, holds_no_post]],
        N_("Verified adults who live here and hold no office answer here, if they were drawn by lot."),
        purpose=N_("Sign in to say how you were served"),
    )
