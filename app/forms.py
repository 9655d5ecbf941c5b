"""What every form stands on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app.formats import sentence
from app.refusal import Refused
from tenants import db


class Form(FlaskForm):
    """A form that keeps what was typed when the rules say no.

    `with form.attempt():` turns a `Refused` into an error of the form and goes on to draw it again.
    """

    refused_with: int | None = None

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


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field: (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]
