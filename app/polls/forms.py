"""The plain questions that make a poll: its preset decides which of them are asked. And the ballot."""

from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PartOfForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, RadioInput

from app.community.scope import Scope
from app.core import clock, money, profiles
from app.polls import counting, words
from app.polls.methods import METHODS
from app.polls.models import Poll
from app.polls.options import MOST, Row
from app.polls.presets import Preset
from app.polls.rule import draft_hash
from app.web.forms import CreatingForm, EditingForm, Form, SumField, in_a_line, options
from app.web.terms import in_force

AHEAD = timedelta(days=366)
ROWS, MORE = 4, 4  # empty rows at first, and how many more at a time
READ = 2 * MOST  # rows that are read at all: the first above what may be given is refused with its line


def _near(form: Form, field: Any) -> None:
    """Before it is reckoned with: the calendar's first and last years lie outside of what clocks can hold."""
    if field.data and not timedelta(days=-1) <= field.data - clock.now().date() <= AHEAD:
        raise ValidationError(lazy_gettext("Please choose a day within the next twelve months."))


def _day(label: Any) -> DateField:
    return DateField(label, [InputRequired(lazy_gettext("Please choose the day.")), _near])


class OptionRow(PartOfForm):
    """One option: what it says and, where a sum is shared out, what it costs. The rules are in options.py."""

    title = StringField(lazy_gettext("What can be chosen"), filters=[in_a_line])
    cost = SumField(lazy_gettext("What it costs"), filters=[in_a_line])


class QuestionForm(EditingForm, CreatingForm):
    """Every question there is; those that a preset does not ask are left out."""

    title = StringField(
        lazy_gettext("The question"), [InputRequired(lazy_gettext("Please write the question.")), Length(max=80)]
    )
    text = TextAreaField(
        lazy_gettext("What people need to know"), [InputRequired(lazy_gettext("Please explain it.")), Length(max=4000)]
    )
    scope = SelectField(
        lazy_gettext("Whose matter is it? Only they vote"),
        [InputRequired(lazy_gettext("Please choose whose matter it is."))],
    )
    kind = RadioField(lazy_gettext("How do people answer?"), [InputRequired(lazy_gettext("Please choose."))])
    options = FieldList(FormField(OptionRow), lazy_gettext("What can be chosen"), min_entries=ROWS, max_entries=READ)
    budget = SumField("", [InputRequired(lazy_gettext("Please give the sum."))])
    delivery_days = IntegerField(
        lazy_gettext("Done within how many days after the vote?"), [Optional(), NumberRange(1, 730)]
    )
    opens = _day(lazy_gettext("Opens on"))
    closes = _day(lazy_gettext("Closes at the end of"))

    def __init__(self, preset: Preset, parts: list[Scope], **given: Any) -> None:
        super().__init__(**given)
        methods = [METHODS[kind] for kind in preset.kinds]
        self.parts = {part.key: part for part in parts if part.kind.value in preset.scopes}
        parts_in_words = [(key, words.scope_words(part.told())) for key, part in self.parts.items()]
        self.scope.choices = [("", gettext("Please choose")), *parts_in_words]
        self.kind.choices = options([(kind, gettext(words.KINDS[kind])) for kind in preset.kinds])
        self.has_costs = any(method.HAS_COSTS for method in methods)
        needed = {
            "kind": len(methods) > 1, "options": any(method.NEEDS_OPTIONS for method in methods),
            "budget": self.has_costs, "delivery_days": preset.binding,
        }  # fmt: skip
        for name in [name for name, is_needed in needed.items() if not is_needed]:
            del self[name]
        if self.has_costs:
            self.budget.label.text = gettext("The sum, in %(currency)s", currency=_currency())

    @classmethod
    def of(cls, preset: Preset, parts: list[Scope], poll: Poll, zone: str, **given: Any) -> "QuestionForm":
        """The form with what a draft says, unless something else was sent; days are those of the zone."""
        last = clock.local(poll.closes_at - timedelta(seconds=1), zone).date()
        rows = [{"title": row["title"], "cost": _typed(row["cost"])} for row in poll.rule["options"]]
        said = {
            "title": poll.title, "text": poll.text, "kind": poll.rule["kind"], "budget": _typed(poll.rule["budget"]),
            "options": rows, "delivery_days": poll.delivery_days, "read": draft_hash(poll),
            "opens": clock.local(poll.opens_at, zone).date(), "closes": last, "scope": poll.scope.key,
        }  # fmt: skip
        return cls(preset, parts, data=said, **given)

    def more_rows(self) -> bool:
        """Whether a button asked for more rows; then they are there, and nothing is checked yet."""
        if "more" not in request.form or "options" not in self:
            return False
        for _ in range(min(MORE, READ - len(self.options.entries))):
            self.options.append_entry()
        return True

    def answers(self) -> dict[str, Any]:
        """What was answered beside title, text and days, as operations.Question takes it."""
        given: dict[str, Any] = {"scope": self.parts[self.scope.data]}
        given |= {name: self[name].data for name in ("kind", "delivery_days") if name in self}
        if "options" in self:
            given["options"] = self._rows()
        return given | ({"budget": self.budget.sum} if self.has_costs else {})

    def _rows(self) -> list[Row]:
        return [(entry.title.data or "", entry.cost.sum if self.has_costs else None) for entry in self.options]


def _typed(cents: int | None) -> str:
    return "" if cents is None else money.written(cents)


def _currency() -> str:
    from babel.numbers import get_currency_name

    code = profiles.profile(in_force())["currency"]
    return gettext("yuan") if code == "CNY" else get_currency_name(code, 2, get_locale())


class BallotForm(Form):
    """The choice, as the rule allows it: one or several. What may be chosen is checked where it is cast."""

    choice = SelectMultipleField("", validate_choice=False)
    step = HiddenField()

    def __init__(self, rule: dict[str, Any], **given: Any) -> None:
        super().__init__(**given)
        one_only = METHODS[rule["kind"]].ONE_ONLY
        self.choice.option_widget = RadioInput() if one_only else CheckboxInput()
        self.choice.choices = options([(value, words.choice_and_cost(rule, value)) for value in counting.choices(rule)])
        self.choice.label.text = _how(rule["kind"], one_only)


def _how(kind: str, one_only: bool) -> str:
    if not METHODS[kind].NEEDS_OPTIONS:
        return gettext("Your choice")
    return gettext("Pick one") if one_only else gettext("Pick as many as you like")
