"""What is typed to post a shift."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core import clock
from app.core.ids import id_text
from app.core.refusal import N_, Refused
from app.volunteering.models import ShiftKind
from app.volunteering.operations import Plan
from app.web.forms import CreatingForm, options

AHEAD = timedelta(days=366)
TIMES = ["%H:%M", "%H:%M:%S"]  # some browsers send seconds


class ShiftForm(CreatingForm):
    kind = RadioField(
        lazy_gettext("What is it?"), default=ShiftKind.SHIFT.value,
        choices=options([(ShiftKind.SHIFT.value, lazy_gettext("A task that needs hands")), (ShiftKind.EVENT.value, lazy_gettext("An event with places"))]),
    )  # fmt: skip
    title = StringField(lazy_gettext("Title"), [InputRequired(lazy_gettext("Please give it a title.")), Length(max=60)])
    text = TextAreaField(lazy_gettext("What is to be done?"), [Length(max=500)])
    place = StringField(
        lazy_gettext("Where to meet"), [InputRequired(lazy_gettext("Please say where people meet.")), Length(max=60)]
    )
    day = DateField(lazy_gettext("Day"), [InputRequired(lazy_gettext("Please choose the day."))])
    begins = TimeField(lazy_gettext("From"), [InputRequired(lazy_gettext("Please give the starting time."))], TIMES)
    ends = TimeField(lazy_gettext("To"), [InputRequired(lazy_gettext("Please give the ending time."))], TIMES)
    places = IntegerField(
        lazy_gettext("How many are needed?"),
        [
            InputRequired(lazy_gettext("Please say how many are needed.")),
            NumberRange(1, 500),
        ],
    )
    risky = BooleanField(lazy_gettext("Risky work, adults only"))
    insured = BooleanField(lazy_gettext("Everyone is insured"))
    receiver = StringField(lazy_gettext("Who will say whether it helped?"), [Length(max=40)])
    which = RadioField(lazy_gettext("Which of them?"), [Optional()], choices=[], validate_choice=False)

    def validate_day(self, field: Any) -> None:
        """Before it is reckoned with: the calendar's last years lie outside of what clocks can hold."""
        if field.data and not timedelta(days=-1) <= field.data - clock.now().date() <= AHEAD:
            raise ValidationError(lazy_gettext("Please choose a day within the next twelve months."))

    def receiver_among(self, people: Sequence[tuple[uuid.UUID, str, str]]) -> uuid.UUID | None:
        """The one meant by the typed name, of (id, name, grid); several are offered to choose from."""
        if not self.receiver.data:
            return None
        if not people:
            raise Refused(N_("No verified member here has this name."), status=422, field="receiver")
        if len(people) == 1:
            return people[0][0]
        self.which.choices = options([(id_text(person), " · ".join(filter(None, words))) for person, *words in people])
        chosen = {id_text(person): person for person, *_ in people}.get(self.which.data or "")
        if chosen is None:
            raise Refused(N_("Several people have this name. Please choose one."), status=422, field="which")
        return chosen

    def plan(self, zone: str, receiver_id: uuid.UUID | None) -> Plan:
        last = self.day.data + timedelta(days=self.ends.data <= self.begins.data)  # into the night
        starts, ends = _instant(self.day.data, self.begins, zone), _instant(last, self.ends, zone)
        return Plan(
            self.title.data, starts, ends, self.places.data, place=self.place.data, text=self.text.data or "",
            kind=ShiftKind(self.kind.data), risky=self.risky.data, insured=self.insured.data, receiver_id=receiver_id,
        )  # fmt: skip


def _instant(day: date, field: TimeField, zone: str) -> datetime:
    try:
        return clock.instant(day, field.data, zone)
    except clock.NoSuchTime as missing:
        raise Refused(
            N_("The clocks go forward that night: there is no %(time)s. Please give another time."),
            status=422,
            field=field.name,
            time=str(missing),
        ) from None
