"""Nobody takes another's place: who verifies whom, and the word of those who live behind the door already."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.community.models import Grid, Household, Membership, PostKind, Verification
from app.core import clock
from app.core.ids import id_text
from app.notifications.models import Notification
from app.outbox import jobs
from tenants import db
from tests.support.at_once import at_once


@pytest.fixture
def door(make, community):
    """A household with one verified adult."""
    household = make.household(community, building="7", unit="2", room="301", adults=2)
    return household, make.member(community, household=household, name="老住户")


def asking(make, community, place="7 / 2 / 301", grid=None):
    grid = grid or make.grid_of(community)
    return make.member(community, verified=False, asked_place=place, asked_grid_id=grid.id, name="新来的")


def verify(make, community, by, member, **given):
    form = {"building": "7", "unit": "2", "room": "301", "how": "home_visit", "adult": "y", "grid": ""} | given
    return make.browser(by, community).post(f"desk/members/{id_text(member.id)}", **form)


def again(make, community, member):
    with make.inside(community):
        return db.session.scalars(select(Membership).where(Membership.id == member.id)).one()


def waiting(make, community):
    with make.inside(community):
        return db.session.scalars(select(Verification).where(Verification.settled_at.is_(None))).one()


def told(make, community, member):
    with make.inside(community):
        return list(db.session.scalars(select(Notification.kind).where(Notification.membership_id == member.id)))


def worker_of(make, community, grid_id):
    worker = make.official(community, PostKind.GRID_WORKER)
    with make.inside(community):
        from app.community.models import Post, PostTerm

        post = db.session.scalars(
            select(Post).join(PostTerm, PostTerm.post_id == Post.id).where(PostTerm.membership_id == worker.id)
        ).one()
        post.grid_id = grid_id
        db.commit()
    return worker


def test_the_worker_of_another_grid_cannot_verify(make, community, door):
    other = make.row(Grid, community, name="第二网格", position=2)
    stranger, own = worker_of(make, community, other.id), worker_of(make, community, door[0].grid_id)
    member = asking(make, community)
    assert verify(make, community, stranger, member).status_code == 403
    answer = verify(make, community, stranger, asking(make, community, grid=other))
    assert answer.status_code == 403
    assert "不在您负责的范围里" in answer.text
    assert again(make, community, member).household_id is None
    assert verify(make, community, own, member).status_code == 303


def test_the_worker_of_another_grid_neither_reads_where_somebody_lives_nor_turns_them_away(make, community, door):
    """Nor of somebody whose door nobody knows yet: that is the committee's."""
    other = make.row(Grid, community, name="第二网格", position=2)
    worker = make.browser(worker_of(make, community, other.id), community)
    unknown = make.member(community, verified=False, asked_place="9 / 9 / 909")
    for member in (asking(make, community), unknown):
        address = f"desk/members/{id_text(member.id)}"
        assert worker.get(address).status_code == 403
        assert worker.post(f"{address}/refusal", reason="不认识").status_code == 403
        assert again(make, community, member).asked_place
        refused = make.browser(make.official(community), community).post(f"{address}/refusal", reason="没有这户")
        assert refused.status_code == 303


def test_a_grid_worker_adds_no_door_to_the_register(make, community, door):
    """Not by choosing another grid on the form either: the field is the committee's alone."""
    worker, member = worker_of(make, community, door[0].grid_id), asking(make, community, "9 / 9 / 909")
    page = make.browser(worker, community).get(f"desk/members/{id_text(member.id)}").text
    assert 'name="grid"' not in page
    before = households(make, community)
    answer = verify(make, community, worker, member, building="9", unit="9", room="909", grid=id_text(door[0].grid_id))
    assert answer.status_code == 422
    assert households(make, community) == before


def households(make, community):
    with make.inside(community):
        return db.session.scalar(select(func.count()).select_from(Household))


def test_behind_an_empty_door_it_counts_at_once(make, community):
    empty = make.household(community, building="7", unit="2", room="301")
    member = asking(make, community)
    assert verify(make, community, make.official(community), member).status_code == 303
    assert again(make, community, member).household_id == empty.id


def test_those_who_live_there_are_told_and_it_counts_after_48_hours(make, community, door):
    household, resident = door
    member = asking(make, community)
    assert verify(make, community, make.official(community), member).status_code == 303
    assert again(make, community, member).verified_at is None
    assert "member.newcomer" in told(make, community, resident)
    with clock.at(clock.now() + timedelta(hours=47)):
        jobs.run_jobs(community.id)
        assert again(make, community, member).verified_at is None
    with clock.at(clock.now() + timedelta(hours=49)):
        jobs.run_jobs(community.id)
        assert again(make, community, member).household_id == household.id
        assert "member.verified" in told(make, community, member)


def test_one_tap_of_those_who_live_there_lets_it_count_at_once(make, community, door):
    household, resident = door
    member = asking(make, community)
    verify(make, community, make.official(community), member)
    home = make.browser(resident, community)
    assert "新来的" in home.get("join").text
    key = id_text(waiting(make, community).id)
    assert home.post(f"join/newcomers/{key}", lives="yes").status_code == 303
    assert again(make, community, member).household_id == household.id
    assert home.post(f"join/newcomers/{key}", lives="yes").status_code == 303  # twice is as once
    assert home.post(f"join/newcomers/{key}", lives="yes", other="page").status_code == 409


def test_an_objection_stops_it_until_the_committee_has_decided(make, community, door):
    household, resident = door
    member, verifier, other = asking(make, community), make.official(community), make.official(community)
    verify(make, community, verifier, member)
    key, home = id_text(waiting(make, community).id), make.browser(resident, community)
    assert home.post(f"join/newcomers/{key}").status_code == 422
    assert home.post(f"join/newcomers/{key}", reason="我不认识这个人").status_code == 303
    with clock.at(clock.now() + timedelta(hours=49)):
        jobs.run_jobs(community.id)
    assert again(make, community, member).verified_at is None
    assert "由社区来定" in make.browser(member, community).get("join").text

    own = make.browser(verifier, community).post(f"desk/objections/{key}", lives="yes")
    assert own.status_code == 403, "whoever verified decides about the objection"
    desk = make.browser(other, community)
    assert "我不认识这个人" in desk.get(f"desk/objections/{key}").text
    assert desk.post(f"desk/objections/{key}").status_code == 422
    assert desk.post(f"desk/objections/{key}", reason="已经搬走").status_code == 303
    refused = again(make, community, member)
    assert (refused.household_id, refused.refused_reason) == (None, "已经搬走")
    assert desk.post(f"desk/objections/{key}", lives="yes").status_code == 409


def test_the_committee_may_find_that_the_person_lives_there(make, community, door):
    household, resident = door
    member = asking(make, community)
    verify(make, community, make.official(community), member)
    key = id_text(waiting(make, community).id)
    make.browser(resident, community).post(f"join/newcomers/{key}", reason="不认识")
    assert (
        make.browser(make.official(community), community).post(f"desk/objections/{key}", lives="yes").status_code == 303
    )
    assert again(make, community, member).household_id == household.id


def test_others_have_no_word_in_it(make, community, door):
    member = asking(make, community)
    verify(make, community, make.official(community), member)
    key = id_text(waiting(make, community).id)
    for who in (make.member(community), member, make.official(community)):
        assert make.browser(who, community).post(f"join/newcomers/{key}", lives="yes").status_code in (403, 404)
    assert again(make, community, member).household_id is None


def test_a_letter_to_the_door_asks_those_who_live_there_too(make, community, door):
    from app.community import operations

    household, resident = door
    with make.inside(community):
        _, code = operations.invite(None, household)
        db.commit()
    browser = make.browser(make.account(display_name="捡到信的人"), community)
    assert browser.post("join/code", code=code).status_code == 303
    assert "已经告诉住在那里的人" in browser.get("join").text
    assert "member.newcomer" in told(make, community, resident)
    assert browser.post("join/code", code=code).status_code == 409


def test_of_two_who_are_the_first_behind_a_door_the_second_is_asked_about(make, community):
    household = make.household(community, building="7", unit="2", room="301", adults=2)
    members = [asking(make, community) for _ in range(2)]
    officials = [make.official(community) for _ in range(2)]
    first, other = (
        lambda by=by, who=who: verify(make, community, by, who).status_code
        for by, who in zip(officials, members, strict=True)
    )
    assert at_once(first, other, at="UPDATE membership") == [303, 303]
    assert sorted(again(make, community, one).household_id is None for one in members) == [False, True]
    assert household.id
