"""What the people above type: a body for the list, and what a body says."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.web.forms import Form, options
from tenants.models import BodyKind

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
