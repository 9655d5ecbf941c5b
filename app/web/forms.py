"""What every form stands on: what was typed stays, our own sentences, days one can reckon with, and sent twice is once."""

import secrets
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import abort, g, redirect, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.core import clock
from app.core.refusal import N_, Refused
from app.web.formats import sentence
from tenants import db, idempotency

FIRST_YEAR, LAST_YEAR = 1900, 2100
JOINER = "\u200d"  # joins emoji


class Form(FlaskForm):
    """A form that keeps what was typed when the rules say no.

    `with form.attempt():` turns a `Refused` into an error of the form and goes on to draw it again.
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> "OurWords":
            return OurWords()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, StringField):
                options = {**options, "filters": [visible, *unbound_field.kwargs.get("filters", ())]}
            return super().bind_field(form, unbound_field, options)

    refused_with: int | None = None

    def validate(self, extra_validators: dict[str, list[Any]] | None = None) -> bool:
        extra = {name: [_in_reach] for name, field in self._fields.items() if isinstance(field, DateField)}
        extra |= {name: [_said] for name, field in self._fields.items() if isinstance(field, StringField)}
        return super().validate({**extra, **(extra_validators or {})})

    @contextmanager
    def attempt(self) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            db.session.rollback()
            self.form_errors.append(sentence(refused))
            self.refused_with = refused.status

    @property
    def status(self) -> int:
        """200 when first shown, 422 when the input is wrong, 409 when the rules say no."""
        if self.refused_with:
            return self.refused_with
        return 422 if request.method == "POST" and self.errors else 200


class CreatingForm(Form):
    """A form that makes something new, once: whoever sends the same again is led to what it made.

    Two taps, a reload and a line that dropped send the same; going back and writing something else does not.
    """

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def validate(self, extra_validators: dict[str, list[Any]] | None = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if then := idempotency.claim(g.visitor.account.id, self._sent(), clock.now()):
            abort(redirect(then, 303))
        return True

    def remember(self, then: str) -> str:
        """Where the same is led if it comes again: before the commit. Gives `then` back."""
        idempotency.remember(g.visitor.account.id, self._sent(), then, clock.now())
        return then

    def _sent(self) -> uuid.UUID:
        """What was sent, token and words: a key nobody can guess who has not seen the page."""
        return uuid.uuid5(uuid.NAMESPACE_OID, repr([self.once.data, *request.form.items(multi=True)]))


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field: (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def visible(text: Any) -> Any:
    """What can be seen of a text: no blanks around it, no marks that hide words or turn their direction."""
    if not isinstance(text, str):
        return text
    shown = "".join(one for one in text if one == JOINER or unicodedata.category(one) != "Cf")
    return shown.strip().strip(JOINER).strip().replace("\r\n", "\n")


def _said(_form: Any, field: StringField) -> None:
    """InputRequired looks at what was sent; nothing but blanks says nothing."""
    asked = next((one for one in field.validators if isinstance(one, InputRequired)), None)
    if asked is not None and not field.data:
        raise ValidationError(asked.message or gettext("Please fill this in."))


def _in_reach(_form: Any, field: DateField) -> None:
    """The calendar's first and last years lie outside of what clocks and databases can hold."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        years = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise ValidationError(gettext("Please give a day between the years %(first)s and %(last)s.", **years))


class OurWords:
    """WTForms' own sentences, in ours: short, kind, saying what to do."""

    SENTENCES = {
        "This field is required.": N_("Please fill this in."),
        "Not a valid choice.": N_("Please choose one of these."),
        "Invalid Choice: could not coerce.": N_("Please choose one of these."),
        "Not a valid date value.": N_("Please give a day."),
        "Not a valid time value.": N_("Please give a time, such as 19:00."),
        "Not a valid decimal value.": N_("Please give a number."),
        "Not a valid integer value.": N_("Please give a whole number."),
        "Number must be between %(min)s and %(max)s.": N_("Please give a number from %(min)s to %(max)s."),
        "Field cannot be longer than %(max)d characters.": N_("Please write at most %(max)s characters."),
    }

    def gettext(self, theirs: str) -> str:
        return gettext(self.SENTENCES.get(theirs, N_("Please check this.")))

    def ngettext(self, _one: str, theirs: str, _n: int) -> str:
        return self.gettext(theirs)
