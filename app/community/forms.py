"""What is typed about households, members, posts and settings."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.community.models import PostKind
from app.html import Form, options


class CodeForm(Form):
    code = StringField(
        lazy_gettext("Code on your invitation"),
        [InputRequired(lazy_gettext("Please type the code.")), Length(max=20)],
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )


class PlaceForm(Form):
    place = StringField(
        lazy_gettext("Where do you live here?"),
        [InputRequired(lazy_gettext("Please give building, entrance and room.")), Length(max=80)],
    )


class DoorForm(Form):
    building = StringField(lazy_gettext("Building"), [InputRequired(lazy_gettext("Which building?")), Length(max=20)])
    unit = StringField(lazy_gettext("Entrance"), [Length(max=20)])
    room = StringField(lazy_gettext("Room"), [InputRequired(lazy_gettext("Which room?")), Length(max=20)])


class RefuseForm(Form):
    reason = StringField(
        lazy_gettext("Reason, as the person will read it"),
        [InputRequired(lazy_gettext("Please give the reason.")), Length(max=200)],
    )


class HouseholdsForm(Form):
    grid = SelectField(lazy_gettext("Grid"), [InputRequired()])
    building = StringField(lazy_gettext("Building"), [InputRequired(lazy_gettext("Which building?")), Length(max=20)])
    unit = StringField(lazy_gettext("Entrance"), [Length(max=20)])
    rooms = TextAreaField(
        lazy_gettext("Rooms, one a line"), [InputRequired(lazy_gettext("Please list the rooms.")), Length(max=4000)]
    )
    adults = IntegerField(lazy_gettext("Adults in each, about"), [NumberRange(1, 9)], default=2)


class GridForm(Form):
    name = StringField(lazy_gettext("Name of the grid"), [InputRequired(lazy_gettext("Please name it.")), Length(max=40)])


class PostForm(Form):
    kind = RadioField(
        lazy_gettext("What kind of post?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([
            (PostKind.COMMITTEE.value, lazy_gettext("Committee")),
            (PostKind.GRID_WORKER.value, lazy_gettext("Serves one grid")),
            (PostKind.SUPERVISION.value, lazy_gettext("Supervision")),
        ]),
    )  # fmt: skip
    title = StringField(lazy_gettext("Title"), [InputRequired(lazy_gettext("Please give the title.")), Length(max=60)])
    duty = StringField(lazy_gettext("Duty, in one sentence"), [Length(max=200)])
    hours = StringField(lazy_gettext("Hours"), [Length(max=80)])
    contact = StringField(lazy_gettext("Telephone of the office"), [Length(max=80)])


class AppointForm(Form):
    member = SelectField(lazy_gettext("Who?"), [InputRequired(lazy_gettext("Please choose."))])
    since = DateField(lazy_gettext("From"), [InputRequired(lazy_gettext("From which day?"))])
    until = DateField(lazy_gettext("Until (may be left empty)"), [Optional()])


class SettingsForm(Form):
    rules_text = TextAreaField(lazy_gettext("Our rules for common decisions"), [Length(max=4000)])
    rules_adopted_on = DateField(lazy_gettext("Adopted on"), [Optional()])
    check_first = BooleanField(lazy_gettext("Check what residents post before it is shown"))
    members_only = BooleanField(lazy_gettext("Only members may read"))
