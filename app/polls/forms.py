"""The plain questions that make a poll."""

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, DecimalField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.forms import CreatingForm, options
from app.polls.presets import PURPOSES
from app.refusal import N_, Refused


class PollForm(CreatingForm):
    purpose = RadioField(
        lazy_gettext("What is it for?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=lambda: options((key, gettext(text)) for key, text in PURPOSES.items()),
    )  # fmt: skip
    title = StringField(
        lazy_gettext("The question"), [InputRequired(lazy_gettext("Please write the question.")), Length(max=80)]
    )
    text = TextAreaField(
        lazy_gettext("What people need to know"), [InputRequired(lazy_gettext("Please explain it.")), Length(max=4000)]
    )
    kind = RadioField(
        lazy_gettext("How do people answer? (for opinions)"),
        choices=options(
            [
                ("yes_no", lazy_gettext("Yes or no")),
                ("choose_one", lazy_gettext("Pick one")),
                ("choose_several", lazy_gettext("Pick several")),
            ]
        ),
        default="yes_no",
    )
    options = TextAreaField(lazy_gettext("Options, one a line; for money: name | cost"), [Length(max=2000)])
    budget = DecimalField(lazy_gettext("The sum (for money)"), [Optional(), NumberRange(1, 100_000_000)])
    delivery_days = IntegerField(
        lazy_gettext("Done within how many days after the vote?"), [Optional(), NumberRange(1, 730)]
    )
    opens = DateField(lazy_gettext("Opens on"), [InputRequired(lazy_gettext("Please choose the day."))])
    closes = DateField(lazy_gettext("Closes at the end of"), [InputRequired(lazy_gettext("Please choose the day."))])

    def listed(self) -> list[tuple[str, int | None]]:
        """(name, cost in cents or None) a line; refuses a cost that is no number."""
        return [_option(line) for line in (self.options.data or "").splitlines() if line.strip()]


def _option(line: str) -> tuple[str, int | None]:
    name, _, cost = (part.strip() for part in line.replace("｜", "|").partition("|"))
    if not cost:
        return name[:60], None
    try:
        return name[:60], round(float(cost.replace(",", "")) * 100)
    except ValueError:
        raise Refused(
            N_("“%(line)s” has no cost we can read: write name | cost."), status=422, line=line[:60]
        ) from None
