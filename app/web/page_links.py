"""Addresses as pages write them: a page has thirty, nearly all of two or three kinds.

A kind is read once from its route; after that an address is put together from its parts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, has_request_context, request, url_for

from app.core.ids import id_text

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
WRITTEN: dict[str, Callable[[Any], str]] = {"int": str, "": lambda value: quote(str(value), safe=""), "id": id_text}
QUERY = "!$'()*,/:;?@"  # what a query may hold as it is
BOUND = ("slug", "region_code")  # put in by tenants/resolve.py too: the community or region one is in


@dataclass(frozen=True)
class Kind:
    """`/c/{slug}/proposals/{number}`, and how each of its values is written."""

    pattern: str
    values: dict[str, Callable[[Any], str]]

    def address(self, given: dict[str, Any], bound: dict[str, str]) -> str:
        """`bound`: what the page knows of itself, written already."""
        path = self.pattern.format(
            **{name: write(given.pop(name)) if name in given else bound[name] for name, write in self.values.items()}
        )
        rest = {name: value for name, value in given.items() if value is not None}
        return f"{path}?{urlencode(rest, safe=QUERY)}" if rest else path


def link(endpoint: str, **values: Any) -> str:
    """The same for words and rows made in Python; outside of a request, as in a message, Flask's own."""
    if not has_request_context():
        return url_for(endpoint, **values)
    return current_app.extensions["page_links"](endpoint, **values)


def in_pages(app: Flask) -> Callable[..., str]:
    """Flask's url_for for templates; what is not plain (an anchor, a host, several routes) is left to Flask."""
    kinds: dict[str, Kind | None] = {}

    def address(endpoint: str, **values: Any) -> str:
        if endpoint[0] == ".":
            endpoint = f"{request.blueprint}{endpoint}"
        if endpoint not in kinds:
            kinds[endpoint] = _kind(app, endpoint)
        kind = kinds[endpoint]
        if kind is None or "_anchor" in values or "_external" in values:
            return url_for(endpoint, **values)
        bound = g.get("bound_values") or _bound_values()
        return bound["root"] + kind.address(values, bound)

    return address


def _bound_values() -> dict[str, str]:
    """What every address of this request may need, written once."""
    found = {name: WRITTEN[""](g.get(name)) for name in BOUND if g.get(name)}
    g.bound_values = {"root": request.script_root, **found}
    return g.bound_values


def _kind(app: Flask, endpoint: str) -> Kind | None:
    rules = list(app.url_map.iter_rules(endpoint))
    arguments = [(converter or "", name) for converter, name in ARGUMENT.findall(rules[0].rule)]
    plain = all(converter in WRITTEN for converter, _ in arguments) and len(arguments) == len(rules[0].arguments)
    if len(rules) > 1 or rules[0].defaults or not plain:
        return None
    values = {name: WRITTEN[converter] for converter, name in arguments}
    return Kind(ARGUMENT.sub(r"{\2}", rules[0].rule), values)
