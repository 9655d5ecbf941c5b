"""Who may do what: requests and proposals."""

from app import access
from app.access import Permission
from app.access.conditions import committee, may_read, member, signed_in, wrote_it
from app.core.refusal import N_


class P(access.P):
    REQUEST_ASK = Permission(
        "ask for something", [[signed_in, may_read]], purpose=N_("Sign in to ask or to propose something")
    )  # else they could not read their own
    PROPOSAL_SUBMIT = Permission(
        "submit proposals",
        [[member]],
        N_("Proposals come from those who belong here. Please say where you live first."),
        purpose=N_("Sign in to propose something"),
    )
    PROPOSAL_ENDORSE = Permission(
        "endorse",
        [[member]],
        N_("Support comes from those who belong here. Please say where you live first."),
        purpose=N_("Sign in to support it"),
    )
    PROPOSAL_ANSWER = Permission("answer, open the talk, record that all agree", [[committee]])
    PROPOSAL_OWN = Permission("send back, withdraw", [[wrote_it]])
    PROPOSAL_TURN = Permission(
        "turn one's request into a proposal",
        [[wrote_it, member]],
        N_("Proposals come from those who belong here. Please say where you live first."),
    )
