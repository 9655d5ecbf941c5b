"""What people do with requests and proposals, from asking to the confirmation that it is done."""

from app.proposals.operations.agenda import decided, record_consensus, schedule, set_date
from app.proposals.operations.answering import answer, send_back
from app.proposals.operations.delivery import claim_done, confirm
from app.proposals.operations.support import endorse, withdraw_endorsement
from app.proposals.operations.writing import (
    ask,
    propose,
    show,
    show_after_all,
    turn_away,
    turn_into_proposal,
    withdraw,
)

__all__ = [
    "answer",
    "ask",
    "claim_done",
    "confirm",
    "decided",
    "endorse",
    "propose",
    "record_consensus",
    "schedule",
    "send_back",
    "set_date",
    "show",
    "show_after_all",
    "turn_away",
    "turn_into_proposal",
    "withdraw",
    "withdraw_endorsement",
]
