"""What is typed to sign in and about oneself."""

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.web.forms import Form


class ContactForm(Form):
    contact = StringField(
        lazy_gettext("Phone number or e-mail"),
        [InputRequired(lazy_gettext("Please type your phone number or e-mail address.")), Length(max=120)],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )


class CodeForm(Form):
    code = StringField(
        lazy_gettext("The digits you got"),
        [
            InputRequired(lazy_gettext("Please type the digits you got.")),
            Length(max=400),
        ],  # a whole message may be pasted
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class NameForm(Form):
    name = StringField(
        lazy_gettext("What may neighbours call you?"),
        [InputRequired(lazy_gettext("Please say what neighbours may call you.")), Length(max=40)],
        render_kw={"autocomplete": "nickname"},
    )


class LinkForm(Form):
    """Nothing to type: the link carries it."""
