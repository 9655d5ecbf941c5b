"""What is typed about households, members, posts and settings."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.community.models import Compound, OrganisationKind, PostKind, VerifiedHow
from app.community.operations.settings import settings_hash
from app.core.ids import id_text
from app.web.forms import CreatingForm, EditingForm, Form, options
from app.web.terms import term
from tenants.models import SETTINGS, Community

ROOM_LENGTH, ROOMS_AT_ONCE = 20, 200


class CodeForm(Form):
    code = StringField(
        lazy_gettext("Code on your invitation"),
        [InputRequired(lazy_gettext("Please type the code on your invitation.")), Length(max=20)],
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )


class DoorForm(Form):
    """A door, in the words of the community's profile; which compound is asked only where there are several."""

    compound = SelectField(lazy_gettext("Compound"))
    building = StringField("", [InputRequired(lazy_gettext("Please fill this in.")), Length(max=20)])
    unit = StringField("", [Length(max=20)])
    room = StringField("", [InputRequired(lazy_gettext("Please fill this in.")), Length(max=ROOM_LENGTH)])

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        for name in ("building", "unit", "room", "grid"):
            if name in self:
                self[name].label.text = term(name).capitalize()

    def lay_in(self, compounds: Sequence[Compound]) -> None:
        """Ask in which of these it lies; with none there is nothing to ask."""
        self._compounds = {id_text(one.id): one for one in compounds}
        self.compound.choices = options([(key, one.name) for key, one in self._compounds.items()])
        by_name = next((key for key, one in self._compounds.items() if one.name == self.compound.data), None)
        self.compound.data = by_name or self.compound.data
        if not compounds:
            del self.compound

    @property
    def lies_in(self) -> Compound | None:
        return self._compounds[self.compound.data] if "compound" in self else None

    @property
    def door(self) -> tuple[str, str, str]:
        return self.building.data, self.unit.data or "", self.room.data


class VerifyForm(CreatingForm, DoorForm):
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


class ObjectForm(Form):
    reason = StringField(
        lazy_gettext("Why? Only the office reads this."),
        [InputRequired(lazy_gettext("Please say in a few words why.")), Length(max=200)],
    )


class RefuseForm(CreatingForm):
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
        lazy_gettext("Adults living here"), [InputRequired(lazy_gettext("Please fill this in.")), NumberRange(1, 20)]
    )


class InviteForm(Form):
    places = IntegerField(lazy_gettext("For how many adults?"), [Optional(), NumberRange(1, 20)])


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


HOW = (("least", lazy_gettext("at least")), ("more", lazy_gettext("more than")))


def _part(of_what: Any) -> tuple[RadioField, IntegerField, IntegerField]:
    """Three fields that say a part: "at least", 2, 3."""
    within = [Optional(), NumberRange(1, 100)]
    return (
        RadioField(of_what, choices=options(HOW), default="more"),
        IntegerField(lazy_gettext("How many parts? For two thirds: 2"), within, default=1),
        IntegerField(lazy_gettext("Out of how many? For two thirds: 3"), within, default=2),
    )


class SettingsForm(EditingForm):
    """The community's own rules with their fractions, and who may read and post."""

    rules_text = TextAreaField(lazy_gettext("Our rules for common decisions"), [Length(max=20000)])
    rules_adopted_on = DateField(lazy_gettext("Adopted on"), [Optional()])
    quorum_how, quorum_num, quorum_den = _part(lazy_gettext("How many of the households must take part?"))
    threshold_how, threshold_num, threshold_den = _part(lazy_gettext("How many of those must say yes?"))
    check_first = BooleanField(lazy_gettext("Check requests and proposals before they are shown"))
    members_only = BooleanField(lazy_gettext("Only members may read"))

    @classmethod
    def of(cls, community: Community, **given: Any) -> "SettingsForm":
        """With what holds now; half of the households and half of the votes, where no part was ever given."""
        said = {"read": settings_hash(community)} | {name: getattr(community, name) for name in SETTINGS}
        for name in ("quorum", "threshold"):
            part = getattr(community, f"rules_{name}") or {"num": 1, "den": 2, "strict": True}
            said |= {f"{name}_num": part["num"], f"{name}_den": part["den"]}
            said[f"{name}_how"] = "more" if part["strict"] else "least"
        return cls(data=said, **given)

    def settings(self) -> dict[str, Any]:
        """As they are kept: parts only where there are rules that name them."""
        given = {name: self[name].data for name in SETTINGS if name in self}
        rules = self.rules_text.data or None
        parts = {f"rules_{name}": self._kept(name) if rules else None for name in ("quorum", "threshold")}
        return given | {"rules_text": rules} | parts

    def _kept(self, name: str) -> dict[str, Any]:
        num, den, how = (self[f"{name}_{part}"].data for part in ("num", "den", "how"))
        return {"num": num, "den": den, "strict": how == "more"}

    def validate_quorum_den(self, field: Any) -> None:
        self._require_part("quorum")

    def validate_threshold_den(self, field: Any) -> None:
        self._require_part("threshold")

    def _require_part(self, name: str) -> None:
        num, den = self[f"{name}_num"].data, self[f"{name}_den"].data
        if not self.rules_text.data:
            return
        if not num or not den:
            raise ValidationError(lazy_gettext("Please say the part in two numbers, such as 2 out of 3."))
        if num > den or (num == den and self[f"{name}_how"].data == "more"):
            raise ValidationError(lazy_gettext("More than all cannot be asked for."))
