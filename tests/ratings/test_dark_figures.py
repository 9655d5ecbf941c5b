"""Small numbers stay dark, also by subtraction; who reads which result; sealed is sealed, on both databases."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.board.models import Notice
from app.community.models import Membership, Post, PostKind, PostTerm
from app.core import clock
from app.core.refusal import Refused
from app.outbox import jobs
from app.ratings import closing, measures, operations, queries, results
from app.ratings.models import RatingAsk, RatingFigure, RatingRound, RoundState
from tenants import db

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community()
    return community, make.members(community, 24), make.official(community, "supervision")


def begun(make, town):
    with make.inside(town[0]):
        round_ = operations.start(make.visitor(town[2], town[0]))
        db.commit()
        return round_


def sealed(make, town, round_, answers):
    """One envelope for each person, by the operation."""
    with make.inside(town[0]):
        for person, stars, post in answers:
            member = db.session.scalars(select(Membership).where(Membership.id == person.id)).one()
            operations.answer(make.visitor(member, town[0]), round_, dict(enumerate(stars, 1)), post)
        db.commit()


def close(town, round_):
    with clock.at(round_.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(town[0].id)


def at_once(*calls):
    """Each call in a thread of its own, all let go together; their statuses."""
    gate, statuses = threading.Barrier(len(calls)), []

    def run(call):
        gate.wait()
        statuses.append(call())

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(statuses)


def test_what_the_shown_grids_leave_over_is_itself_fit_to_be_shown():
    mixed = [0, 2, 8, 10, 6]
    for telling in ([0, 0, 0, 25, 0], [0, 0, 0, 24, 1], [0, 0, 0, 7, 0], [1, 2, 3, 2, 1]):
        assert results.by_grid({"一": mixed, "二": telling}) == {}
    assert set(results.by_grid({"一": mixed, "二": mixed, "三": [0, 0, 0, 25, 0]})) != {"一", "二"}


def test_the_only_one_who_said_otherwise_does_not_learn_what_all_others_said():
    assert results.shown([0, 0, 0, 29, 1]) is None
    assert results.shown([0, 0, 1, 27, 2]) is not None


def test_a_question_that_fewer_than_twenty_knew_is_neither_kept_nor_given_to_the_score(make, town):
    round_ = begun(make, town)
    answers = [(who, (n % 5 + 1, 4 if n < 19 else None, None, None), None) for n, who in enumerate(town[1])]
    sealed(make, town, round_, answers)
    close(town, round_)
    with make.inside(town[0]):
        assert set(db.session.scalars(select(RatingFigure.question))) == {1}
        work, results = (db.session.execute(one.rows(clock.now())).one() for one in measures.MEASURES)
        assert (work.mean, work.answers) == (2.9, "20–29")
        assert results.mean is results.answers is None


def test_fewer_than_twenty_residents_are_not_asked_in_vain(make):
    community = make.community()
    board = make.official(community, "supervision")
    for _ in range(19):
        make.member(community)
    refused = make.browser(board, community, locale="en").post("ratings/", sure="yes")
    assert refused.status_code == 409
    assert "at least twenty" in refused.text
    make.member(community)
    assert make.browser(board, community).post("ratings/", sure="yes").status_code == 303


def test_a_round_whose_result_is_not_liked_is_not_held_again_in_its_quarter(make, town):
    round_ = begun(make, town)
    sealed(make, town, round_, [(who, (n % 5 + 1, None, None, None), None) for n, who in enumerate(town[1])])
    close(town, round_)
    with make.inside(town[0]):
        with clock.at(round_.opens_at), pytest.raises(Refused):
            operations.start(make.visitor(town[2], town[0]))
        with clock.at(round_.closes_at + 100 * DAY):
            assert operations.start(make.visitor(town[2], town[0])).number


def test_two_starts_at_once_are_one_round(make, town):
    browsers = [make.browser(town[2], town[0]) for _ in range(4)]
    path = browsers[0].path("ratings/")
    assert at_once(*[lambda one=one: one.client.post(path, data={"sure": "yes"}).status_code for one in browsers]) == [
        303,
        409,
        409,
        409,
    ]


def test_answering_eight_times_at_once_leaves_one_envelope(make, town):
    round_, person = begun(make, town), town[1][0]
    form = {"q1": "5", "q2": "5", "q3": "5", "q4": "0"}
    browsers = [make.browser(person, town[0]) for _ in range(8)]
    path = browsers[0].path(f"ratings/{round_.number}")
    assert at_once(*[lambda one=one: one.client.post(path, data=form).status_code for one in browsers]) == [303] * 8
    with make.inside(town[0]):
        assert len(db.session.scalars(select(RatingAsk.id).where(RatingAsk.sealed.is_not(None))).all()) == 1


def test_an_answer_that_read_the_round_before_it_was_opened_is_refused_after(make, town):
    """What the request loaded may be old: the round itself is asked again, and round_ while the envelope is put in."""
    round_, person = begun(make, town), town[1][0]
    with make.inside(town[0]):
        stale = db.session.scalars(select(RatingRound)).one()
        visitor = make.visitor(person, town[0])
        db.session.expunge_all()
    with clock.at(round_.closes_at + DAY):
        jobs.run_jobs(town[0].id)
    with make.inside(town[0]):
        assert db.session.scalars(select(RatingRound)).one().state is RoundState.TOO_FEW
        with pytest.raises(Refused):
            operations.answer(visitor, stale, {1: 5, 2: 5, 3: 5, 4: None}, None)
        assert not db.session.scalars(select(RatingAsk.id).where(RatingAsk.sealed.is_not(None))).all()


@pytest.mark.postgresql_only
def test_an_answer_on_its_way_ends_before_the_opening_begins(make, town):
    round_, opened = begun(make, town), threading.Event()
    sealed(make, town, round_, [(who, (n % 5 + 1, None, None, None), None) for n, who in enumerate(town[1][:19])])

    def run():
        close(town, round_)
        opened.set()

    thread = threading.Thread(target=run)
    with make.inside(town[0]):
        operations.answer(make.visitor(town[1][19], town[0]), round_, {1: 5, 2: None, 3: None, 4: None}, None)
        thread.start()
        assert not opened.wait(1)  # the twentieth is on its way
        db.commit()
    thread.join()
    with make.inside(town[0]):
        assert db.session.scalars(select(RatingRound)).one().state is RoundState.PUBLISHED


def test_two_openings_at_once_and_a_killed_one_count_once(make, town, monkeypatch):
    round_ = begun(make, town)
    sealed(make, town, round_, [(who, (n % 5 + 1, None, None, None), None) for n, who in enumerate(town[1])])
    with monkeypatch.context() as broken:
        broken.setattr(closing, "_tell", lambda _round: 1 / 0)
        close(town, round_)
    with make.inside(town[0]):
        row = db.session.scalars(select(RatingRound)).one()
        assert row.state is RoundState.OPEN
        assert not db.session.scalars(select(RatingFigure)).all()

    def count():
        with make.inside(town[0]), clock.at(round_.closes_at + DAY):
            closing.count_job(round_.id.hex)
            db.commit()

    assert at_once(*[lambda: count() or 0] * 3) == [0, 0, 0]
    with make.inside(town[0]):
        assert {one.figure["mean"] for one in db.session.scalars(select(RatingFigure))} == {2.9}
        assert len(db.session.scalars(select(Notice.id)).all()) == 1


def test_who_reads_a_posts_result(make, town):
    """Elected and leading: residents. Employed: whoever round_ it during the round, not who came after."""
    community, people, _ = town
    round_, worker_then = begun(make, town), make.official(community, "grid_worker")
    successor, stranger = make.official(community, "grid_worker"), make.member(community, verified=False)
    with make.inside(community):
        posts = {post.id: post for post in db.session.scalars(select(Post))}
        mine = posts[db.session.scalar(select(PostTerm.post_id).where(PostTerm.membership_id == worker_then.id))]
        term = db.session.scalars(select(PostTerm).where(PostTerm.membership_id == worker_then.id)).one()
        term.until = clock.local(round_.closes_at, community.zone).date()
        later = clock.local(round_.closes_at + 2 * DAY, community.zone).date()
        db.session.add(PostTerm(membership_id=successor.id, post_id=mine.id, since=later))
        elected = Post(kind=PostKind.COMMITTEE, title="主任", elected=True)
        clerk = Post(kind=PostKind.COMMITTEE, title="社区工作者")
        db.session.add_all([elected, clerk])
        db.session.commit()
        with clock.at(round_.closes_at + 10 * DAY):
            sees = {
                name: {post.id for post in (elected, clerk, mine) if queries.may_see(visitor, post, queries.posts_during(visitor, round_, community.zone))}
                for name, who in (("resident", people[0]), ("then", worker_then), ("now", successor), ("pending", stranger))
                for visitor in [make.visitor(who, community)]
            }  # fmt: skip
        assert sees == {"resident": {elected.id}, "then": {mine.id}, "now": set(), "pending": set()}


def test_what_is_wrong_gets_a_sentence_and_keeps_what_was_typed(make, town):
    round_ = begun(make, town)
    mine = make.browser(town[1][0], town[0], locale="en")
    full = {"q1": "5", "q2": "4", "q3": "0", "q4": "0", "post": ""}
    wrong = [{"q1": "6"}, {"q1": "-1"}, {"q1": ""}, {"q1": "五"}, {"q4": "3"}, {"post": uuid.uuid4().hex}]
    for change in wrong:
        page = mine.post(f"ratings/{round_.number}", **(full | change))
        assert page.status_code == 422, change
        assert "form-errors" in page.text
        assert 'checked id="q2-1"' in page.text
    with make.inside(town[0]):
        assert not db.session.scalars(select(RatingAsk.id).where(RatingAsk.sealed.is_not(None))).all()
    close(town, round_)
    late = mine.post(f"ratings/{round_.number}", **full)
    assert late.status_code == 409
    assert "This round is closed." in late.text
    assert "being counted" not in late.text
    assert make.browser(None, town[0]).post(f"ratings/{round_.number}", **full).status_code == 303  # to sign-in
    pending = make.member(town[0], verified=False)
    assert make.browser(pending, town[0]).post(f"ratings/{round_.number}", **full).status_code == 403


def test_whoever_took_office_after_the_draw_does_not_rate(make, town):
    round_, person = begun(make, town), town[1][0]
    post = make.row(Post, town[0], kind=PostKind.COMMITTEE, title="委员")
    make.row(PostTerm, town[0], membership_id=person.id, post_id=post.id, since=clock.now().date() - DAY)
    page = make.browser(person, town[0], locale="en").post(f"ratings/{round_.number}", q1="5", q2="5", q3="5", q4="0")
    assert page.status_code == 403
