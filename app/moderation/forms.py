"""What is typed when reporting, ruling and appealing."""

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.moderation.rules import RULES
from app.web.forms import CreatingForm, Form, options


def rule_choices() -> list[SelectChoice]:
    return options((number, f"{number} · {gettext(text)}") for number, text in RULES.items())


class ReportForm(Form):
    rule = RadioField(
        lazy_gettext("Which rule does it break?"), [InputRequired(lazy_gettext("Please choose the rule it breaks."))],
        choices=rule_choices, coerce=int,
    )  # fmt: skip
    text = TextAreaField(lazy_gettext("What should we know?"), [Length(max=500)])


class RulingForm(CreatingForm):
    decision = RadioField(
        lazy_gettext("Your decision"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([("hide", lazy_gettext("Take it down")), ("keep", lazy_gettext("Leave it up"))]),
    )  # fmt: skip
    rule = RadioField(
        lazy_gettext("Rule"), [InputRequired(lazy_gettext("Please fill this in."))], choices=rule_choices, coerce=int
    )
    reason = TextAreaField(
        lazy_gettext("Reason, as the author will read it"),
        [InputRequired(lazy_gettext("Please give the reason.")), Length(max=500)],
    )


class CheckForm(CreatingForm):
    decision = RadioField(
        lazy_gettext("Show it?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([("show", lazy_gettext("Show it")), ("refuse", lazy_gettext("Do not show it"))]),
    )  # fmt: skip
    rule = RadioField(lazy_gettext("If not: which rule does it break?"), [Optional()], choices=rule_choices, coerce=int)
    reason = TextAreaField(lazy_gettext("If not: the reason, as the author will read it"), [Length(max=500)])


class AppealForm(CreatingForm):
    text = TextAreaField(
        lazy_gettext("Why should it come back?"), [InputRequired(lazy_gettext("Please say why.")), Length(max=500)]
    )


class AppealDecisionForm(CreatingForm):
    decision = RadioField(
        lazy_gettext("Your decision"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([("restore", lazy_gettext("Put it back")), ("uphold", lazy_gettext("It stays down"))]),
    )  # fmt: skip
    reason = TextAreaField(
        lazy_gettext("Reason, as the author will read it"),
        [InputRequired(lazy_gettext("Please give the reason.")), Length(max=500)],
    )
