"""Bad input anywhere: one clear sentence, the right status, nothing half-written."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event, func, select

from app.core import clock
from app.proposals.models import Kind, Proposal, State
from app.web import limits
from tenants import db


@pytest.fixture
def here(make):
    community = make.community()
    return community, make.browser(make.member(community), community)


def written(make, community):
    with make.inside(community):
        return db.session.scalar(select(func.count()).select_from(Proposal))


FORM = {"title": "路灯", "text": "", "category": "lamp", "place": ""}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"title=" + b"x" * 10_000_000, "application/x-www-form-urlencoded", 413),
        (b"title=%ff%fe&category=lamp", "application/x-www-form-urlencoded", 400),
        (b"title=a%00b&category=lamp", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 422),
        (b"title=x&category=nonsense", "application/x-www-form-urlencoded", 422),
        (b'{"title": "x"}', "application/json", 422),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(make, here, body, kind, status):
    community, browser = here
    address = browser.path("proposals/new?kind=request")
    answer = browser.client.post(address, data=body, content_type=kind)
    assert answer.status_code == status
    assert "<h1" in answer.text
    assert written(make, community) == 0


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2101-01-01"])
@pytest.mark.parametrize(
    ("address", "field", "form"),
    [
        ("board/new", "until", {"title": "停水", "text": "明天停水", "kind": "notice"}),
        ("desk/setup", "rules_adopted_on", {"rules_text": "过半数"}),
        ("volunteering/new", "day", {"kind": "shift", "title": "搬书", "begins": "09:00", "ends": "10:00"}),
    ],
)
def test_a_day_nobody_can_reckon_with_is_refused_and_kept(make, address, field, form, day):
    community = make.community()
    answer = make.browser(make.official(community), community).post(address, **form, **{field: day})
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.text


@pytest.mark.parametrize(
    "address", ["/c/nirgends/", "/c/%ff/", "/c/..%2f..%2fetc/", "/r/nowhere/", "/c/x/proposals/99999999999999999999"]
)
def test_an_unknown_address_is_nothing(make, here, address):
    assert make.browser().get(address).status_code in (404, 303)


def test_a_number_too_large_for_any_database_is_nothing(here):
    assert here[1].get("proposals/99999999999999999999").status_code == 404


def test_a_page_without_its_token_keeps_what_was_typed(app, here):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = here[1].client.post(here[1].path("proposals/1/endorsement"), data={"text": "写了很久的一段话"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "写了很久的一段话" in answer.text


def test_htmx_gets_the_sentence_as_a_notice(make, here):
    answer = here[1].post("proposals/999999/endorsement", htmx=True)
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#notice"


def test_the_database_gone_is_a_page_that_needs_none(app, here, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def gone(*_args, **_kwargs):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(type(db), "bind_community", gone)
    answer = here[1].client.get(here[1].base)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "<h1" in answer.text


def test_the_database_gone_in_the_middle_is_the_same_page_for_whoever_is_signed_in(app, here, monkeypatch):
    """What was read of them went with the transaction: the page asks for none of it."""
    from sqlalchemy.exc import OperationalError

    def gone(*_args, **_kwargs):
        db.session.rollback()
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("app.pages.views.clock", SimpleNamespace(now=gone))  # the first that the view asks
    answer = here[1].client.get(here[1].base)
    assert answer.status_code == 503
    assert "<h1" in answer.text


def test_counts_are_shared_exact_and_begin_anew(app):
    """Two storages, as two workers have, four threads: every count is given out once."""
    import secrets
    import threading

    from app.web.limits import SharedCounts

    key, seen = "limit/" + secrets.token_hex(4), []
    stores = [SharedCounts("gongzhi://"), SharedCounts("gongzhi://")]
    work = lambda store: seen.extend(store.incr(key, 60) for _ in range(10))
    threads = [threading.Thread(target=work, args=(stores[n % 2],)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(seen) == list(range(1, 41))
    assert stores[0].incr(key + "x", -1) == 1
    assert stores[1].incr(key + "x", 60) == 1  # the window was over


def test_too_much_sent_from_one_address_is_slowed_whatever_it_is(make, community, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    monkeypatch.setattr(limits, "POSTS", "3 per minute")
    sends = [("/language", {"locale": "en"}), ("/text-size", {"text_size": "elder"})]
    answers = [make.browser().post(sends[n % 2][0], **sends[n % 2][1]) for n in range(5)]
    statuses = [answer.status_code for answer in answers]
    assert answers[-1].headers["Retry-After"] == "60"
    assert statuses.count(429) >= 1
    assert statuses[0] == 303
    assert make.browser().get("/find").status_code == 200  # reading goes on


def test_neighbours_behind_one_address_do_not_stand_in_each_others_way_once_signed_in(make, community, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    monkeypatch.setattr(limits, "POSTS", "3 per minute")
    for _ in range(3):
        browser = make.browser(make.member(community), community)
        assert [browser.post("/language", locale="en").status_code for _ in range(2)] == [303, 303]
    assert [browser.post("/language", locale="en").status_code for _ in range(5)].count(429) >= 1


def test_what_cannot_be_counted_passes(make, community, monkeypatch):
    def broken(*_, **__):
        raise OSError("no database")

    monkeypatch.setattr(limits.limiter, "enabled", True)
    monkeypatch.setattr(limits.SharedCounts, "incr", broken)
    assert make.browser().post("/language", locale="en").status_code == 303


@pytest.mark.parametrize("htmx", [False, True])
def test_who_was_a_moment_slower_is_told_so_in_their_language(app, make, community, htmx):
    """The other tap is written between this one's look and its own line."""
    proposal = make.row(Proposal, community, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now())
    reader = make.member(community, account=make.account(locale="en"))
    browser = make.browser(reader, community)

    def just_before(_connection, cursor, statement, parameters, *_):
        if statement.startswith("INSERT INTO endorsement"):
            cursor.execute(statement, parameters)

    event.listen(db.engines.app, "before_cursor_execute", just_before)
    try:
        answer = browser.post(f"proposals/{proposal.number}/endorsement", htmx=htmx)
    finally:
        event.remove(db.engines.app, "before_cursor_execute", just_before)
    assert answer.status_code == 409
    assert "Someone was a moment faster" in answer.text


def test_nothing_of_a_community_is_kept_for_others(make, here):
    """Shared caches keep neither pages nor figures nor calendars of one reader; files of the product they may."""
    community, browser = here
    for address in ("", "proposals/", "volunteering/calendar.ics", "proposals/999999"):
        headers = browser.get(address).headers
        assert headers["Cache-Control"] == "private, no-cache", address
        assert "Cookie" in headers["Vary"], address
    assert "private" not in browser.get("/static/style.css").headers["Cache-Control"]


def test_too_many_searches_from_one_address_are_slowed(make, here, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    monkeypatch.setattr("app.web.limits.SEARCHES", "3 per minute")
    browser = make.browser()
    assert [browser.get("/find", q="社区").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert browser.get("/find").status_code == 200


LONG = "三号楼门口的灯坏了，晚上看不见台阶。"


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_who_was_signed_out_meanwhile_loses_nothing(make, community, locale):
    browser = make.browser(None, community, locale=locale)
    answer = browser.post("proposals/new?kind=request", title="路灯", text=LONG, category="lamp", place="")
    assert answer.status_code == 401
    assert LONG in answer.text
    assert "/sign-in?next=" in answer.text
    assert ">lamp<" not in answer.text  # what is chosen is chosen again
    assert browser.post("polls/1/ballot", choice="yes").status_code in (303, 404)


def test_what_is_refused_is_given_back_whatever_the_reason(make, here, monkeypatch):
    community, browser = here
    form = {"title": "路灯", "text": LONG, "category": "lamp", "place": ""}
    assert LONG in browser.post("board/new", **form | {"kind": "notice"}).text  # 403: for those in office
    assert LONG in browser.post("proposals/999999999/answer", **form).text  # 404
    assert LONG in browser.post("/c/nowhere/proposals/new?kind=request", **form).text
    monkeypatch.setattr(limits.limiter, "enabled", True)
    monkeypatch.setattr(limits, "POSTS", "1 per minute")
    answers = [browser.post("proposals/new?kind=request", **form, once=f"{n}") for n in range(3)]
    assert answers[-1].status_code == 429
    assert LONG in answers[-1].text


@pytest.mark.parametrize(
    "sent",
    [
        lambda: {
            "data": {"title": (io.BytesIO(b"x"), "a.txt"), "building": (io.BytesIO(b"y"), "b.txt"), "category": "other"}
        },
        lambda: {"json": {"title": 5, "building": 7, "category": ["other"]}},
        lambda: {"json": [1, 2]},
    ],
    ids=["a file", "figures", "a list"],
)
def test_what_is_no_word_of_a_form_is_nothing_in_its_place(make, here, sent):
    community, browser = here
    address = browser.path("proposals/new?kind=request")
    assert browser.client.post(address, **sent()).status_code == 422
    assert browser.client.post(browser.path("join/place"), **sent()).status_code == 422
    assert written(make, community) == 0


def test_a_number_is_read_as_people_read_it(make, here):
    community, _ = here
    browser = make.browser(make.official(community), community)
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    form = {"kind": "shift", "title": "搬书", "place": "南门", "day": day, "begins": "09:00:00", "ends": "10:00"}
    assert browser.post("volunteering/new", **form, places="1_0").status_code == 422
    assert browser.post("volunteering/new", **form, places=" ３ ").status_code == 303
