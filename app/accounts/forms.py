"""What is typed to sign in and about oneself."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from app.core.refusal import N_, Refused
from app.web.forms import Form


class AgreeingForm(Form):
    """What is shown beside it is agreed to with the same tap; `shown` is the seal of what was on the page."""

    agreed = BooleanField(
        lazy_gettext("I have read the privacy notice and the terms of use and agree. I am at least 14 years old."),
        [InputRequired(lazy_gettext("Without your consent nobody can sign you in. Please read them and tick here."))],
    )
    shown = HiddenField()

    def must_be_shown(self, seal: str) -> None:
        """Refuses where the texts were changed since the page was opened."""
        if self.shown.data not in ("", None, seal):
            self.shown.data = seal
            raise Refused(N_("The texts have changed meanwhile. Please read them again."), status=409, field="agreed")


class ContactForm(AgreeingForm):
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


class LinkForm(AgreeingForm):
    """Nothing to type: the link carries it."""
