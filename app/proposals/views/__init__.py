"""Lists, writing, and each act on one item. The item's page itself stands in app/pages/proposal_page.py."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.proposals import words
from app.proposals.acts import Act, open_to, require_open_to
from app.proposals.models import Proposal
from app.web.forms import Form
from app.web.permalinks import permalink

bp = Blueprint("proposals", __name__, url_prefix="/c/<slug>/proposals")
bp.add_app_template_global(words.phase_words)
bp.add_app_template_global(words.next_words)
bp.add_app_template_global(words.life_line_of)
bp.add_app_template_global(words.seen_by)
bp.add_app_template_global(words.answer_line)
bp.add_app_template_global(open_to)


def page_of(proposal: Proposal) -> str:
    return permalink("proposal", proposal.number)


def form_page(template: str, form: Form, proposal: Proposal, act: Act) -> ResponseReturnValue:
    """The form an act begins with; where the act is not open, the sentence that says why, before anything is typed."""
    if request.method == "GET":
        require_open_to(proposal, act)
    return render_template(template, form=form, proposal=proposal, current_section="proposals"), form.status


from app.proposals.views import committee, residents  # noqa: E402, F401  (their views are bp's)
