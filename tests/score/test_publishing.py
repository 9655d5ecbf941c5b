"""A quarter ends by itself: a preview from its first day after, published on the tenth, and never changed in place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.commitments.models import Commitment, Origin
from app.core import clock
from app.outbox import jobs
from app.outbox.models import Job
from app.proposals.models import Kind, Proposal, State
from app.score import counting, publishing
from app.score.models import ScoreEvidence, ScoreSnapshot
from app.score.versions import IN_FORCE
from tenants import db
from tests.support.score import evidence_enough, last_quarter, open_since, published

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def town(make):
    return make.community(created_at=open_since())


def running(community):
    return clock.quarter(clock.now(), community.zone)


def first_day_after(community, period):
    return clock.quarter_begins(clock.quarters_back(period, -1), community.zone)


def tenth_day_after(community, period):
    return publishing.published_from(community, period)


def something_counted(make, town, period):
    member = make.member(town)
    return make.row(
        Proposal, town, author_id=member.id, author_counts=True, kind=Kind.PROPOSAL, state=State.OPEN, quarter=period,
        author_household_id=member.household_id, grid_id=member.grid_id, visible_at=clock.now(),
    )  # fmt: skip


def rows(make, town, model, *order):
    with make.inside(town):
        return list(db.session.scalars(select(model).order_by(*order)))


def test_the_tenth_day_is_the_communitys_own(make):
    assert tenth_day_after(make.community(), "2026Q3").isoformat() == "2026-10-09T16:00:00+00:00"
    assert tenth_day_after(make.community(zone="Europe/London"), "2026Q4").isoformat() == "2027-01-10T00:00:00+00:00"


def test_a_quarter_is_previewed_on_its_first_day_after_and_published_on_the_tenth_by_the_worker_alone(make):
    town = make.community()  # its first quarter: none before it is to be published
    period = running(town)
    something_counted(make, town, period)
    publishing.refresh(town.id)
    [job] = rows(make, town, Job)
    assert job.due_at == first_day_after(town, period)
    with clock.at(job.due_at + HOUR):
        assert jobs.run_jobs(town.id) == 1
    assert not rows(make, town, ScoreSnapshot)
    assert [row.period for row in rows(make, town, ScoreEvidence)] == [period]
    [job] = rows(make, town, Job)
    assert job.due_at == tenth_day_after(town, period)
    with clock.at(job.due_at + HOUR):
        assert jobs.run_jobs(town.id) == 1
        assert [row.period for row in rows(make, town, ScoreSnapshot)] == [period]
        [job] = rows(make, town, Job)
        assert job.due_at == first_day_after(town, clock.quarters_back(period, -1))


def test_before_the_tenth_day_members_alone_read_the_preview(make, town):
    period, member = running(town), make.member(town)
    something_counted(make, town, period)
    with clock.at(tenth_day_after(town, period) - HOUR):
        assert publishing.refresh(town.id, period) is None
        page = f"score/details?quarter={period}"
        assert make.browser(None, town).get(page).status_code == 404
        assert "tenth day after the quarter" in make.browser(member, town, locale="en").get(page).text
    with clock.at(tenth_day_after(town, period)):
        assert publishing.refresh(town.id, period) is not None
        assert make.browser(None, town).get(page).status_code == 200


def test_a_worker_that_was_away_at_the_end_publishes_when_it_is_back(make, town):
    period = last_quarter(town, 1)
    something_counted(make, town, period)
    with clock.at(tenth_day_after(town, period) + DAY):
        publishing.refresh(town.id)
        assert [row.period for row in rows(make, town, ScoreSnapshot)] == [period]
        assert len(rows(make, town, Job)) == 1


def test_a_quarter_that_ended_before_the_community_began_is_never_published_and_a_part_of_one_is_short(make):
    period = "2026Q3"
    for begun, wanted in (("2026Q4", []), ("2026Q3", [True]), ("2026Q2", [False])):
        community = make.community()
        with make.inside(community):
            here = db.session.merge(community)
            here.opened_at = clock.quarter_begins(begun, community.zone) + 20 * DAY
            db.session.commit()
        with clock.at(tenth_day_after(community, period) + 30 * DAY):
            publishing.refresh(community.id, period)
        assert [row.short for row in rows(make, community, ScoreSnapshot)] == wanted


def test_a_short_quarter_says_so(make, town):
    published(make, town, last_quarter(town), evidence_enough(), short=True)
    for page in ("score", "score/details"):
        assert "A short quarter" in make.browser(None, town, locale="en").get(page).text


def hide_for_good(make, town, proposal):
    with make.inside(town):
        row = db.session.merge(proposal)
        row.hidden_at = row.hidden_final_at = clock.now()
        db.session.commit()


def test_what_is_hidden_later_changes_the_next_turn_and_never_the_evidence_of_a_published_one(make, town, app):
    period = last_quarter(town)
    proposal = something_counted(make, town, period)
    publishing.refresh(town.id, period)
    before = rows(make, town, ScoreEvidence)[0].evidence
    assert before["breadth"]["A1"] == {"第一网格": [1, 0, 0]}
    hide_for_good(make, town, proposal)
    publishing.refresh(town.id, period)
    publishing.refresh(town.id)
    assert [row.evidence for row in rows(make, town, ScoreEvidence) if row.period == period] == [before]
    ran = app.test_cli_runner().invoke(args=["score", "correct", town.code, period, "--reason", "一件提案被撤下"])
    assert ran.exit_code == 0, ran.output
    first, second = (row for row in rows(make, town, ScoreEvidence, ScoreEvidence.turn) if row.period == period)
    assert first.evidence == before
    assert second.evidence["breadth"]["A1"] == {}
    turns = [row for row in rows(make, town, ScoreSnapshot, ScoreSnapshot.turn) if row.period == period]
    assert [(row.turn, row.correction_reason) for row in turns] == [(1, ""), (2, "一件提案被撤下")]


def test_a_correction_shows_its_reason_and_what_stood_there_before(make, town):
    period, region = last_quarter(town), make.region_of(town)
    published(make, town, period, evidence_enough())
    changed = evidence_enough()
    changed["rates"]["E2"] = [[9, 9], [9, 9], [9, 9]]
    published(make, town, period, changed, turn=2, correction_reason="两项承诺其实按期办成")
    above = make.browser(make.reviewer(region), locale="en")
    pages = (
        make.browser(None, town, locale="en").get("score/details").text,
        above.get(f"/r/{region.code}/communities/{town.slug}").text,
    )
    for page in pages:
        assert "两项承诺其实按期办成" in page
        assert "Until the correction: about 66" in page


def test_a_correction_is_counted_by_the_version_the_quarter_was_published_under(make, town, app):
    period = last_quarter(town)
    published(make, town, period, evidence_enough("GZ-1.0"))
    app.test_cli_runner().invoke(args=["score", "correct", town.code, period, "--reason", "x"])
    assert {row.version for row in rows(make, town, ScoreSnapshot)} == {"GZ-1.0"}


@pytest.mark.parametrize("arguments", [("nowhere", "2026Q3"), (None, "2026Q2"), (None, "2026")])
def test_there_is_nothing_to_correct_where_nothing_was_published(make, town, app, arguments):
    code, period = arguments
    ran = app.test_cli_runner().invoke(args=["score", "correct", code or town.code, period, "--reason", "x"])
    assert ran.exit_code == 2
    assert not rows(make, town, ScoreSnapshot)


def test_what_was_kept_by_its_day_counts_in_the_quarter_it_was_due(make, town):
    period = last_quarter(town)
    due = first_day_after(town, period) - DAY
    for done in (due - DAY, due + DAY):
        make.row(
            Commitment, town, origin=Origin.POLL, quarter=period, due_at=due, done_at=done, promised_at=due - 9 * DAY
        )
    with make.inside(town):
        assert counting.counted(IN_FORCE, period)["rates"]["E2"][0] == [1, 2]
