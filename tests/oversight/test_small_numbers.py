"""PT19 and PT20: nothing small, nobody and no words cross upward, by any page, nor by taking one page from another."""

import itertools
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from app.community.models import Grid, Household, Membership
from app.core import clock, disclosure
from app.core.ids import id_text
from app.outbox import jobs
from app.proposals.models import Proposal, Transfer
from app.ratings import operations, results
from app.ratings.models import RatingFigure
from app.score import publishing
from app.score.figures import figures
from app.score.models import ScoreSnapshot
from tenants import db
from tenants.models import Body, Listing, Region, RegionOffice, RegionRole
from tenants.owned import InCommunity, Published, tables
from tests.support.score import evidence_enough, last_quarter, open_since, published

DAY = timedelta(days=1)
STARS = st.lists(st.integers(0, 14), min_size=5, max_size=5)


def addresses(app, region, community, transfer):
    """Every page of a region: a new one is walked without being told."""
    named = {"region_code": region.code, "at": community.slug, "transfer_id": transfer.id}
    with app.test_request_context():
        routes = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/r/") and "GET" in rule.methods]
        return [app.url_for(rule.endpoint, **{name: named[name] for name in rule.arguments}) for rule in routes]


@pytest.fixture
def town(make):
    """A community of three grids with 24, 9 and 30 people who rate, and everything they wrote full of canaries."""
    region = make.region()
    community = make.community(region, created_at=open_since(), name="泉和社区")
    grids = [make.grid_of(community)]
    for place, name in enumerate(("第二网格", "第三网格"), 1):
        grids.append(make.row(Grid, community, name=name, households=60, adults=120, position=place))
    people = []
    for grid, count in zip(grids, (24, 9, 30), strict=True):
        people += make.members(community, count, grid_id=grid.id, name="金丝雀")
    return region, community, people, make.official(community, "supervision")


def rated(make, town):
    """A round in which all answer, counted; in the second grid fewer than twenty do."""
    _, community, people, board = town
    with make.inside(community):
        round_ = operations.start(make.visitor(board, community))
        db.session.commit()
        for place, one in enumerate(people):
            member = db.session.scalars(select(Membership).where(Membership.id == one.id)).one()
            stars = {1: place % 5 + 1, 2: place % 4 + 2, 3: 3 + place % 2, 4: None}
            operations.answer(make.visitor(member, community), round_, stars, None)
        db.session.commit()
    with clock.at(round_.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    return round_


def transfer_of(make, community, region):
    return make.row(Transfer, community, region_path=community.region_path, body_id=make.body(region).id, title="路灯")


def test_PT19_no_person_no_words_and_no_small_rating_is_on_any_page_of_a_region(app, make, town):
    region, community, people, _ = town
    make.row(Proposal, community, author_id=people[0].id, title="金丝雀", text="金丝雀", visible_at=clock.now())
    round_ = rated(make, town)
    period = clock.quarter(round_.closes_at, community.zone)
    with clock.at(publishing.published_from(community, period) + DAY):
        publishing.refresh(community.id, period)
        browser = make.browser(make.reviewer(region, role=RegionRole.STEWARD))
        transfer = transfer_of(make, community, region)
        walked = [browser.get(address) for address in addresses(app, region, community, transfer)]
    assert len(walked) >= 4
    with make.inside(community):
        keys = [key for model in (Membership, Household, Grid) for key in db.session.scalars(select(model.id))]
        ids = {said for key in keys for said in (str(key), key.hex, id_text(key))}
        names = set(db.session.scalars(select(Grid.name)))
        means = {f"{row.figure['mean']}" for row in db.session.scalars(select(RatingFigure)) if row.question > 2}
    assert means
    for page in walked:
        assert page.status_code == 200, page.request.path
        assert "金丝雀" not in page.text
        assert not [one for one in ids if one in page.text]
        assert not [name for name in names if name in page.text]
    with make.inside(community):
        snapshot = db.session.scalars(select(ScoreSnapshot).where(ScoreSnapshot.period == period)).one()
    assert snapshot.indicators["D1"]["n"] == 50


@settings(max_examples=150, deadline=None)
@given(st.lists(STARS, min_size=1, max_size=6))
def test_PT19_no_cell_and_no_complement_of_shown_cells_is_made_of_fewer_than_twenty(stars):
    counts = {f"G{place}": row for place, row in enumerate(stars)}
    shown = set(results.by_grid(counts))
    whole = results.shown(results.added(list(counts.values())))
    told = [sum(counts[grid]) for grid in shown] + ([sum(map(sum, counts.values()))] if whole else [])
    assert all(n >= disclosure.LEAST for n in told)
    rest = sum(sum(row) for grid, row in counts.items() if grid not in shown)
    if whole and shown:
        assert rest == 0 or rest >= disclosure.LEAST
    for some in itertools.combinations(shown, 2):
        assert sum(sum(counts[grid]) for grid in some) >= disclosure.LEAST


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_PT20_two_counts_of_people_differ_by_nothing_or_by_twenty_and_more(one, other):
    difference = abs(disclosure.in_twenties(one) - disclosure.in_twenties(other))
    assert difference == 0 or difference >= disclosure.LEAST
    if not disclosure.may_be_shown(one):
        assert disclosure.in_twenties(one) == 0


def told(indicators):
    """All counts of people and of answers that a snapshot holds."""
    kinds = {"A1", "B1", "C1", "D1", "D2"}
    return {name: (one["x"], one["n"]) for name, one in indicators.items() if name in kinds}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["A1", "B1"]))
def test_PT20_what_a_few_households_did_between_two_exports_cannot_be_taken_out(more, earlier, name):
    evidence = evidence_enough()
    before = told(figures(evidence)["indicators"])
    row = evidence["breadth"][name]["G1"]
    row[0], row[1] = row[0] + more, row[1] + earlier
    after = told(figures(evidence)["indicators"])
    assert all(one == other or abs(one[0] - other[0]) >= disclosure.LEAST for one, other in zip(before.values(), after.values(), strict=True) if isinstance(one[0], int))  # fmt: skip
    assert {key: value for key, value in before.items() if key != name} == {key: value for key, value in after.items() if key != name}  # fmt: skip


def test_PT20_a_correction_and_the_next_quarter_tell_the_same_round_in_the_same_figures(make, town):
    _, community, _, _ = town
    round_ = rated(make, town)
    period = clock.quarter(round_.closes_at, community.zone)
    following = clock.quarters_back(period, -1)
    with clock.at(publishing.published_from(community, following) + DAY):
        for quarter in (period, following):
            publishing.refresh(community.id, quarter)
        with make.inside(community):
            publishing.correct(period, "noch einmal")
            db.session.commit()
            snapshots = list(db.session.scalars(select(ScoreSnapshot)))
    assert len(snapshots) == 3
    assert len({str([told(one.indicators)[name] for name in ("D1", "D2")]) for one in snapshots}) == 1


def test_where_the_one_rule_says_no_every_page_is_dark(make, town, monkeypatch):
    """One place decides: what it forbids is on no page, of the community or above."""
    region, community, people, _ = town
    round_ = rated(make, town)
    evidence = evidence_enough(rated={"D1": {"mean": 3.9, "answers": 50}, "D2": {"mean": 4.2, "answers": 30}})
    evidence.pop("ratings")
    published(make, community, last_quarter(community), evidence)
    readers = (
        (make.browser(None, community, locale="en"), "score/details"),
        (make.browser(make.reviewer(region), locale="en"), f"/r/{region.code}/communities/{community.slug}"),
        (make.browser(people[0], community, locale="en"), f"ratings/{round_.number}"),
    )
    figure = re.compile(r"3\.9 of 5|4\.2 of 5|or more of|answers or more|\d\.\d[^<]{0,12}/ ?5|data-mean")
    before = [page.get(address).text for page, address in readers]
    assert all(figure.search(text) for text in before[:2])
    monkeypatch.setattr(disclosure, "LEAST", 1_000_000)
    for (page, address), was in zip(readers, before, strict=True):
        text = page.get(address).text
        assert not figure.search(text), address
        assert text != was


ROLLED_UP = {Listing.__tablename__, Region.__tablename__, RegionOffice.__tablename__, Body.__tablename__}
SIGNED_IN = {"account", "login_session", "rate_count", "account_community", "instance"}
OF_ALL = {"appointment", "community", "region_entry"}  # global tables: a range of each by the region


def test_every_page_of_a_region_reads_published_rows_alone(app, make, town):
    """And global tables. On a cluster each shard then reads a range of its own index; nothing scans all communities."""
    region, community, _, _ = town
    published(make, community, last_quarter(community), evidence_enough())
    transfer = transfer_of(make, community, region)
    browser = make.browser(make.reviewer(region, role=RegionRole.STEWARD))
    allowed = (
        {name for name, model in tables().items() if issubclass(model, Published)} | ROLLED_UP | SIGNED_IN | OF_ALL
    )
    engines = {id(engine): engine for engine in (db.engines.app, db.engines.writing, db.engines.superior)}
    said = []

    def listen(_connection, _cursor, statement, *_):
        said.append(statement)

    for engine in engines.values():
        event.listen(engine, "before_cursor_execute", listen)
    try:
        for address in addresses(app, region, community, transfer):
            assert browser.get(address).status_code == 200
    finally:
        for engine in engines.values():
            event.remove(engine, "before_cursor_execute", listen)
    read = {name for name in tables() if any(re.search(rf'\b(?:FROM|JOIN) "?{name}"?\b', one) for one in said)}
    assert {"score_snapshot", "listing"} <= read
    assert not read - allowed, read - allowed
    assert not {name for name in read if issubclass(tables()[name], InCommunity) and not issubclass(tables()[name], Published)}  # fmt: skip
