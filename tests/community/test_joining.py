"""Joining: by invitation, by asking; what is said when it does not work."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.community import operations
from app.community.models import Household, Invitation, Membership, VerifiedHow
from app.core import clock
from app.core.ids import id_text
from app.notifications.models import Notification
from app.outbox import jobs
from tenants import db
from tenants.models import AccountCommunity


@pytest.fixture
def household(make, community):
    return make.household(community, building="7", unit="2", room="301", adults=2)


@pytest.fixture
def invite(make, community):
    """Makes an invitation and gives its code."""

    def made(household, places=None, of=None):
        with make.inside(of or community):
            _, code = operations.invite(None, household, places)
            db.commit()
        return code

    return made


def member_of(make, community, account):
    with make.inside(community):
        return db.session.scalar(select(Membership).where(Membership.account_id == account.id))


def test_a_code_verifies_at_once(app, make, community, household, invite):
    account = make.account(display_name="陈女士")
    code = invite(household)
    browser = make.browser(account, community)
    assert f'value="{code}"' in browser.get("join", code=code).text

    joined = browser.post("join/code", code=f" {code[:5].lower()}-{code[5:]} ")
    assert joined.status_code == 303
    membership = member_of(make, community, account)
    assert (membership.household_id, membership.verified_how) == (household.id, VerifiedHow.INVITATION)
    assert "我家" in browser.get("join").text
    with app.app_context(), db.unbound():
        assert db.session.get(AccountCommunity, (account.id, community.id)).slug == community.slug
    with make.inside(community):
        told = select(Notification.kind).where(Notification.membership_id == membership.id)
        assert list(db.session.scalars(told)) == ["member.verified"]


def test_wrong_codes_are_counted_said_and_lock_for_an_hour(make, community, household, invite):
    account, code = make.account(), invite(household)
    browser = make.browser(account, community)
    for left in (4, 3, 2, 1, 0):
        answer = browser.post("join/code", code="AAAAABBBBB")
        assert answer.status_code == 422
        assert f"还可以试 {left} 次" in answer.text
        assert 'value="AAAAABBBBB"' in answer.text
    assert browser.post("join/code", code=code).status_code == 429
    assert make.browser(make.account(), community).post("join/code", code="AAAAABBBBB").status_code == 422
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert browser.post("join/code", code=code).status_code == 303


def test_a_code_of_another_community_is_no_code_here(make, community, invite):
    other = make.community()
    code = invite(make.household(other), of=other)
    answer = make.browser(make.account(), community).post("join/code", code=code)
    assert answer.status_code == 422
    assert "在本社区无效" in answer.text


def test_an_expired_invitation_is_said(make, community, household, invite):
    code = invite(household)
    with clock.at(clock.now() + timedelta(days=60, seconds=1)):
        answer = make.browser(make.account(), community).post("join/code", code=code)
    assert answer.status_code == 410
    assert "已经过期" in answer.text


def test_an_invitation_has_as_many_places_as_it_says(make, community, household, invite):
    code = invite(household, places=1)
    assert make.browser(make.account(), community).post("join/code", code=code).status_code == 303
    answer = make.browser(make.account(), community).post("join/code", code=code)
    assert answer.status_code == 409
    assert "名额已用完" in answer.text


def test_a_double_tap_joins_once(make, community, household, invite):
    account, code = make.account(), invite(household)
    browser = make.browser(account, community)
    assert [browser.post("join/code", code=code).status_code for _ in range(2)] == [303, 409]
    with make.inside(community):
        assert db.session.scalar(select(Invitation.places)) == 1


def test_a_new_invitation_ends_the_one_before(make, community, household, invite):
    first = invite(household)
    invite(household)
    assert make.browser(make.account(), community).post("join/code", code=first).status_code == 410


@pytest.mark.parametrize("typed", ["", "x" * 21, "ABCDE", "ABCDEFGHJKM", "ABCDEFGH10", "七号楼"])
def test_what_cannot_be_a_code_is_refused_and_no_try(make, community, household, invite, typed):
    browser = make.browser(make.account(), community)
    for _ in range(6):
        assert browser.post("join/code", code=typed).status_code == 422
    assert browser.post("join/code", code=invite(household)).status_code == 303


@pytest.mark.parametrize("written", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}{0[3]}{0[4]} {0[5]}{0[6]}{0[7]}{0[8]}{0[9]}",
                                     "{0[0]}{0[1]}{0[2]}{0[3]}{0[4]}-{0[5]}{0[6]}{0[7]}{0[8]}{0[9]}"])  # fmt: skip
@pytest.mark.parametrize(
    "width", [str, str.lower, lambda code: code.translate({n: n + 0xFEE0 for n in range(33, 127)})]
)
def test_a_code_is_taken_however_it_is_typed(make, community, household, invite, written, width):
    code = width(written.format(invite(household)))
    assert make.browser(make.account(), community).post("join/code", code=code).status_code == 303


def test_tries_counted_by_a_clock_that_was_a_day_ahead_lock_nobody_out(make, community, household, invite):
    browser, code = make.browser(make.account(), community), invite(household)
    with clock.at(clock.now() + timedelta(days=1)):
        for _ in range(6):
            browser.post("join/code", code="AAAAABBBBB")
    assert browser.post("join/code", code=code).status_code == 303


def test_strangers_are_asked_to_sign_in_and_come_back(make, community):
    answer = make.browser(None, community).get("join", code="ABC")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


def test_who_asks_is_pending_until_someone_has_looked(make, community, household):
    account = make.account(display_name="周先生")
    asker, official = make.browser(account, community), make.official(community)
    assert asker.post("join/place", building="7号楼", unit="２", room="301室").status_code == 303
    membership = member_of(make, community, account)
    assert (membership.verified_at, membership.asked_place) == (None, "7号楼 / ２ / 301室")

    desk = make.browser(official, community)
    waiting = desk.get("desk/members").text
    assert "周先生" in waiting
    assert "301" not in waiting
    record = f"desk/members/{id_text(membership.id)}"
    assert "301室" in desk.get(record).text
    assert "居委会主任" in asker.get("join").text  # who looked

    verified = desk.post(record, building="7号楼", unit="２", room="301室", how="in_person", adult="y", grid="")
    assert verified.status_code == 303
    membership = member_of(make, community, account)
    assert (membership.household_id, membership.verified_by, membership.asked_place) == (
        household.id,
        official.id,
        None,
    )
    with make.inside(community):
        acts = select(AuditEntry.act).where(AuditEntry.subject_id == membership.id).order_by(AuditEntry.number)
        assert list(db.session.scalars(acts)) == ["record.look", "member.verify"]
    assert desk.post(record, building="7", unit="2", room="301", how="in_person", grid="").status_code == 409


def test_a_door_that_is_not_on_the_register_is_added_only_when_a_part_is_chosen(make, community):
    membership = make.member(community, verified=False, asked_place="9 / 1 / 101")
    desk = make.browser(make.official(community), community)
    record = f"desk/members/{id_text(membership.id)}"
    door = {"building": "9", "unit": "1", "room": "101", "how": "home_visit", "adult": "y"}
    refused = desk.post(record, grid="", **door)
    assert refused.status_code == 422
    assert 'value="101"' in refused.text
    assert desk.post(record, grid=id_text(make.grid_of(community).id), **door).status_code == 303
    with make.inside(community):
        assert db.session.scalar(select(Household.building).where(Household.room.is_not(None))) == "9"


def test_a_refusal_has_a_reason_and_forgets_the_place(make, community):
    membership = make.member(community, verified=False, asked_place="9 / 1 / 101")
    desk, asker = make.browser(make.official(community), community), make.browser(membership, community)
    record = f"desk/members/{id_text(membership.id)}"
    assert desk.post(f"{record}/refusal", reason="").status_code == 422
    assert desk.post(f"{record}/refusal", reason="这个地址没有住户").status_code == 303
    assert desk.post(f"{record}/refusal", reason="再来一次").status_code == 409
    page = asker.get("join").text
    assert "这个地址没有住户" in page
    with make.inside(community):
        assert db.session.scalar(select(Membership.asked_place).where(Membership.id == membership.id)) is None
    asker.post("join/place", building="8", unit="", room="1")
    assert "测试人" in desk.get("desk/members").text


def test_nobody_verifies_themselves(make, community, household):
    official = make.official(community, verified_at=None, asked_place="7 / 2 / 301")
    desk = make.browser(official, community)
    record = f"desk/members/{id_text(official.id)}"
    answer = desk.post(record, building="7", unit="2", room="301", how="in_person", grid="")
    assert answer.status_code == 409


def test_an_official_who_lives_here_joins_a_household_too(make, community, household, invite):
    official = make.official(community)
    answer = make.browser(official, community).post("join/code", code=invite(household))
    assert answer.status_code == 303
    with make.inside(community):
        row = db.session.scalar(select(Membership).where(Membership.id == official.id))
        assert (row.household_id, row.staff) == (household.id, True)


def test_nobody_verifies_themselves_by_an_invitation_of_their_own(make, community, household):
    official = make.official(community)
    desk = make.browser(official, community)
    letter = desk.post(f"desk/households/{id_text(household.id)}/invitation", places="2").text
    code = re.search(r"code=([0-9A-Z]{10})", letter)[1]
    refused = desk.post("join/code", code=code)
    assert refused.status_code == 409
    assert "其他工作人员" in refused.text
    with make.inside(community):
        assert db.session.scalar(select(Membership.household_id).where(Membership.id == official.id)) is None
    assert make.browser(make.account(), community).post("join/code", code=code).status_code == 303


def test_more_verified_adults_than_estimated_correct_the_estimate(make, community, invite):
    household = make.household(community, adults=1)
    code = invite(household, places=2)
    for _ in range(2):
        assert make.browser(make.account(), community).post("join/code", code=code).status_code == 303
    with clock.at(clock.now() + timedelta(hours=49)):
        jobs.run_jobs(community.id)  # nobody objected
    with make.inside(community):
        assert db.session.scalar(select(Household.adults).where(Household.id == household.id)) == 2


def test_residents_see_no_desk(make, community):
    browser = make.browser(make.member(community), community)
    for address in ("desk/members", "desk/households", "desk/invitations", "desk/posts", "desk/setup"):
        assert browser.get(address).status_code == 403


def test_only_one_of_two_at_once_gets_the_last_place(app, make, community, household, invite):
    from concurrent.futures import ThreadPoolExecutor

    code = invite(household, places=1)
    browsers = [make.browser(make.account(), community) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: one.post("join/code", code=code).status_code, browsers))
    assert sorted(answers) == [303, *[409] * 5]
    with make.inside(community):
        here = select(func.count()).select_from(Membership).where(Membership.household_id == household.id)
        assert db.session.scalar(here) == 1


def test_wrong_codes_tried_all_at_once_are_five_tries(make, community):
    from concurrent.futures import ThreadPoolExecutor

    account = make.account()
    browsers = [make.browser(account, community) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda one: one.post("join/code", code="AAAAABBBBB").status_code, browsers))
    assert sorted(answers) == [422] * 5 + [429] * 7


def test_the_invented_people_of_the_demo_are_nobody_in_a_real_community(make, community):
    author, invented = make.member(community), make.account(is_demo=True)
    request = {"title": "路灯不亮", "text": "", "category": "lamp", "place": ""}
    make.browser(author, community).post("proposals/new?kind=proposal", **request | {"text": "晚上很黑"})
    browser = make.browser(invented, community)
    assert browser.post("proposals/new?kind=request", **request).status_code == 401
    assert browser.get("join").location.startswith("/sign-in")
    assert author.name not in browser.get("proposals/").text
    show = make.community(is_demo=True)
    assert make.browser(invented, show).get("join").status_code == 200


def test_the_household_says_who_casts_its_vote_and_all_are_told(make, community, household):
    first, second = (make.member(community, household=household) for _ in range(2))
    child = make.member(community, household=household, adult=False)
    neighbour = make.member(community)
    browser = make.browser(first, community)

    assert browser.post("join/representative", who=id_text(second.id)).status_code == 303
    page = browser.get("join").text
    assert re.search(rf"{second.name}.*?代表我家投票", page, re.S)
    with make.inside(community):
        told = db.session.scalars(
            select(Notification.membership_id).where(Notification.kind == "household.representative")
        )
        assert set(told) == {first.id, second.id}
        assert db.session.scalar(select(Household.representative_id).where(Household.id == household.id)) == second.id

    assert browser.post("join/representative", who=id_text(neighbour.id)).status_code == 404
    assert browser.post("join/representative", who=id_text(child.id)).status_code == 404
    assert make.browser(child, community).post("join/representative", who=id_text(child.id)).status_code == 403
    assert make.browser(second, community).post("join/representative", who="").status_code == 303
    with make.inside(community):
        assert db.session.scalar(select(Household.representative_id).where(Household.id == household.id)) is None
