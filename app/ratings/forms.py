"""The four questions."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.web.forms import Form, options
from app.web.terms import term

LEVELS = options(
    [
        ("5", lazy_gettext("Very good")),
        ("4", lazy_gettext("Good")),
        ("3", lazy_gettext("So-so")),
        ("2", lazy_gettext("Bad")),
        ("1", lazy_gettext("Very bad")),
        ("0", lazy_gettext("I don't know")),
    ]
)


def _question(text: Any) -> RadioField:
    return RadioField(
        text, [InputRequired(lazy_gettext("Please choose; “I don't know” is an answer too."))], choices=LEVELS
    )


class AnswerForm(Form):
    q1 = _question("")
    q2 = _question(lazy_gettext("How are the results of what was decided?"))
    q3 = _question(lazy_gettext("How is the team that serves where you live?"))
    q4 = _question(lazy_gettext("How was someone you had contact with?"))
    post = SelectField(lazy_gettext("Who was that?"), [Optional()])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.q1.label.text = gettext("How is the work of the %(committee)s?", committee=term("committee"))

    def stars(self) -> dict[int, int | None]:
        return {number: int(self[f"q{number}"].data) or None for number in (1, 2, 3, 4)}
