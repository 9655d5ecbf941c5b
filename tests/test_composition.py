"""What the features give to shared pages and services, joined once at start."""

import ast
import re
from pathlib import Path

import pytest

from app import FEATURES
from app.access import P
from app.audit.operations import WORDS
from app.core.registry import Kind, Offers, Registry, registry
from app.notifications.kinds import KINDS
from app.proposals.models import Proposal
from tests.support.house import ROOT

ROOMS = {feature.__package__.removeprefix("app."): feature.OFFERS for feature in FEATURES}


def test_every_view_asks_for_a_permission_of_the_joined_table(app):
    table = registry.permissions()
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            assert app.view_functions[rule.endpoint].permission in table.values(), rule


def test_templates_name_permissions_that_exist(app):
    table = registry.permissions()
    for file in (ROOT / "templates").rglob("*.html"):
        for name in re.findall(r"\bP\.([A-Z_]+)", file.read_text(encoding="utf-8")):
            assert name in table, f"{file}: {name}"


def test_every_permission_has_a_rule_and_stands_in_the_printed_table(app):
    printed = app.test_cli_runner().invoke(args=["permissions"]).output.splitlines()
    assert len(printed) == len(registry.permissions())
    assert "sign up for a shift: verified" in printed
    assert "mark who came: organises it and grid worker; or committee" in printed
    assert all(any(line) for permission in registry.permissions().values() for line in permission.rule)


def test_two_features_cannot_offer_one_name():
    class Mine(P):
        PROPOSAL_READ = P.ANYWHERE

    class Theirs(P):
        PROPOSAL_READ = P.ACCOUNT

    composed = Registry()
    composed.compose([Offers(permissions=Mine), Offers(permissions=Theirs)])
    with pytest.raises(LookupError, match="PROPOSAL_READ"):
        composed.permissions()
    with pytest.raises(LookupError, match="proposal"):
        composed.compose([Offers(kinds=(Kind(Proposal),)), Offers(kinds=(Kind(Proposal),))])


def test_what_people_are_told_leads_to_a_page(app):
    for told in KINDS.values():
        assert registry.page(told.about) in app.view_functions, told


def test_every_page_of_a_kind_is_a_view(app):
    for kind in registry.all("kinds"):
        assert kind.page is None or kind.page in app.view_functions, kind
    assert registry.page("statement") == registry.page("proposal") is not None
    assert WORDS


def test_no_room_names_an_endpoint_of_a_room_above_it(app):
    """An address is asked from the registry by its kind; only a room's own and lower ones are named."""
    order = _order()
    for file in (ROOT / "app").rglob("*.py"):
        room = file.relative_to(ROOT / "app").parts[0]
        for name in _texts(file):
            owner = _owner(app, name)
            if owner and room in order and owner in order:
                assert order.index(owner) <= order.index(room), f"{file.relative_to(ROOT)} names {name}"


def _order():
    layers = re.search(
        r'containers = \["app"\]\n(?:exhaustive = true\n)?layers = \[(.*?)\n\]',
        (ROOT / "pyproject.toml").read_text(),
        re.S,
    )
    return [room for line in layers.group(1).split(",")[::-1] for room in re.findall(r"\w+", line)]


def _texts(file: Path):
    return [
        n.value
        for n in ast.walk(ast.parse(file.read_text()))
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]


def _owner(app, name):
    view = app.view_functions.get(name)
    return view.__module__.split(".")[1] if view is not None and view.__module__.startswith("app.") else None
