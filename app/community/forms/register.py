"""What is typed about the register: one household, its grids and its compounds."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput

from app.community.forms import ROOM_LENGTH, DoorForm
from app.community.models import Compound, Household, Tenure
from app.community.operations.compounds import BODIES, compound_hash
from app.community.operations.register import Entry, household_hash
from app.community.roll import values
from app.web.forms import CreatingForm, EditingForm, Form, options


class HouseholdForm(EditingForm, DoorForm):
    """All that the register says of one household."""

    adults = IntegerField(
        lazy_gettext("Adults living there"), [InputRequired(lazy_gettext("Please fill this in.")), NumberRange(0, 20)]
    )
    tenure = SelectField(
        lazy_gettext("They live there as"),
        choices=options([
            ("", lazy_gettext("not known")),
            (Tenure.OWNER.value, lazy_gettext("owner")),
            (Tenure.TENANT.value, lazy_gettext("tenant")),
        ]),
    )  # fmt: skip
    area = StringField(lazy_gettext("Owned area in m²"), [Length(max=20)], render_kw={"inputmode": "decimal"})

    @classmethod
    def of(cls, household: Household, compounds: Sequence[Compound], **given: Any) -> "HouseholdForm":
        lies_in = next((one.name for one in compounds if one.id == household.compound_id), None)
        said = {name: getattr(household, name) for name in ("building", "unit", "room", "adults")}
        said |= {"compound": lies_in, "tenure": household.tenure or "", "area": area_text(household.owned_area)}
        form = cls(data=said | {"read": household_hash(household)}, **given)
        form.lay_in(compounds)
        return form

    def validate_area(self, field: Any) -> None:
        try:
            values.area(field.data or "")
        except values.Unreadable:
            raise ValidationError(lazy_gettext("Please give a number, such as 88 or 72.5.")) from None

    def entry(self) -> Entry:
        tenure = Tenure(self.tenure.data) if self.tenure.data else None
        return Entry(self.lies_in, *self.door, self.adults.data, tenure, values.area(self.area.data or ""))


def area_text(area: int | None) -> str:
    """In m², as it is typed: 7250 → "72.5"."""
    return f"{area / 100:.2f}".rstrip("0").rstrip(".") if area else ""


class SplitForm(CreatingForm):
    split_room = StringField(
        lazy_gettext("Room of the new household"),
        [InputRequired(lazy_gettext("Please fill this in.")), Length(max=ROOM_LENGTH)],
    )
    split_adults = IntegerField(lazy_gettext("Adults living there, about"), [NumberRange(0, 20)], default=2)


class JoinForm(CreatingForm):
    join_room = StringField(
        lazy_gettext("Room in the same entrance that becomes part of this one"),
        [InputRequired(lazy_gettext("Please fill this in.")), Length(max=ROOM_LENGTH)],
    )


class CompoundForm(CreatingForm):
    """The name of a new compound; the first time also that of the one so far."""

    first = StringField(lazy_gettext("Name of the compound you have so far"), [Length(max=40)])
    name = StringField(
        lazy_gettext("Name of the new compound"), [InputRequired(lazy_gettext("Please name it.")), Length(max=40)]
    )


class CompoundChangeForm(EditingForm):
    """A compound and the organisations that look after it."""

    name = StringField(lazy_gettext("Name"), [InputRequired(lazy_gettext("Please name it.")), Length(max=40)])
    manager = StringField(lazy_gettext("Property manager"), [Length(max=60)])
    owners_committee = StringField(lazy_gettext("Owners' committee"), [Length(max=60)])

    @classmethod
    def of(cls, compound: Compound, **given: Any) -> "CompoundChangeForm":
        bodies = {name: getattr(compound, name).name if getattr(compound, name) else "" for name in BODIES}
        return cls(data=bodies | {"name": compound.name, "read": compound_hash(compound)}, **given)


class GridForm(CreatingForm):
    name = StringField(
        lazy_gettext("Name"), [InputRequired(lazy_gettext("Please name it.")), Length(max=40)], id="grid-name"
    )


class EntrancesForm(Form):
    """Which entrances go to which grid; `entrances` are ticked on the page."""

    grid = SelectField(lazy_gettext("Move them to"), [InputRequired(lazy_gettext("Please choose."))])
    entrances = SelectMultipleField(
        lazy_gettext("Entrances"),
        validators=[InputRequired(lazy_gettext("Please choose."))],
        option_widget=CheckboxInput(),
    )
