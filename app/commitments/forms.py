"""What is typed to keep a promise, to ask for more time, to hand it over, and to confirm."""

from flask_babel import lazy_gettext
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.web.forms import CreatingForm, Form, options


class DoneForm(CreatingForm):
    text = TextAreaField(
        lazy_gettext("In your words"), [InputRequired(lazy_gettext("Please write a sentence.")), Length(max=500)]
    )


class DateForm(CreatingForm):
    day = DateField(lazy_gettext("Which day?"), [InputRequired(lazy_gettext("Please choose the day."))])


class LongerForm(CreatingForm):
    day = DateField(lazy_gettext("Until when?"), [InputRequired(lazy_gettext("Please choose the day."))])
    text = TextAreaField(lazy_gettext("Why?"), [InputRequired(lazy_gettext("Please say why.")), Length(max=500)])


class HandOverForm(Form):
    to = SelectField(lazy_gettext("To whom?"), [InputRequired(lazy_gettext("Please choose."))], validate_choice=False)
    text = TextAreaField(lazy_gettext("Why?"), [InputRequired(lazy_gettext("Please say why.")), Length(max=500)])


class ConfirmForm(Form):
    fixed = RadioField(
        lazy_gettext("Is it done?"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([("yes", lazy_gettext("Yes, it is done")), ("no", lazy_gettext("No, not yet"))]),
    )  # fmt: skip
    comment = TextAreaField(lazy_gettext("Anything to add?"), [Length(max=300)])
