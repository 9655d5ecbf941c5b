"""The plain questions that make a poll: what it is for decides which of them are asked."""

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import DateField, DecimalField, IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core import clock, profiles
from app.core.refusal import N_, Refused
from app.polls.models import Poll
from app.web.forms import CreatingForm, Form, options
from app.web.terms import in_force

AHEAD = timedelta(days=366)
MOST = 100_000_000  # of money, in whole units
Listed = list[tuple[str, int | None]]


def _near(form: Form, field: Any) -> None:
    """Before it is reckoned with: the calendar's first and last years lie outside of what clocks can hold."""
    if field.data and not timedelta(days=-1) <= field.data - clock.now().date() <= AHEAD:
        raise ValidationError(lazy_gettext("Please choose a day within the next twelve months."))


def _day(label: Any) -> DateField:
    return DateField(label, [InputRequired(lazy_gettext("Please choose the day.")), _near])


class PollForm(CreatingForm):
    """What is asked of every vote."""

    title = StringField(
        lazy_gettext("The question"), [InputRequired(lazy_gettext("Please write the question.")), Length(max=80)]
    )
    text = TextAreaField(
        lazy_gettext("What people need to know"), [InputRequired(lazy_gettext("Please explain it.")), Length(max=4000)]
    )
    opens = _day(lazy_gettext("Opens on"))
    closes = _day(lazy_gettext("Closes at the end of"))

    def asked(self) -> dict[str, Any]:
        """What only this kind of vote asks, as operations.Question takes it."""
        return {}

    @classmethod
    def of(cls, poll: Poll, zone: str) -> "PollForm":
        """The form with what a draft says, unless something else was sent; days are those of the zone."""
        last = clock.local(poll.closes_at - timedelta(seconds=1), zone).date()
        days = {"opens": clock.local(poll.opens_at, zone).date(), "closes": last}
        return cls(data={"title": poll.title, "text": poll.text, **days, **cls.said(poll)})

    @classmethod
    def said(cls, _poll: Poll) -> dict[str, Any]:
        """What a draft says of what only this kind of vote asks."""
        return {}


class OpinionForm(PollForm):
    kind = RadioField(
        lazy_gettext("How do people answer?"), [InputRequired(lazy_gettext("Please choose."))], default="yes_no",
        choices=options([
            ("yes_no", lazy_gettext("Yes or no")), ("choose_one", lazy_gettext("Pick one")),
            ("choose_several", lazy_gettext("Pick several")),
        ]),
    )  # fmt: skip
    options = TextAreaField(lazy_gettext("What can be picked, one a line"), [Length(max=2000)])

    def asked(self) -> dict[str, Any]:
        names = [line.strip()[:60] for line in (self.options.data or "").splitlines() if line.strip()]
        return {"kind": self.kind.data, "options": [(name, None) for name in names]}

    @classmethod
    def said(cls, poll: Poll) -> dict[str, Any]:
        return {"kind": poll.rule["kind"], "options": "\n".join(one["title"] for one in poll.rule["options"])}


class DecisionForm(PollForm):
    delivery_days = IntegerField(
        lazy_gettext("Done within how many days after the vote?"), [Optional(), NumberRange(1, 730)]
    )

    def asked(self) -> dict[str, Any]:
        return {"delivery_days": self.delivery_days.data}

    @classmethod
    def said(cls, poll: Poll) -> dict[str, Any]:
        return {"delivery_days": poll.delivery_days}


class MoneyForm(DecisionForm):
    options = TextAreaField(
        lazy_gettext("The projects, one a line: name | cost"),
        [InputRequired(lazy_gettext("Please name the projects.")), Length(max=2000)],
    )
    budget = DecimalField("", [InputRequired(lazy_gettext("Please give the sum.")), NumberRange(1, MOST)], places=None)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.budget.label.text = gettext("The sum, in %(currency)s", currency=_currency())

    def asked(self) -> dict[str, Any]:
        listed = [_project(line) for line in self.options.data.splitlines() if line.strip()]
        return super().asked() | {"options": listed, "budget": int(self.budget.data * 100)}

    @classmethod
    def said(cls, poll: Poll) -> dict[str, Any]:
        listed = [f"{one['title']} | {_units(one['cost'])}" for one in poll.rule["options"]]
        return super().said(poll) | {"options": "\n".join(listed), "budget": _units(poll.rule["budget"])}


FORMS: dict[str, type[PollForm]] = {"opinion": OpinionForm, "money": MoneyForm, "common": DecisionForm}


def _project(line: str) -> tuple[str, int]:
    """(name, cost in cents) of "name | cost"; refuses what is no sum of money."""
    name, _, cost = (part.strip() for part in line.replace("｜", "|").partition("|"))
    try:
        sum_ = Decimal(re.sub(r"[,，\s]", "", cost))
        if not Decimal("0.01") <= sum_ <= MOST:  # what is no number at all is not between them either
            raise InvalidOperation
    except InvalidOperation:
        said = N_("“%(line)s” has no cost we can read: write name | cost, at most 100,000,000.")
        raise Refused(said, status=422, line=line[:60]) from None
    return name[:60], round(sum_ * 100)


def _units(cents: int) -> Decimal:
    """Cents in whole units of money, without needless zeros."""
    whole = Decimal(cents) / 100
    return whole.quantize(Decimal(1)) if cents % 100 == 0 else whole.quantize(Decimal("0.01"))


def _currency() -> str:
    from babel.numbers import get_currency_name

    code = profiles.profile(in_force())["currency"]
    return gettext("yuan") if code == "CNY" else get_currency_name(code, 2, get_locale())
