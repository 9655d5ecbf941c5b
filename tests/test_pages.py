"""Every page, as every role, in both languages: none breaks, each is whole, none mixes languages."""

import os
import re

import pytest

from app.community.models import PostKind
from app.core import clock
from app.moderation.models import Ruling
from app.polls.models import Poll, PollState
from app.proposals.models import Kind, Proposal, State
from tenants.owned import InCommunity, tables
from tests.support import html

SEEN_AS = ("stranger", "resident", "committee", "supervision", "reviewer")
ROLES = ("stranger", "guest", "pending", "resident", "committee", "grid_worker", "supervision", "reviewer")


@pytest.fixture
def village(make):
    """A community with a row of every kind, and someone in every role."""
    region = make.region()
    community = make.community(region)
    people = {
        "stranger": None, "guest": make.guest(community), "pending": make.member(community, verified=False),
        "resident": make.member(community), "committee": make.official(community, PostKind.COMMITTEE),
        "grid_worker": make.official(community, PostKind.GRID_WORKER),
        "supervision": make.official(community, PostKind.SUPERVISION), "reviewer": make.reviewer(region),
    }  # fmt: skip
    author = people["resident"]
    now = clock.now()
    proposal = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=now,
        answer_due_at=clock.due_after_days(now, 5, community.zone), endorsements_needed=5, statements=1,
    )  # fmt: skip
    rows = {"proposal": proposal}
    for name, model in sorted(tables().items(), key=lambda one: one[0] == "appeal"):  # an appeal needs its ruling
        if issubclass(model, InCommunity) and name not in ("counter", "proposal", "job"):
            more = {"proposal_id": proposal.id} if "proposal_id" in model.__table__.columns else {}
            if name == "poll":
                more |= _poll_values(now)
            if name == "report":
                more |= {"subject_kind": "proposal", "subject_id": proposal.id}
            if name == "ruling":
                more |= {"subject_kind": "proposal", "subject_id": proposal.id, "author_id": author.id}
            if name == "appeal":
                more |= {"ruling_id": rows["ruling"].id}
            rows[name] = make.row(model, community, **more)
    return region, community, people, rows | standing(make, community, author, proposal)


def standing(make, community, author, proposal):
    """By endpoint, what the form of an act stands on: something at the stage where the act is open."""
    now = clock.now()

    def at(state, **given):
        values = {"kind": Kind.PROPOSAL, "visible_at": now, "author_id": author.id, "state": state} | given
        return make.row(Proposal, community, **values)

    hidden = {"hidden": True, "author_id": author.id, "subject_kind": "proposal", "subject_id": proposal.id}
    return {
        "moderation.check": at(State.WAITING, visible_at=None), "proposals.schedule": at(State.ENDORSED),
        "proposals.set_date": at(State.DECIDED), "proposals.done": at(State.DELIVERING),
        "proposals.send_back": at(State.OPEN, answered_at=now), "proposals.confirm": at(State.DONE_CLAIMED),
        "polls.edit": make.row(Poll, community, **_poll_values(now) | {"state": PollState.DRAFTED}),
        "moderation.appeal": make.row(Ruling, community, **hidden, created_at=now),
    }  # fmt: skip


def _poll_values(now):
    rule = {
        "kind": "yes_no",
        "quorum": {"num": 1, "den": 2, "strict": True},
        "threshold": {"num": 1, "den": 2, "strict": True},
        "options": [],
    }
    return {
        "rule": rule, "preset": "COMM-HH", "state": PollState.NOTICED, "unit_kind": "household", "notice_hash": bytes(32),
        "opens_at": now, "closes_at": clock.due_after_days(now, 3, "Asia/Shanghai"), "noticed_at": now,
    }  # fmt: skip


def addresses(app, region, community, rows):
    """Every GET route, filled with this community's rows: one named by the endpoint, or the one of its table."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint in ("static", "demo.link"):
                continue
            values = {}
            for argument in rule.arguments:
                if argument == "slug":
                    values[argument] = community.slug
                elif argument == "region_code":
                    values[argument] = region.code
                elif argument == "at":
                    values[argument] = community.slug
                elif argument == "name":
                    values[argument] = "answer"
                elif argument == "number":
                    row = rows.get(rule.endpoint) or rows[app.view_functions[rule.endpoint].on.__tablename__]
                    values[argument] = row.number
                elif argument.endswith("_id"):
                    values[argument] = (rows.get(rule.endpoint) or rows[argument.removesuffix("_id")]).id
                else:
                    raise AssertionError(f"{rule} has an argument this test does not know")
            yield rule.endpoint, app.url_for(rule.endpoint, **values)


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_every_page_stands_for_every_role_and_is_valid(app, make, engine, village, tmp_path, locale):
    region, community, people, rows = village
    pages, files = list(addresses(app, region, community, rows)), []
    assert len(pages) > 50
    for role in ROLES:
        browser = make.browser(people[role], community, locale=locale)
        for endpoint, address in pages:
            response = browser.get(address)
            assert response.status_code in (200, 303, 401, 403, 404, 409, 410), (
                f"{role} {endpoint}: {response.status_code}"
            )
            if response.status_code == 200 and response.mimetype == "text/html":
                _one_language(response.text, locale, f"{role} {endpoint}")
                files.append(tmp_path / f"{role}-{endpoint}.html")
                files[-1].write_text(response.text, encoding="utf-8")
    if engine == "sqlite":  # the same pages come from both
        _valid(files)


def _valid(files):
    if html.jar() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the HTML validator needs Java")
    found = html.errors(files)
    assert not found, "\n".join(sorted(set(found))[:20])


def _one_language(page, locale, where):
    """An English page has no Chinese of ours, a Chinese page no English sentence of ours."""
    text = re.sub(r"<(script|svg|head|footer)\b.*?</\1>", " ", page, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    if locale == "zh_Hans":
        english = re.findall(r"\b[A-Z][a-z]+(?: [a-z']+){2,}", text)
        assert not english, f"{where}: English on a Chinese page: {english[:3]}"
