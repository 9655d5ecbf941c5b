"""Polls: list, ballot, result, recountable exports, and preparing one by plain questions."""

from flask import Blueprint

from app.polls import words

bp = Blueprint("polls", __name__, url_prefix="/c/<slug>/polls")
bp.add_app_template_global(words.phase, "poll_phase")
bp.add_app_template_global(words.choice_words)
bp.add_app_template_global(words.tie_words)
bp.add_app_template_global(words.purpose_words)
bp.add_app_template_global(words.how_it_passes)
bp.add_app_template_global(words.taken_part)
bp.add_app_template_global(words.to_go)

from app.polls.views import preparing, voting  # noqa: E402, F401  (their views are bp's)
