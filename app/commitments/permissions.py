"""Who may do what: promises."""

from app import access
from app.access import Permission
from app.access.conditions import committee, signed_in, wrote_it
from app.core.refusal import N_


class P(access.P):
    COMMITMENT_CARRY = Permission("say that a promise is kept, name its day, hand it over", [[committee]])
    COMMITMENT_OWN = Permission("agree to more time for what one asked for", [[wrote_it]])
    COMMITMENT_CONFIRM = Permission(
        "confirm that it is done", [[signed_in]], purpose=N_("Sign in to say whether it is done")
    )
