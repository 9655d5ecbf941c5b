"""Polls: list, ballot, result, recountable exports, and preparing one by plain questions."""

from typing import Any

from flask import Blueprint

from app.core.profiles import BadProfile
from app.polls import announcing, listing, outcome, presets, turnout, words
from config import Unusable

bp = Blueprint("polls", __name__, url_prefix="/c/<slug>/polls")
bp.add_app_template_global(listing.stands, "poll_stands")
for said in (
    announcing.seen_text, outcome.fingerprints, outcome.what_is_published, turnout.passing_number, turnout.taken_part, turnout.to_go, turnout.turnout_bar, words.adopted_on,
    words.choice_words, words.decider_words, words.in_my_language, words.option_words,
    words.preset_hint, words.preset_words, words.tie_words, words.who_votes,
):  # fmt: skip
    bp.add_app_template_global(said)


def check_presets(_state: Any) -> None:
    """The product does not start with a profile whose votes cannot be held: one sentence with file and line."""
    try:
        presets.check_all()
    except BadProfile as bad:
        raise Unusable(str(bad)) from None


bp.record_once(check_presets)

from app.polls.views import preparing, voting  # noqa: E402, F401  (their views are bp's)
