"""Saying no, in a sentence for the person."""

from typing import Any


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for "to be translated later")
    """Mark a sentence for the catalogues; it is translated when shown."""
    return text


class Refused(Exception):
    """The rules say no. `message` is an English sentence with %(name)s places, translated only when shown.

    `field` names the field of the form beside which it is best read.
    """

    def __init__(self, message: str, status: int = 409, *, field: str | None = None, **values: Any) -> None:
        super().__init__(message)
        self.message, self.status, self.field, self.values = message, status, field, values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message
