"""What was taken down stops acting: counters, objections, confirmations, shifts, votes; and acts again when it is back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.board.models import Notice
from app.commitments.models import Confirmation
from app.commitments.models import State as Claimed
from app.community import operations as community_operations
from app.community.models import VerifiedHow
from app.core import clock
from app.deliberation.models import Stance, Statement
from app.notifications.models import Notification
from app.outbox import jobs
from app.proposals.models import Endorsement, Kind, Proposal, State
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db
from tests.moderation.steps import again, given_back, taken_down
from tests.support.promises import promised

DAY = timedelta(days=1)


@pytest.fixture
def community(make):
    return make.community()


def talked_over(make, community, **given):
    """A proposal whose talk is over."""
    now = clock.now()
    values = {"kind": Kind.PROPOSAL, "state": State.DELIBERATING, "visible_at": now - 9 * DAY} | given
    return make.row(Proposal, community, deliberation_closes_at=now - DAY, **values)


def said(make, community, proposal, **given):
    """A statement, counted as speaking counts it."""
    author = make.member(community)
    made = make.row(Statement, community, proposal_id=proposal.id, author_id=author.id, **given)
    with make.inside(community):
        proposal = db.session.scalars(select(Proposal).where(Proposal.id == proposal.id)).one()
        proposal.statements += 1
        proposal.against += made.stance is Stance.AGAINST
        db.commit()
    return made


def inbox(make, community, person):
    return make.browser(person, community).get("inbox").text


def test_two_of_three_statements_taken_down_leave_one(make, community):
    proposal = talked_over(make, community)
    statements = [said(make, community, proposal, text=f"第{n}句") for n in "一二三"]
    said(make, community, proposal, text="我来回应", parent_id=statements[0].id)
    rulings = [taken_down(make, community, one) for one in statements[:2]]
    assert again(make, community, proposal).statements == 2
    page = make.browser(None, community, locale="en").get(f"proposals/{proposal.number}/statements").text
    assert "2 statements" in page
    assert "reply to words that were taken down" in page
    given_back(make, community, rulings[0])
    page = make.browser(None, community, locale="en").get(f"proposals/{proposal.number}/statements").text
    assert "3 statements" in page
    assert "reply to words that were taken down" not in page


def test_an_objection_taken_down_no_longer_keeps_all_from_agreeing(make, community):
    proposal = talked_over(make, community)
    objection = said(make, community, proposal, stance=Stance.AGAINST)
    desk, form = make.browser(make.official(community), community), {"day": f"{clock.now() + 30 * DAY:%Y-%m-%d}"}
    address = f"proposals/{proposal.number}/consensus"
    assert desk.post(address, **form).status_code == 409
    ruling = taken_down(make, community, objection)
    assert again(make, community, proposal).against == 0
    given_back(make, community, ruling)
    assert desk.post(address, **form).status_code == 409
    assert again(make, community, proposal).against == 1


def test_an_objection_that_was_met_counts_as_little_taken_down_as_shown(make, community):
    proposal = talked_over(make, community)
    objection = make.row(
        Statement, community, proposal_id=proposal.id, author_id=make.member(community).id, stance=Stance.AGAINST,
        met_at=clock.now(),
    )  # fmt: skip
    taken_down(make, community, objection)
    assert again(make, community, proposal).against == 0


def test_nobody_answers_reacts_or_meets_words_that_were_taken_down(make, community):
    proposal = talked_over(make, community)
    statement = said(make, community, proposal)
    taken_down(make, community, statement)
    from app.core.ids import id_text

    official = make.browser(make.official(community), community)
    assert official.post(f"statements/{id_text(statement.id)}/reaction", kind="agree").status_code == 409
    reply = {"stance": "comment", "text": "好", "parent": id_text(statement.id)}
    assert official.post(f"proposals/{proposal.number}/statements/new", **reply).status_code == 409


def test_nobody_is_asked_to_confirm_what_they_cannot_read(make, community):
    author, supporter = make.member(community), make.member(community)
    now = clock.now()
    proposal = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.DONE_CLAIMED, visible_at=now, title="装路灯",
    )  # fmt: skip
    promise = promised(make, community, proposal, state=Claimed.CLAIMED, done_at=now, confirm_by_at=now + 5 * DAY)
    for person in (author, supporter):
        make.row(Endorsement, community, proposal_id=proposal.id, membership_id=person.id)
        make.row(Confirmation, community, commitment_id=promise.id, membership_id=person.id, asked_at=now)
    browser = make.browser(supporter, community)
    assert "装路灯" in browser.get("").text
    ruling = taken_down(make, community, proposal)
    assert "装路灯" not in browser.get("").text
    assert f"第 {proposal.number} 号" in inbox(make, community, supporter)
    with clock.at(now + 6 * DAY):
        jobs.run_jobs(community.id)
        assert again(make, community, proposal).state is State.DONE_CLAIMED
        given_back(make, community, ruling)
        back = again(make, community, proposal)
        assert back.promised_by_at > clock.now() + 4 * DAY
        assert "装路灯" in inbox(make, community, supporter)
        assert browser.get(f"proposals/{proposal.number}").status_code == 200
    with clock.at(back.promised_by_at + DAY):
        jobs.run_jobs(community.id)
        assert again(make, community, proposal).state is State.CLOSED


def test_the_clocks_of_a_matter_stand_still_while_it_is_down(make, community):
    """Restored, it has as many days as were left to it: working days where they are counted, and always until 24:00."""
    monday = datetime(2026, 11, 2, 2, tzinfo=UTC)
    zone = community.zone
    with clock.at(monday):
        thursday, in_thirty = clock.midnight_after(date(2026, 11, 5), zone), clock.due_after_days(monday, 30, zone)
        proposal = make.row(
            Proposal, community, author_id=make.member(community).id, kind=Kind.PROPOSAL, state=State.OPEN,
            visible_at=monday, answer_due_at=thursday, expires_at=in_thirty, endorsements_needed=5,
        )  # fmt: skip
        official = make.browser(make.official(community), community)
        ruling = taken_down(make, community, proposal)
        assert official.get(f"proposals/{proposal.number}/answer").status_code == 409
    with clock.at(monday + 3 * DAY + timedelta(hours=5)):
        given_back(make, community, ruling)
    back = again(make, community, proposal)
    assert back.answer_due_at == clock.midnight_after(date(2026, 11, 10), zone)  # Thursday and three working days
    assert back.expires_at == in_thirty + 3 * DAY


def test_what_was_promised_about_it_has_as_many_days_as_before(make, community):
    """While it is down nobody can say that it is done: the day it was due must not pass meanwhile."""
    now, author = clock.now(), make.member(community)
    proposal = make.row(
        Proposal, community, author_id=author.id, kind=Kind.REQUEST, state=State.DELIVERING, visible_at=now
    )
    due = clock.due_after_days(now, 2, community.zone)
    longer = clock.due_after_days(now, 4, community.zone)
    promise = promised(make, community, proposal, due_at=due, longer_asked_at=now, longer_until_at=longer)
    ruling = taken_down(make, community, proposal)
    with clock.at(now + 3 * DAY):
        given_back(make, community, ruling)
        back = again(make, community, promise)
        assert (back.due_at, back.longer_until_at) == (due + 3 * DAY, longer + 3 * DAY)
        assert back.quarter == clock.quarter(back.due_at - timedelta(seconds=1), community.zone)
        desk = make.browser(make.official(community), community)
        assert desk.post(f"commitments/{promise.number}/done", text="已修好").status_code == 303


def test_whoever_was_verified_while_it_was_down_gets_it_its_place_on_the_agenda(make, community):
    proposal = make.row(
        Proposal, community, author_id=make.member(community).id, kind=Kind.PROPOSAL, state=State.OPEN,
        visible_at=clock.now(), endorsements_needed=1, expires_at=clock.now() + 30 * DAY,
    )  # fmt: skip
    waiting, empty, official = (
        make.member(community, verified=False),
        make.household(community),
        make.official(community),
    )
    make.browser(waiting, community).post(f"proposals/{proposal.number}/endorsement")
    ruling = taken_down(make, community, proposal)
    with make.inside(community):
        visitor = make.visitor(official, community)
        person, door = db.session.merge(waiting), db.session.merge(empty)
        community_operations.verify(visitor, person, door, VerifiedHow.IN_PERSON)
        db.commit()
    given_back(make, community, ruling)
    assert again(make, community, proposal).state is State.ENDORSED


def test_no_more_than_two_notices_are_on_top_when_one_comes_back(make, community):
    now = clock.now()
    notices = [make.row(Notice, community, pinned=True, posted_at=now, title=f"置顶 {n}") for n in range(2)]
    ruling = taken_down(make, community, notices[0])
    desk = make.browser(make.official(community), community)
    assert desk.post("board/new", title="第三条", text="内容", kind="notice", pinned="y").status_code == 303
    given_back(make, community, ruling)
    with make.inside(community):
        on_top = list(db.session.scalars(select(Notice.title).where(Notice.pinned, Notice.stands())))
    assert sorted(on_top) == ["第三条", "置顶 1"]
    assert again(make, community, notices[0]).hidden_at is None


def ahead(make, community, **given):
    now = clock.now()
    values = {
        "starts_at": now + DAY,
        "ends_at": now + DAY + timedelta(hours=2),
        "places": 3,
        "taken": 1,
        "title": "搬车劝导",
    }
    return make.row(Shift, community, **values | given)


def test_those_who_rely_on_a_shift_are_told_and_its_organiser_may_read_and_appeal(make, community):
    organiser, helper, receiver = make.member(community), make.member(community), make.member(community)
    shift = ahead(make, community, organiser_id=organiser.id, receiver_id=receiver.id)
    make.row(SignUp, community, shift_id=shift.id, membership_id=helper.id, state=SignUpState.CONFIRMED)
    ruling = taken_down(make, community, shift)
    for person in (helper, receiver):
        assert f"第 {shift.number} 号" in inbox(make, community, person)
        assert "搬车劝导" not in make.browser(person, community).get("volunteering/?show=mine").text
    browser = make.browser(organiser, community)
    assert browser.get(f"volunteering/shifts/{shift.number}").status_code == 200
    assert "moderation/rulings/" in browser.get("moderation/mine").text
    other = make.member(community)
    assert make.browser(other, community).post(f"volunteering/shifts/{shift.number}/sign-up").status_code == 404
    given_back(make, community, ruling)
    assert "搬车劝导" in inbox(make, community, helper)
    assert make.browser(other, community).post(f"volunteering/shifts/{shift.number}/sign-up").status_code == 303


def test_the_receiver_is_asked_about_a_shift_only_where_it_stands(make, community):
    receiver = make.member(community)
    shift = ahead(make, community, receiver_id=receiver.id)
    ruling = taken_down(make, community, shift)
    with clock.at(shift.ends_at + DAY):
        assert (
            make.browser(receiver, community).post(f"volunteering/shifts/{shift.number}/receipt", met="yes").status_code
            == 404
        )
        assert "搬车劝导" not in inbox(make, community, receiver)
        given_back(make, community, ruling)
        assert "搬车劝导" in inbox(make, community, receiver)


def test_a_taken_down_shift_keeps_nobody_from_another_at_the_same_time(make, community):
    helper = make.member(community)
    first, second = ahead(make, community), ahead(make, community)
    make.row(SignUp, community, shift_id=first.id, membership_id=helper.id, state=SignUpState.CONFIRMED)
    browser = make.browser(helper, community)
    assert browser.post(f"volunteering/shifts/{second.number}/sign-up").status_code == 409
    taken_down(make, community, first)
    assert browser.post(f"volunteering/shifts/{second.number}/sign-up").status_code == 303


def test_a_notice_taken_down_with_a_text_comes_back_with_it_and_one_taken_down_for_itself_does_not(make, community):
    proposal = make.row(
        Proposal,
        community,
        author_id=make.member(community).id,
        kind=Kind.PROPOSAL,
        state=State.OPEN,
        visible_at=clock.now(),
    )
    from app.board.models import Notice

    about = {"subject_kind": "proposal", "subject_number": proposal.number}
    alone, together = make.row(Notice, community, **about), make.row(Notice, community, **about)
    taken_down(make, community, alone)
    ruling = taken_down(make, community, proposal)
    given_back(make, community, ruling)
    assert again(make, community, alone).hidden_at is not None
    assert again(make, community, together).hidden_at is None


def test_unread_lines_of_others_are_not_touched(make, community):
    person = make.member(community)
    proposal = make.row(
        Proposal, community, author_id=person.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now()
    )
    line = {"membership_id": person.id, "values": {"title": "别的事"}}
    make.row(Notification, community, kind="proposal.answered", subject_number=proposal.number + 1, **line)
    make.row(Notification, community, kind="shift.cancelled", subject_number=proposal.number, **line)
    taken_down(make, community, proposal)
    assert inbox(make, community, person).count("别的事") == 2


def test_the_page_of_a_promise_goes_with_what_it_is_about_and_comes_back_with_it(make, community):
    author = make.member(community)
    proposal = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.DELIVERING, visible_at=clock.now(),
        title="某某是骗子",
    )  # fmt: skip
    promise = promised(make, community, proposal)
    readers = [make.browser(None, community), make.browser(make.member(community), community)]
    address = f"commitments/{promise.number}"
    assert all("某某是骗子" in reader.get(address).text for reader in readers)
    ruling = taken_down(make, community, proposal)
    assert [reader.get(address).status_code for reader in readers] == [404, 404]
    assert make.browser(author, community).get(address).status_code == 200
    given_back(make, community, ruling)
    assert all("某某是骗子" in reader.get(address).text for reader in readers)
