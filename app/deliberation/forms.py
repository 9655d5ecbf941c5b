"""What is typed to speak."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.deliberation.models import Stance
from app.web.forms import CreatingForm, options

SIDES = options(
    [
        (Stance.COMMENT.value, lazy_gettext("Comment")),
        (Stance.FOR.value, lazy_gettext("For")),
        (Stance.AGAINST.value, lazy_gettext("Against")),
        (Stance.AMEND.value, lazy_gettext("Change it")),
    ]
)


class StatementForm(CreatingForm):
    stance = RadioField(lazy_gettext("What is it?"), choices=SIDES, default=Stance.COMMENT.value)
    text = TextAreaField(
        lazy_gettext("What do you say?"),
        [InputRequired(lazy_gettext("Please write something first.")), Length(max=500)],
    )
    parent = HiddenField()
