"""The address of anything that is spoken of by its kind and number, inside the community that is bound."""

from typing import Any

from app.core.registry import registry
from app.web.page_links import link


def permalink(kind: str, number: int | None = None, *, part: str | None = None, **query: Any) -> str:
    """Where it is shown, or what it stands under; `part` names a place on that page."""
    endpoint = registry.page(kind)
    if endpoint is None:
        raise LookupError(f"No page shows a {kind}.")
    if part is not None:
        query["_anchor"] = part
    return link(endpoint, number=number, **query)


def permalink_if_any(kind: str | None, number: int | None = None) -> str | None:
    """None where nothing is named, or what is named has no page."""
    return permalink(kind, number) if kind and registry.page(kind) else None
