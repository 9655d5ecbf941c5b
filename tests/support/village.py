"""A community with a row of every kind and someone in every role, and every page of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from app import FEATURES as ROOMS
from app.commitments.models import Commitment
from app.commitments.models import State as PromiseState
from app.community.models import PostKind
from app.core import clock
from app.moderation.models import Ruling
from app.notifications.leaving import Reader
from app.polls.models import Poll, PollState
from app.proposals.models import Answer, Kind, Proposal, State
from tenants.models import Community, Region, RegionRole
from tenants.owned import InCommunity, tables
from tests.polls.steps import rule_of_households
from tests.support.factories import Make

SEEN_AS = ("stranger", "resident", "committee", "supervision", "reviewer")
ROLES = ("stranger", "guest", "pending", "resident", "committee", "grid_worker", "supervision", "reviewer")


@dataclass(frozen=True)
class Village:
    """`people` by role, None for the stranger; `rows` by table, and by endpoint where a form stands on one."""

    region: Region
    community: Community
    people: dict[str, Any]
    rows: dict[str, Any]


def village_of(make: Make) -> Village:
    """One for all tests of a process that only look at it."""
    if make.app not in _villages:
        _villages[make.app] = new_village(make)
    return _villages[make.app]


_villages: dict[Flask, Village] = {}


def new_village(make: Make, **given: Any) -> Village:
    region = make.region()
    community = make.community(region, **given)
    people = {
        "stranger": None, "guest": make.guest(community), "pending": make.member(community, verified=False),
        "resident": make.member(community), "committee": make.official(community, PostKind.COMMITTEE),
        "grid_worker": make.official(community, PostKind.GRID_WORKER),
        "supervision": make.official(community, PostKind.SUPERVISION), "reviewer": make.reviewer(region, role=RegionRole.STEWARD),
    }  # fmt: skip
    author = people["resident"]
    now = clock.now()
    proposal = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=now,
        answer_due_at=clock.due_after_days(now, 5, community.zone), endorsements_needed=5, statements=1,
    )  # fmt: skip
    rows = {"proposal": proposal}
    for name, model in sorted(tables().items(), key=lambda one: one[0] == "appeal"):  # an appeal needs its ruling
        if issubclass(model, InCommunity) and name not in ("counter", "listing", "proposal", "job"):
            more = {"proposal_id": proposal.id} if "proposal_id" in model.__table__.columns else {}
            if name == "poll":
                more |= poll_values(now)
            if name == "commitment":
                more |= {"subject_kind": "proposal", "subject_id": proposal.id}
            if name == "report":
                more |= {"subject_kind": "proposal", "subject_id": proposal.id}
            if name == "ruling":
                more |= {"subject_kind": "proposal", "subject_id": proposal.id, "author_id": author.id}
            if name == "appeal":
                more |= {"ruling_id": rows["ruling"].id}
            rows[name] = make.row(model, community, **more)
    return Village(region, community, people, rows | standing(make, community, author, proposal))


def standing(make, community, author, proposal):
    """By endpoint, what the form of an act stands on: something at the stage where the act is open."""
    now = clock.now()

    def at(state, **given):
        values = {"kind": Kind.PROPOSAL, "visible_at": now, "author_id": author.id, "state": state} | given
        return make.row(Proposal, community, **values)

    def promised(**given):
        return make.row(Commitment, community, subject_kind="proposal", subject_id=proposal.id, **given)

    sent_back = at(State.OPEN, answered_at=now)
    make.row(Answer, community, proposal_id=sent_back.id)
    hidden = {"hidden": True, "author_id": author.id, "subject_kind": "proposal", "subject_id": proposal.id}
    return {
        "moderation.check": at(State.WAITING, visible_at=None), "proposals.schedule": at(State.ENDORSED),
        "proposals.consensus": at(State.DELIBERATING, deliberation_closes_at=now),
        "proposals.send_back": sent_back,
        "commitments.name_date": promised(due_at=now + timedelta(days=2), dated=False),
        "commitments.ask_longer": promised(due_at=now + timedelta(days=2)),
        "commitments.confirm": promised(state=PromiseState.CLAIMED),
        "polls.edit": make.row(Poll, community, **poll_values(now) | {"state": PollState.DRAFTED}),
        "moderation.appeal": make.row(Ruling, community, **hidden, created_at=now),
    }  # fmt: skip


def poll_values(now):
    return {
        "rule": rule_of_households(), "preset": "COMM-HH", "state": PollState.NOTICED, "unit_kind": "household", "notice_hash": bytes(32),
        "opens_at": now, "closes_at": clock.due_after_days(now, 3, "Asia/Shanghai"), "noticed_at": now,
    }  # fmt: skip


FEATURES = sorted(room.__package__.split(".")[1] for room in ROOMS if room.OFFERS.blueprints)


def feature_of(app: Flask, endpoint: str) -> str:
    """The package a page belongs to."""
    return app.view_functions[endpoint].__module__.split(".")[1]


def addresses(
    app: Flask, region: Region, community: Community, rows: dict[str, Any], feature: str | None = None
) -> list[tuple[str, str]]:
    """Every GET route of a feature (of all), filled with this community's rows: one named by the endpoint, or the one
    of its table. A list: who asks for pages while the context is open would stay whoever asked first."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint in ("static", "demo.link"):
                continue
            if feature in (None, feature_of(app, rule.endpoint)):
                values = {name: _value(app, name, rule.endpoint, region, community, rows) for name in rule.arguments}
                found.append((rule.endpoint, app.url_for(rule.endpoint, **values)))
    return found


def _value(app, argument, endpoint, region, community, rows):
    given = {"slug": community.slug, "region_code": region.code, "at": community.slug, "name": "answer"}
    given["token"] = Reader(community.id, rows["membership"].id).token()
    if argument in given:
        return given[argument]
    if argument == "number":
        return (rows.get(endpoint) or rows[app.view_functions[endpoint].on.__tablename__]).number
    assert argument.endswith("_id"), f"{endpoint} has an argument this test does not know"
    return (rows.get(endpoint) or rows[argument.removesuffix("_id")]).id
