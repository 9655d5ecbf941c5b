"""What is measured: one community with 40 proposals, ten statements, an open vote; and ten thousand others beside it."""

import json
import secrets
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

from app import create_app
from app.community.models import Membership
from app.core import clock
from app.deliberation.models import Statement
from app.operating import closing, keys, schema
from app.operating.ready import roles
from app.outbox import jobs
from app.polls import operations as polls
from app.polls.models import Poll
from app.proposals.models import Kind, Proposal, State
from app.score.models import ScoreSnapshot
from benchmarks.case import Case
from config import from_environment
from tenants import db
from tenants.models import Community, Region
from tests.polls.steps import OWN_RULES, noticed
from tests.support import postgres
from tests.support.factories import Make

ASKED = {  # of its floor's speed, at least
    "list signed out": 0.50, "home signed out": 0.50, "a proposal with 10 statements": 0.50, "superior's desk": 0.50,
    "casting a vote": 0.50,
}  # fmt: skip


def environment(folder: Path, cluster: postgres.Cluster | None) -> dict[str, str]:
    """Settings of an instance of its own."""
    environ = {
        "INSTANCE_PATH": str(folder),
        "CLOSING_KEY": str(folder / "closing.key"),
        **{name.upper(): value for name, value in keys.new_keys().items()},
    }
    if cluster is not None:
        name = "bench_" + secrets.token_hex(4)
        cluster.create_database(name)
        environ["DATABASE_OWNER_URL"] = cluster.url("gongzhi_owner", name)
        for setting, role in (
            ("DATABASE_URL", "app"),
            ("DATABASE_SUPERIOR_URL", "superior"),
            ("DATABASE_READER_URL", "reader"),
        ):
            environ[setting] = cluster.url(f"gongzhi_{role}", name)
    return environ


def _app(environ: dict[str, str]) -> Flask:
    app = create_app(from_environment(environ))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def prepare(environ: dict[str, str]) -> dict[str, str]:
    """Migrate, and fill one community."""
    app = _app(environ)
    with app.app_context():
        engine = db.engines.app if db.engines.is_sqlite else db.engines.owner
        with engine.begin() as connection:
            schema.upgrade(connection, roles())
        closing.make_ready()
    cast = _fill(Make(app), app)
    (Path(environ["INSTANCE_PATH"]) / "cast.json").write_text(json.dumps(cast))
    db.engines.dispose()
    return cast


def _fill(make: Make, app: Flask) -> dict[str, str]:
    region = make.region()
    community = make.community(region, **OWN_RULES)
    member, official = make.member(community), make.official(community)
    for place in range(40):
        proposal = make.row(
            Proposal, community, author_id=member.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now(),
            title=f"在小广场装一盏灯 {place}", text="晚上太黑。" * 20, endorsements_needed=5, statements=10,
            expires_at=clock.due_after_days(clock.now(), 60, community.zone), answer_due_at=clock.due_after_days(clock.now(), 7, community.zone),
        )  # fmt: skip
    for _ in range(10):
        make.row(Statement, community, proposal_id=proposal.id, author_id=member.id, text="我同意，先装一盏试试。")
    for scored in [community, *(make.community(region) for _ in range(19))]:
        make.row(
            ScoreSnapshot, scored, published=True, score=66.0, low=60.0, high=72.0, evidence=0.8,
            pillars=dict.fromkeys("ABCDE", 0.6),
        )  # fmt: skip
    poll = _open_poll(make, app, community, official)
    cookie, token = _signed_in(app, make, member.account_id)
    return {
        "slug": community.slug, "proposal": str(proposal.number), "poll": str(poll.number), "region": region.code,
        "cookie": cookie, "token": token, "official": _signed_in(app, make, official.account_id)[0], "reviewer": _signed_in(app, make, make.reviewer(region).id)[0],
    }  # fmt: skip


def _open_poll(make: Make, app: Flask, community: Community, official: Any) -> Poll:
    now = clock.now()
    with clock.at(now - timedelta(days=9)), make.inside(community):
        visitor = make.visitor(official, community)
        question = polls.Question("COMM-HH", "并为五个点", "试行", now - timedelta(days=1), now + timedelta(days=9))
        poll = noticed(visitor, question)
        db.commit()
    with app.app_context():
        jobs.run_jobs(community.id)
    return poll


def _signed_in(app: Flask, make: Make, account_id: uuid.UUID) -> tuple[str, str]:
    """The cookie of a signed-in browser, and the token that its forms carry."""
    with app.test_request_context():
        token = generate_csrf()
        values = {**session, "_user_id": make._login(account_id).id.hex, "_fresh": True}
    signed = SecureCookieSessionInterface().get_signing_serializer(app).dumps(values)
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}", token


Cases = dict[str, Case]


def cases(cast: dict[str, str]) -> Cases:
    """Everything that is timed, floors included: the floor of a page stands right before it."""
    home, form = f"/c/{cast['slug']}", {"Content-Type": "application/x-www-form-urlencoded"}
    me, official = {"Cookie": cast["cookie"]}, {"Cookie": cast["official"]}
    item, poll = f"{home}/proposals/{cast['proposal']}", f"{home}/polls/{cast['poll']}"
    other = f"{home}/proposals/{int(cast['proposal']) - 1}"  # what is said there is not drawn with the ten
    pages = {
        "list signed out": Case("GET", f"{home}/proposals/"),
        "home signed out": Case("GET", f"{home}/"),
        "a proposal with 10 statements": Case("GET", item),
        "a ballot": Case("GET", poll, me),
        "Today at the desk": Case("GET", f"{home}/desk/", official),
        "superior's desk": Case("GET", f"/r/{cast['region']}/", {"Cookie": cast["reviewer"]}),
    }
    token = f"csrf_token={cast['token']}"
    return {
        **{key: case for page, its in pages.items() for key, case in ((floor(page), flat(page, its)), (page, its))},
        "list signed in": Case("GET", f"{home}/proposals/", me),
        "adding a statement": Case("POST", f"{other}/statements/new", {**me, **form}, f"text=%E5%A5%BD&{token}"),
        floor("casting a vote"): Case("POST", "/floor/vote", form, "choice=yes"),
        "casting a vote": Case("POST", f"{poll}/ballot", {**me, **form}, f"choice=yes&step=cast&{token}"),
    }


def floor(case: str) -> str:
    return f"  floor of {case}"


def flat(page: str, case: Case) -> Case:
    """Floor (r) of a page: without its cookie, for it knows nobody."""
    return Case("GET", f"/floor/{quote(page)}")


OWN = 20  # proposals of each other community: a page full


def crowd(environ: dict[str, str], count: int) -> None:
    """Put so many more communities beside the one that is measured, each with a page full of proposals."""
    settings = from_environment(environ)
    engine = create_engine(settings.database_url if settings.is_sqlite else bypassing(settings.database_owner_url))
    with Session(engine) as past_the_policies:
        region = past_the_policies.scalars(select(Region).limit(1)).one()
        for start in range(0, count, 500):
            places = [_place(number, region) for number in range(start, min(start + 500, count))]
            for model, rows in ((Community, places), (Membership, map(_author, places))):
                past_the_policies.execute(insert(model), list(rows))
            past_the_policies.execute(insert(Proposal), [row for one in places for row in _proposals(one)])
        past_the_policies.commit()
    engine.dispose()


def _place(number: int, region: Region) -> dict[str, Any]:
    named = {"slug": f"x{number}", "code": f"x{number}", "name": f"社区 {number}"}
    return {"id": uuid.uuid4(), **named, "region_id": region.id, "region_path": region.path, "created_at": clock.now()}


def _author(place: dict[str, Any]) -> dict[str, Any]:
    new = {"account_id": uuid.uuid4(), "name": "王女士", "joined_at": clock.now()}
    return {"community_id": place["id"], "id": place["id"], **new}


def _proposals(place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number in range(1, OWN + 1):
        yield {
            "community_id": place["id"], "number": number, "kind": Kind.PROPOSAL, "state": State.OPEN, "title": f"装灯 {number}",
            "text": "晚上太黑。", "author_id": place["id"], "quarter": "2026Q3", "created_at": now, "visible_at": now, "text_hash": bytes(32),
        }  # fmt: skip


def the_community(app: Flask, cast: dict[str, str]) -> Community:
    """The community that is measured."""
    with app.app_context(), db.unbound():
        return db.session.scalars(select(Community).where(Community.slug == cast["slug"])).one()


def bypassing(owner_url: str) -> str:
    """The floor's list reads as a superuser: no policy slows it."""
    return owner_url.replace("gongzhi_owner:test@", "postgres:test@")
