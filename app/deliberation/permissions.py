"""Who may do what: what is said about a proposal."""

from app import access
from app.access import Permission
from app.access.conditions import member, wrote_it
from app.core.refusal import N_


class P(access.P):
    STATEMENT_WRITE = Permission(
        "speak to a proposal",
        [[member]],
        N_("Those who belong here speak here. Please say where you live first."),
        purpose=N_("Sign in to speak"),
    )
    STATEMENT_REACT = Permission("react to a statement", [[member]])
    STATEMENT_OWN = Permission("say that one's objection is met", [[wrote_it]])
