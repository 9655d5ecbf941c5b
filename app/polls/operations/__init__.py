"""What the committee and voters do. The roll is made in roll.py, the votes are counted in closing.py."""

from app.polls.operations.casting import cast, choose, must_be_open
from app.polls.operations.noticing import call_off, notice
from app.polls.operations.preparing import Question, draft, must_be_a_draft, redraft

__all__ = ["Question", "call_off", "cast", "choose", "draft", "must_be_a_draft", "must_be_open", "notice", "redraft"]
