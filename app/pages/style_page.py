"""Every component with its states, in light and dark and in large text: for those who build pages. Nowhere in production."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.access import P
from app.core import clock
from app.proposals.models import Category
from app.web.door import access
from app.web.forms import Form, options
from app.web.icons import PATHS
from app.web.reader import gettext
from app.web.shapes import Link, Outcome, Row, Tag, joined, life_line

bp = Blueprint("style", __name__)
LOOKS = ("light", "dark")
TONES = ("plain", "good", "warm", "bad")


class Sample(Form):
    """One field of each shape."""

    title = StringField(lazy_gettext("What is it?"), [InputRequired(lazy_gettext("One sentence is enough."))])
    text = TextAreaField(lazy_gettext("Anything else?"), [Length(max=200)])
    category = SelectField(lazy_gettext("What is it about?"), choices=options([("lamp", lazy_gettext("Light"))]))
    day = DateField(lazy_gettext("Which day?"))
    kind = RadioField(
        lazy_gettext("Your decision"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([("hide", lazy_gettext("Take it down")), ("keep", lazy_gettext("Leave it up"))]),
    )  # fmt: skip
    private = BooleanField(lazy_gettext("Only the committee may see this"))


@bp.get("/style")
@access(P.ANYWHERE)
def style() -> ResponseReturnValue:
    """?look=light|dark and ?large=1; without them as the reader has it."""
    if not (current_app.debug or current_app.testing):
        abort(404)
    look = request.args.get("look") if request.args.get("look") in LOOKS else ""
    return render_template(
        "style/page.html", look=look, large="large" in request.args, right=Sample(formdata=None, prefix="right-"),
        wrong=_wrong(), tones=[Tag(tone, tone) for tone in TONES], icons=sorted(PATHS), pictures=list(Category), **_shown(),
    )  # fmt: skip


def _wrong() -> Sample:
    """The form as it comes back."""
    form = Sample(formdata=None, prefix="wrong-")
    form.title.errors, form.kind.errors = [gettext("One sentence is enough.")], [gettext("Please choose.")]
    return form


def _shown() -> dict[str, Any]:
    """What lists and figures are drawn from."""
    phases = [gettext(word) for word in ("Gathering support", "Talking and voting", "Being done", "Please confirm")]
    day = clock.now() + timedelta(days=3)
    return {
        "outcomes": [
            Outcome(gettext("It passed."), gettext("Result")),
            Outcome(gettext("It did not pass."), gettext("Result"), "warm"),
        ],
        "rows": [
            Row(gettext("Light"), "#rows", joined(gettext("No. %(number)s", number=12), "3"), gettext("open"), "warm"),
            Row(gettext("Path"), "#rows", gettext("No. %(number)s", number=13)),
        ],
        "lives": [life_line(phases, here) for here in (0, 2, 4)], "day": day,
        "way": Link(gettext("Sign in to support it"), "#words"),
    }  # fmt: skip
