"""What the people above type: a body for the list, and what a body says."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.web.forms import Form, options
from tenants.models import BodyKind, RegionRole

KINDS = options(
    [
        (BodyKind.DEPARTMENT.value, lazy_gettext("A department")),
        (BodyKind.UTILITY.value, lazy_gettext("A utility: water, power, heat, roads, transport")),
        (BodyKind.OTHER.value, lazy_gettext("Another body")),
    ]
)


class BodyForm(Form):
    code = StringField(
        lazy_gettext("A short code of your own"),
        [InputRequired(lazy_gettext("Please give it a code.")), Length(max=40)],
    )
    name = StringField(
        lazy_gettext("Its full name"), [InputRequired(lazy_gettext("Please write its name.")), Length(max=80)]
    )
    kind = SelectField(lazy_gettext("What is it?"), choices=KINDS)


class TransferForm(Form):
    taken_on = RadioField(
        lazy_gettext("Does the body take it on?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([("yes", lazy_gettext("Yes, it does")), ("no", lazy_gettext("No, for the reason below"))]),
    )  # fmt: skip
    reason = TextAreaField(lazy_gettext("Why not?"), [Length(max=500)])


ROLES = options(
    [
        (RegionRole.REVIEWER.value, lazy_gettext("Reviewer: reads published figures and answers what is passed up")),
        (RegionRole.STEWARD.value, lazy_gettext("Steward: also appoints others, and opens and closes communities")),
    ]
)


class AppointmentForm(Form):
    """Whom, as what: they take it up by a link."""

    contact = StringField(
        lazy_gettext("Phone number or e-mail"),
        [InputRequired(lazy_gettext("Please type the person's phone number or e-mail address.")), Length(max=120)],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    name = StringField(lazy_gettext("What is the person called?"), [Length(max=40)], render_kw={"autocomplete": "off"})
    title = StringField(
        lazy_gettext("Title of the office"),
        [InputRequired(lazy_gettext("Please write the title of the office.")), Length(max=60)],
    )


class RegionAppointmentForm(AppointmentForm):
    role = RadioField(lazy_gettext("What may this person do?"), choices=ROLES, default=RegionRole.REVIEWER.value)


class NewCommunityForm(Form):
    name = StringField(
        lazy_gettext("Name of the community"), [InputRequired(lazy_gettext("Please write its name.")), Length(max=80)]
    )
    code = StringField(lazy_gettext("Division code"), [Length(max=40)])
    under = SelectField(lazy_gettext("Where does it lie?"))


class StandingForm(Form):
    """Suspending or closing."""

    how = RadioField(
        lazy_gettext("What happens to it?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([
            ("suspend", lazy_gettext("Suspend it: it can be read, votes that are open go on, nothing else is written")),
            ("close", lazy_gettext("Close it: nobody can read it any more; nothing in it is lost")),
        ]),
    )  # fmt: skip
    reason = TextAreaField(
        lazy_gettext("Why?"), [InputRequired(lazy_gettext("Please give the reason.")), Length(max=200)]
    )


class SheetForm(Form):
    """Communities to be opened: pasted cells, or a file beside them."""

    table = TextAreaField(lazy_gettext("Cells pasted from your sheet"))
