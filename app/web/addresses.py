"""Ids in addresses: `<id:statement_id>`, and those in a query or a choice."""

import uuid

from flask import abort
from werkzeug.routing import BaseConverter, ValidationError

from app.core.ids import id_from, id_text


def id_or_404(text: str) -> uuid.UUID:
    """The id in a query or a choice; what is none names nothing."""
    try:
        return id_from(text)
    except ValueError:
        abort(404)


class IdConverter(BaseConverter):
    """`<id:statement_id>` in addresses."""

    regex = "[a-z2-7]{26}"

    def to_python(self, value: str) -> uuid.UUID:
        try:
            return id_from(value)
        except ValueError as wrong:
            raise ValidationError from wrong

    def to_url(self, value: uuid.UUID) -> str:
        return id_text(value)
