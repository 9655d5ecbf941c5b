"""What the committee and voters do. The roll is made in roll.py, the votes are counted in closing.py."""

from app.polls.operations.casting import cast, choose, require_open
from app.polls.operations.noticing import call_off, notice
from app.polls.operations.preparing import Question, draft, redraft, require_draft

__all__ = ["Question", "call_off", "cast", "choose", "draft", "notice", "redraft", "require_draft", "require_open"]
