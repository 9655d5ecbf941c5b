"""What is typed to post a shift."""

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.html import Form, options
from app.volunteering.models import ShiftKind


class ShiftForm(Form):
    kind = RadioField(
        lazy_gettext("What is it?"), default=ShiftKind.SHIFT.value,
        choices=options([(ShiftKind.SHIFT.value, lazy_gettext("A task that needs hands")), (ShiftKind.EVENT.value, lazy_gettext("An event with places"))]),
    )  # fmt: skip
    title = StringField(lazy_gettext("Title"), [InputRequired(lazy_gettext("Please give it a title.")), Length(max=60)])
    text = TextAreaField(lazy_gettext("What is to be done?"), [Length(max=500)])
    place = StringField(
        lazy_gettext("Where to meet"), [InputRequired(lazy_gettext("Where do people meet?")), Length(max=60)]
    )
    day = DateField(lazy_gettext("Day"), [InputRequired(lazy_gettext("Please choose the day."))])
    begins = TimeField(lazy_gettext("From"), [InputRequired(lazy_gettext("From what time?"))])
    ends = TimeField(lazy_gettext("To"), [InputRequired(lazy_gettext("To what time?"))])
    places = IntegerField(
        lazy_gettext("Places"), [InputRequired(lazy_gettext("How many people?")), NumberRange(1, 500)]
    )
    risky = BooleanField(lazy_gettext("Risky work, adults only"))
    insured = BooleanField(lazy_gettext("Everyone is insured"))
    receiver = SelectField(lazy_gettext("Who will say whether it helped?"), [Optional()], validate_choice=True)
