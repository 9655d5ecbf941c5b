"""What is typed about households, members, posts and settings."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.community.models import OrganisationKind, PostKind, VerifiedHow
from app.web.forms import CreatingForm, Form, options
from app.web.terms import term

ROOM_LENGTH, ROOMS_AT_ONCE = 20, 200


class CodeForm(Form):
    code = StringField(
        lazy_gettext("Code on your invitation"),
        [InputRequired(lazy_gettext("Please type the code on your invitation.")), Length(max=20)],
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )


class DoorForm(Form):
    """A door, in the words of the community's profile."""

    building = StringField("", [InputRequired(lazy_gettext("Please fill this in.")), Length(max=20)])
    unit = StringField("", [Length(max=20)])
    room = StringField("", [InputRequired(lazy_gettext("Please fill this in.")), Length(max=ROOM_LENGTH)])

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        for name in ("building", "unit", "room", "grid"):
            if name in self:
                self[name].label.text = term(name).capitalize()


class VerifyForm(DoorForm):
    grid = SelectField("", validate_choice=True)
    how = RadioField(
        lazy_gettext("How do you know?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([
            (VerifiedHow.IN_PERSON.value, lazy_gettext("I saw a document")),
            (VerifiedHow.HOME_VISIT.value, lazy_gettext("I visited them at home")),
            (VerifiedHow.VOUCHED.value, lazy_gettext("Two neighbours vouch for them")),
        ]),
    )  # fmt: skip
    adult = BooleanField(lazy_gettext("Is 18 or older"), default=True)


class RefuseForm(Form):
    reason = StringField(
        lazy_gettext("Reason, as the person will read it"),
        [InputRequired(lazy_gettext("Please give the reason.")), Length(max=200)],
    )


class HouseholdsForm(DoorForm):
    grid = SelectField("", [InputRequired(lazy_gettext("Please choose."))])
    room = TextAreaField("", [InputRequired(lazy_gettext("Please fill this in.")), Length(max=4000)])
    adults = IntegerField(lazy_gettext("Adults in each, about"), [NumberRange(1, 9)], default=2)

    def rooms(self) -> list[str]:
        return [line.strip() for line in (self.room.data or "").splitlines() if line.strip()]

    def doors(self) -> list[tuple[str, str, str]]:
        return [(self.building.data, self.unit.data or "", room) for room in self.rooms()]

    def validate_room(self, field: Any) -> None:
        if len(self.rooms()) > ROOMS_AT_ONCE or any(len(room) > ROOM_LENGTH for room in self.rooms()):
            raise ValidationError(lazy_gettext("At most 200 lines, each of at most 20 characters."))


class AdultsForm(Form):
    adults = IntegerField(
        lazy_gettext("Adults living there"), [InputRequired(lazy_gettext("Please fill this in.")), NumberRange(0, 20)]
    )


class InviteForm(Form):
    places = IntegerField(lazy_gettext("For how many adults?"), [Optional(), NumberRange(1, 20)])


class GridForm(Form):
    name = StringField(
        lazy_gettext("Name"), [InputRequired(lazy_gettext("Please name it.")), Length(max=40)], id="grid-name"
    )


class PostForm(CreatingForm):
    kind = RadioField(lazy_gettext("What kind of post?"), [InputRequired(lazy_gettext("Please choose."))])
    title = StringField(
        lazy_gettext("Name of the post"), [InputRequired(lazy_gettext("Please name the post.")), Length(max=60)]
    )
    grid = SelectField(lazy_gettext("Where does it serve?"))
    elected = BooleanField(lazy_gettext("Elected by residents"))
    organisation = StringField(lazy_gettext("Organisation"), [Length(max=60)])
    organisation_kind = SelectField(
        lazy_gettext("What kind of organisation?"),
        choices=options([
            (OrganisationKind.RESIDENT_ORG.value, lazy_gettext("Institution based here")),
            (OrganisationKind.SOCIAL_ORG.value, lazy_gettext("Association")),
            (OrganisationKind.MERCHANT.value, lazy_gettext("Shop or company")),
            (OrganisationKind.PROPERTY_MANAGER.value, lazy_gettext("Property manager")),
            (OrganisationKind.OWNERS_COMMITTEE.value, lazy_gettext("Owners' committee")),
        ]),
    )  # fmt: skip
    duty = StringField(lazy_gettext("Duty, in one sentence"), [Length(max=200)])
    hours = StringField(lazy_gettext("Hours"), [Length(max=80)])
    contact = StringField(lazy_gettext("Telephone of the office"), [Length(max=80)])

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.kind.choices = options([
            (PostKind.COMMITTEE.value, term("committee").capitalize()),
            (PostKind.GRID_WORKER.value, term("grid_worker").capitalize()),
            (PostKind.SUPERVISION.value, term("supervision").capitalize()),
            (PostKind.ORGANISATION_SEAT.value, lazy_gettext("Seat of an organisation")),
        ])  # fmt: skip


class AppointForm(Form):
    member = RadioField(lazy_gettext("Who?"), [InputRequired(lazy_gettext("Please choose."))])
    since = DateField(lazy_gettext("From"), [InputRequired(lazy_gettext("Please give the first day."))])
    until = DateField(lazy_gettext("Until"), [Optional()])


class SettingsForm(Form):
    rules_text = TextAreaField(lazy_gettext("Our rules for common decisions"), [Length(max=20000)])
    rules_adopted_on = DateField(lazy_gettext("Adopted on"), [Optional()])
    check_first = BooleanField(lazy_gettext("Check what residents post before it is shown"))
    members_only = BooleanField(lazy_gettext("Only members may read"))
