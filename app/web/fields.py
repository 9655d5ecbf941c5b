"""How a field of a form is drawn: its shape, what describes it, what was wrong with it and where to look first."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from flask import Flask
from wtforms import FieldList, FormField

from app.web.reader import gettext

HIDDEN = "HiddenField"
ENDS = {"?": " ", "？": ""}  # a question needs no colon after it


class Mistake(NamedTuple):
    """One line of the summary above a form: where it leads, and what it says."""

    field_id: str
    words: str


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        shape=shape, marks=marks, limit=limit, described_by=described_by, first_error=first_error, looked_at=looked_at
    )


def shape(field: Any) -> str:
    """The file of templates/ui/field that draws it."""
    if field.type == HIDDEN:
        return "hidden"
    if hasattr(getattr(field, "option_widget", None), "input_type"):
        return "choices"
    return "checkbox" if field.type == "BooleanField" else "box"


def limit(field: Any) -> int | None:
    """How many letters a long text may have: they are counted while one writes."""
    return getattr(field.flags, "maxlength", None) if field.type == "TextAreaField" else None


def marks(field: Any, hint: str | None = None) -> dict[str, Any]:
    """The attributes of its box."""
    needed = bool(field.flags.required) and field.type not in ("SelectField", "BooleanField")
    return {
        "required": needed, "aria_describedby": described_by(field, hint) or False,
        "aria_invalid": "true" if field.errors else False, "autofocus": looked_at(field),
        "dir": "auto" if shape(field) == "box" else False,  # whatever script somebody writes in
    }  # fmt: skip


def described_by(field: Any, hint: str | None = None) -> str:
    """The ids of the words beside it."""
    parts = {"error": field.errors, "hint": hint, "counter": limit(field)}
    return " ".join(f"{field.id}-{name}" for name, there in parts.items() if there)


def looked_at(field: Any, form: Any = None) -> bool:
    """Whether the page opens at this field: the first one that was wrong. A part of a field must say of which form."""
    return field is _first_wrong(form or field.of)


def _first_wrong(form: Any) -> Any:
    parts = chain.from_iterable(map(leaves, form))
    return next((part for part in parts if part.errors and part.type != HIDDEN), None)


def leaves(field: Any) -> Iterator[Any]:
    """The field, or the fields it is made of."""
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from leaves(entry)
    elif isinstance(field, FormField):
        for part in field:
            yield from leaves(part)
    else:
        yield field


def first_error(errors: Any) -> str:
    """In words; a list inside comes from a field that is made of fields."""
    error = errors[0]
    return first_error(error) if isinstance(error, list) else str(error)


def mistakes(form: Any) -> list[Mistake]:
    """What was wrong, field by field, each led to from the summary."""
    return [
        Mistake(field.id, _named(str(field.label.text)) + first_error(field.errors)) for field in form if field.errors
    ]


def _named(label: str) -> str:
    return label + ENDS.get(label[-1:], gettext(": "))
