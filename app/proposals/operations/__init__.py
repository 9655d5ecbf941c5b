"""What people do with requests and proposals, from asking to what came of it."""

from app.proposals.operations.agenda import decided, record_consensus, schedule
from app.proposals.operations.answering import answer, send_back
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
    "decided",
    "endorse",
    "propose",
    "record_consensus",
    "schedule",
    "send_back",
    "show",
    "show_after_all",
    "turn_away",
    "turn_into_proposal",
    "withdraw",
    "withdraw_endorsement",
]
