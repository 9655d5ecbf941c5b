"""What is done with promises, from the word to the confirmation."""

from app.commitments.operations.delivery import claim_done, confirm
from app.commitments.operations.promising import (
    answer_longer,
    ask_longer,
    extend,
    hand_over,
    lock_those_about,
    name_date,
    promise,
    take_back,
)

__all__ = [
    "answer_longer",
    "ask_longer",
    "claim_done",
    "confirm",
    "extend",
    "hand_over",
    "lock_those_about",
    "name_date",
    "promise",
    "take_back",
]
