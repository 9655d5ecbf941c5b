"""What every form stands on: what was typed stays, our own sentences, days one can reckon with, and sent twice is once."""

import re
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import Any

from flask import abort, g, redirect, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.core import clock, money, profiles
from app.core.edit_conflicts import Changed
from app.core.refusal import N_, Refused
from app.web.fields import HIDDEN, leaves, mistakes
from app.web.formats import sentence
from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.terms import in_force
from app.web.way_back import page_before
from tenants import db, idempotency
from tenants.text import visible

FIRST_YEAR, LAST_YEAR = 1900, 2100
LINE_BREAK = re.compile(r"\s*[\n\t\u2028\u2029]\s*")


class Form(FlaskForm):
    """A form that keeps what was typed when the rules say no.

    `with form.attempt():` turns a `Refused` into an error of the form and goes on to draw it again.
    """

    class Meta(FlaskForm.Meta):
        csrf = False  # every POST's token is looked at before any form is made (app/web/csrf.py)

        def get_translations(self, form: Any) -> "OurWords":
            return OurWords()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What is typed comes as words of a form; a file or JSON in their place is nothing."""
            sent = formdata is not None and request.method == "POST"
            return request.form or None if sent else None

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField):
                first = visible_only if issubclass(kind, TextAreaField) else in_a_line
                options = {**options, "filters": [first, *unbound_field.kwargs.get("filters", ())]}
            field = super().bind_field(form, unbound_field, options)
            field.of = form
            return field

    mistakes = property(mistakes)
    refused_with: int | None = None
    changed = False  # refused because someone else wrote meanwhile

    def validate(self, extra_validators: dict[str, list[Any]] | None = None) -> bool:
        extra = {name: [_in_reach] for name, field in self._fields.items() if isinstance(field, DateField)}
        extra |= {name: [_said] for name, field in self._fields.items() if isinstance(field, StringField)}
        extra |= {name: [_in_figures] for name, field in self._fields.items() if isinstance(field, IntegerField)}
        return super().validate({**extra, **(extra_validators or {})})

    def hidden_tag(self, *fields: Any) -> Markup:
        """The session's token and the form's own hidden fields."""
        token = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
        return token + super().hidden_tag(*fields)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            db.session.rollback()
            if not self._beside_its_field(refused):
                self.form_errors.append(sentence(refused))
            self.refused_with, self.changed = refused.status, isinstance(refused, Changed)

    def _beside_its_field(self, refused: Refused) -> bool:
        """The sentence stands where it can be mended; and in the summary, under the field of the form it belongs to."""
        for field in self:
            inner = next((leaf for leaf in leaves(field) if leaf.name == refused.field), None)
            if inner is not None:
                for holder in {id(inner): inner, id(field): field}.values():
                    holder.errors = [*holder.errors, sentence(refused)]
                return True
        return False

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

    def __init__(self, *args: Any, then: str = "", **data: Any) -> None:
        """`then`: where whoever has sent it is led, if that is known before anything is made; else see `remember`."""
        super().__init__(*args, **data)
        self.then = then

    def validate(self, extra_validators: dict[str, list[Any]] | None = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if then := idempotency.claim(g.visitor.account.id, self._sent(), clock.now(), self.then):
            abort(redirect(then, 303))
        return True

    def remember(self, then: str) -> str:
        """Where the same is led if it comes again: before the commit. Gives `then` back."""
        idempotency.remember(g.visitor.account.id, self._sent(), then)
        return then

    def _sent(self) -> uuid.UUID:
        """What was sent, token and words: a key nobody can guess who has not seen the page."""
        return uuid.uuid5(uuid.NAMESPACE_OID, repr([self.once.data, *request.form.items(multi=True)]))


def pressed_once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a button's view whose act is done once: whoever presses again is led back, as to the page it stands on."""

    @wraps(view)
    def pressed(**url: Any) -> Any:
        key = uuid.uuid5(uuid.NAMESPACE_OID, repr([request.path, *request.form.items(multi=True)]))
        back = page_before() or permalink("community")
        if then := idempotency.claim(g.visitor.account.id, key, clock.now(), back):
            return redirect(then, 303)
        return view(**url)

    return pressed


class EditingForm(Form):
    """A form over what others may change meanwhile: it carries the hash of what was read (app/core/edit_conflicts.py)."""

    read = HiddenField()

    def validate(self, extra_validators: dict[str, list[Any]] | None = None) -> bool:
        if not self.read.raw_data:  # what was sent without it was read nowhere
            self.read.data = ""
        return super().validate(extra_validators)

    def show_now(self, now: "EditingForm") -> None:
        """Where the hash was another one: beside each field that differs, what stands there now.

        `now` is the form as whoever opens the page sees it; sending again means to write over that.
        """
        for field in self:
            standing = _words_of(now[field.short_name])
            if field.type != HIDDEN and standing != _words_of(field):
                field.errors = [*field.errors, gettext("It now says: %(text)s", text=standing or gettext("nothing"))]
        self.read.data = now.read.data


def _words_of(field: Any) -> str:
    """What a field says, as one reads it."""
    if isinstance(field, FieldList | FormField):
        return "\n".join(filter(None, (_words_of(leaf) for leaf in leaves(field))))
    if isinstance(field, BooleanField):
        return gettext("yes") if field.data else gettext("no")
    if isinstance(field, SelectField):  # radio buttons are one too
        return next((str(choice.label.text) for choice in field if choice.checked), "")
    return str(field._value()).replace("\r\n", "\n").strip()


class SumField(StringField):
    """A sum of money in the currency of the profile in force. `sum` in hundredths; None where nothing was typed.

    `data` stays what was typed, so that nobody has to type it again.
    """

    sum: int | None = None

    def pre_validate(self, form: Any) -> None:
        self.sum = None
        if not self.data:
            return
        try:
            self.sum = money.read(self.data, profiles.profile(in_force())["currency"])
        except Refused as refused:
            raise ValidationError(sentence(refused)) from None


def end_of_day(day: date) -> datetime:
    """24:00 of a day that was typed, in the zone of the community that is bound."""
    return clock.midnight_after(day, g.community.zone)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field: (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def visible_only(text: Any) -> Any:
    """As a field's filter: what is no text is left alone."""
    return visible(text) if isinstance(text, str) else text


def in_a_line(text: Any) -> Any:
    """The same of a field that has but one line: whoever sends more of them means one."""
    return LINE_BREAK.sub(" ", visible(text)) if isinstance(text, str) else text


def _in_figures(_form: Any, field: IntegerField) -> None:
    """Python reads 1_0 as ten; nobody else does."""
    if field.raw_data and "_" in str(field.raw_data[0]):
        raise ValidationError(gettext("Please give a whole number."))


def _said(_form: Any, field: StringField) -> None:
    """InputRequired looks at what was sent; nothing but blanks says nothing."""
    required = next((validator for validator in field.validators if isinstance(validator, InputRequired)), None)
    if required is not None and not field.data:
        raise ValidationError(required.message or gettext("Please fill this in."))


def _in_reach(_form: Any, field: DateField) -> None:
    """The calendar's first and last years lie outside of what clocks and databases can hold."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        years = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise ValidationError(gettext("Please give a day between the years %(first)s and %(last)s.", **years))


OTHERWISE = N_("Please check this.")


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
        "'%(value)s' are not valid choices for this field.": N_("Please choose one of these."),
        "Field cannot be longer than %(max)d characters.": N_("Please write at most %(max)s characters."),
    }

    def gettext(self, theirs: str) -> str:
        return gettext(self.SENTENCES.get(theirs, OTHERWISE))

    def ngettext(self, _one: str, theirs: str, _n: int) -> str:
        return self.gettext(theirs)
