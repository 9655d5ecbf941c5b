"""Rating rounds: the draw, sealed answers, opened together or destroyed unopened, who sees what."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.community.models import Membership
from app.core import clock
from app.core.disclosure import band
from app.notifications.models import Notification
from app.outbox import jobs
from app.ratings import drawing, operations, queries, results, sampling
from app.ratings.models import DrawFound, RatingAsk, RatingFigure, RatingRound, RoundState
from tenants import db

GRIDS = [uuid.UUID(int=n) for n in range(1, 6)]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(0, 300), st.binary(min_size=32, max_size=32))
def test_the_draw_is_stratified_complete_and_the_same_for_the_same_seed(sizes, wanted, seed):
    strata = {
        grid: [uuid.UUID(int=grid.int * 1000 + n) for n in range(size)]
        for grid, size in zip(GRIDS, sizes, strict=False)
    }
    drawn = sampling.draw(seed, strata, wanted)
    assert len(drawn) == len(set(drawn)) == min(wanted, sum(sizes))
    assert drawn == sampling.draw(seed, {grid: members[::-1] for grid, members in strata.items()}, wanted)
    for grid, members in strata.items():
        seats = sum(one == grid for one, _ in drawn)
        exact = min(wanted, sum(sizes)) * len(members) / max(1, sum(sizes))
        assert abs(seats - exact) <= 1


@pytest.mark.parametrize(
    ("adults", "available", "size"), [(100, 500, 120), (900, 900, 180), (9000, 9000, 240), (100, 30, 30)]
)
def test_a_fifth_of_the_adults_is_asked_within_bounds(adults, available, size):
    assert sampling.size(adults, available) == size


@pytest.mark.parametrize(
    ("count", "words"), [(19, ""), (20, "20–29"), (29, "20–29"), (30, "30–49"), (199, "100–199"), (200, "200+")]
)
def test_how_many_answered_is_said_in_bands(count, words):
    assert band(count) == words


def test_small_and_unanimous_cells_stay_dark_and_nothing_is_found_by_subtraction():
    assert results.shown([0, 0, 1, 9, 9]) is None  # nineteen
    assert results.shown([0, 0, 0, 25, 0]) is None  # all said the same
    assert results.shown([0, 1, 4, 10, 8]).mean == 4.1
    grids = {"一": [0, 2, 8, 10, 5], "二": [0, 2, 8, 10, 6], "三": [0, 1, 2, 3, 1]}
    assert set(results.by_grid(grids)) == {"二"}  # 25 and 26 beside the whole would give the seven of the third away
    large = {"一": [0, 2, 8, 10, 5], "二": [0, 2, 8, 10, 6]}
    assert set(results.by_grid(large)) == {"一", "二"}


@pytest.fixture
def town(make):
    community = make.community()
    people = make.members(community, 24)
    return community, people, make.official(community), make.official(community, "supervision")


def started(make, town):
    community, _, _, board = town
    assert make.browser(board, community).post("ratings/", sure="yes").status_code == 303
    with make.inside(community):
        return db.session.scalars(select(RatingRound).order_by(RatingRound.number.desc())).first()


def answer(make, town, round_, people):
    for place, person in enumerate(people):
        form = {"q1": str(place % 5 + 1), "q2": "4", "q3": "0", "q4": "0", "post": ""}
        assert make.browser(person, town[0]).post(f"ratings/{round_.number}", **form).status_code == 303


def close(town, round_):
    with clock.at(round_.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(town[0].id)


def test_those_in_office_are_never_drawn_and_nobody_sees_who_was(make, town):
    community, people, official, board = town
    round_ = started(make, town)
    with make.inside(community):
        token = drawing.seal_of(round_).token()
        drawn = set(db.session.scalars(select(RatingAsk.token)))
        assert drawn == {token(person.id) for person in people}
        assert all(queries.ask_of(person.id, round_) for person in people)
    for who in (official, board):
        page = make.browser(who, community).get(f"ratings/{round_.number}")
        assert all(person.name not in page.text for person in people)
        assert (
            make.browser(who, community).post(f"ratings/{round_.number}", q1="5", q2="5", q3="5", q4="0").status_code
            == 403
        )


def test_twenty_answers_are_opened_together_and_blanked(make, town):
    community, people, _, _ = town
    round_ = started(make, town)
    answer(make, town, round_, people[:22])
    with make.inside(community):
        sealed = db.session.scalars(select(RatingAsk.sealed).where(RatingAsk.sealed.is_not(None))).all()
        assert len({len(one) for one in sealed}) == 1
    close(town, round_)
    with make.inside(community):
        row = db.session.scalars(select(RatingRound)).one()
        assert (row.state, row.answered_band, row.draw_found) == (RoundState.PUBLISHED, "20–29", DrawFound.SOUND)
        assert not db.session.scalars(select(RatingAsk.id).where(RatingAsk.sealed.is_not(None))).all()
        kept = {(one.question, one.grid_id is None): one for one in db.session.scalars(select(RatingFigure))}
        assert set(kept) == {(1, True), (1, False)}  # to the second all said the same, to the third nobody knew
        assert kept[1, True].figure["mean"] == kept[1, True].weighted == 2.9
        assert kept[1, True].figure["n"] == "20–29"
    page = make.browser(None, community).get(f"ratings/{round_.number}").text
    assert "2.9" in page
    assert "4.0" not in page  # unanimous: it would tell what each one said


def test_nineteen_answers_are_destroyed_unopened(make, town, monkeypatch):
    community, people, _, _ = town
    round_ = started(make, town)
    answer(make, town, round_, people[:19])
    monkeypatch.setattr("app.core.sealing.open_all", lambda *_: pytest.fail("opened"))
    close(town, round_)
    with make.inside(community):
        row = db.session.scalars(select(RatingRound)).one()
        assert row.state is RoundState.TOO_FEW
        assert not db.session.scalars(select(RatingFigure)).all()
    assert make.browser(None, community).get(f"ratings/{round_.number}").status_code == 200


def test_not_drawn_closed_and_incomplete_answers_get_a_sentence(make, town):
    community, people, _, _ = town
    round_ = started(make, town)
    full = {"q1": "5", "q2": "5", "q3": "5", "q4": "0"}
    late = make.member(community)
    assert make.browser(late, community).post(f"ratings/{round_.number}", **full).status_code == 403
    assert make.browser(people[0], community).post(f"ratings/{round_.number}", q1="5").status_code == 422
    with clock.at(round_.closes_at):
        assert make.browser(people[0], community).post(f"ratings/{round_.number}", **full).status_code == 409
    board = make.browser(town[3], community)
    assert board.post("ratings/", sure="yes").status_code == 409  # one round at a time


def test_what_was_answered_can_be_replaced_until_the_close(make, town):
    community, people, _, _ = town
    round_ = started(make, town)
    with make.inside(community):
        me = db.session.scalars(select(Membership).where(Membership.id == people[0].id)).one()
        visitor = make.visitor(me, community)
        for star in (1, 5):
            operations.answer(visitor, round_, {1: star, 2: None, 3: None, 4: None}, None)
        assert len(db.session.scalars(select(RatingAsk.id).where(RatingAsk.sealed.is_not(None))).all()) == 1


@pytest.mark.parametrize("answers", [24, 19])
def test_those_drawn_find_the_task_while_it_is_theirs_and_no_row_tells_who_they_were(make, town, answers):
    """Else the figures of a grid where one was drawn would tell what that one said."""
    community, people, _, _ = town
    round_ = started(make, town)
    inbox = [make.browser(who, community) for who in (people[0], people[23], make.member(community))]
    assert ["四个问题" in browser.get("inbox").text for browser in inbox] == [True, True, False]
    waits = inbox[0].get("inbox").text
    assert ("等您办" in waits, "row-new" in waits, "bell-count" in waits) == (True, False, False)
    assert "四个问题" in inbox[0].get("").text
    answer(make, town, round_, people[:answers])
    assert "四个问题" not in inbox[0].get("inbox").text
    with make.inside(community):
        assert not db.session.scalars(select(Notification.id)).all()
    close(town, round_)
    with make.inside(community):
        row = db.session.scalars(select(RatingRound)).one()
        assert row.state is (RoundState.PUBLISHED if answers > 19 else RoundState.TOO_FEW)
        assert not db.session.scalars(select(RatingAsk.id)).all()
        assert row.roster is None
    assert "四个问题" not in inbox[1].get("inbox").text


def test_whoever_puts_someone_else_among_those_asked_is_found_out_at_the_count(make, town):
    """The last moment at which anyone can look; the finding stays on the round's page."""
    community, people, _, _ = town
    round_ = started(make, town)
    answer(make, town, round_, people[:20])
    with make.inside(community):
        ask = db.session.scalars(select(RatingAsk).where(RatingAsk.sealed.is_(None))).first()
        ask.token = drawing.seal_of(round_).token()(uuid.uuid4())
        db.commit()
    close(town, round_)
    with make.inside(community):
        assert db.session.scalars(select(RatingRound)).one().draw_found is DrawFound.PEOPLE
    assert "is not sound" in make.browser(None, community, locale="en").get(f"ratings/{round_.number}").text


def test_a_round_not_counted_within_seven_days_is_void_and_says_so(make, town):
    community, people, _, _ = town
    round_ = started(make, town)
    answer(make, town, round_, people)
    with clock.at(round_.closes_at + timedelta(days=7)):
        jobs.run_jobs(community.id)
    with make.inside(community):
        assert db.session.scalars(select(RatingRound)).one().state is RoundState.VOID
        assert not db.session.scalars(select(RatingAsk.id)).all()
        assert not db.session.scalars(select(RatingFigure.id)).all()
    browser = make.browser(None, community, locale="en")
    assert "This round is void" in browser.get(f"ratings/{round_.number}").text
    assert "void" in browser.get("ratings/").text
    assert "作废" in browser.get("board/").text
