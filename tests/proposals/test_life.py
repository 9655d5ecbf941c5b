"""Requests and proposals through their whole life: clocks, answer, done, confirmation, reopened once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.commitments import operations as promises
from app.commitments.queries import about
from app.core import clock
from app.core.ids import id_text
from app.core.refusal import Refused
from app.outbox import jobs
from app.proposals import life, operations
from app.proposals.models import AnswerKind, Category, Endorsement, Kind, Proposal, State
from tenants import db
from tests.support.promises import promise_of

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community(households=300)
    return community, make.member(community), make.official(community)


def asked(make, community, person, **given):
    browser = make.browser(person, community)
    form = {"title": "3 号楼路灯不亮", "category": "lamp", "text": "", "place": "3 号楼"} | given
    response = browser.post("proposals/new?kind=request", **form)
    assert response.status_code == 303, response.text
    return int(response.location.rsplit("/", 1)[1])


def row(make, community, number):
    with make.inside(community):
        return db.session.scalars(select(Proposal).where(Proposal.number == number)).one()


def promised_at(make, community, number):
    """The address of what was promised about an item."""
    return f"commitments/{promise_of(make, community, row(make, community, number)).number}"


def test_a_request_is_asked_answered_done_and_confirmed(make, town):
    community, person, official = town
    number = asked(make, community, person)
    desk = make.browser(official, community)
    assert "3 号楼路灯不亮" in desk.get("desk/").text
    due = clock.local(clock.now() + 10 * DAY, community.zone).date().isoformat()
    assert desk.post(f"proposals/{number}/answer", kind="accept", text="换灯头", due=due).status_code == 303
    assert row(make, community, number).state is State.DELIVERING
    promise = promised_at(make, community, number)
    assert promise in desk.get("desk/").text
    assert desk.post(f"{promise}/done", text="已换").status_code == 303
    author = make.browser(person, community)
    assert author.get(f"{promise}/confirmation").status_code == 200
    assert author.post(f"{promise}/confirmation", fixed="yes").status_code == 303
    assert row(make, community, number).state is State.CONFIRMED


def test_not_done_reopens_once_and_closes_the_second_time(make, town):
    community, person, official = town
    number = asked(make, community, person)
    desk, author = make.browser(official, community), make.browser(person, community)
    due = clock.local(clock.now() + 10 * DAY, community.zone).date().isoformat()
    desk.post(f"proposals/{number}/answer", kind="accept", text="换灯头", due=due)
    promise = promised_at(make, community, number)
    for expected in (State.REOPENED, State.CLOSED):
        desk.post(f"{promise}/done", text="已换")
        author.post(f"{promise}/confirmation", fixed="no")
        assert row(make, community, number).state is expected


def test_an_answer_is_sent_back_once_and_the_clock_starts_again(make, town):
    community, person, official = town
    number = asked(make, community, person)
    desk, author = make.browser(official, community), make.browser(person, community)
    assert desk.post(f"proposals/{number}/answer", kind="refuse", text="不归我们").status_code == 303
    assert author.post(f"proposals/{number}/send-back", text="那归谁？").status_code == 303
    item = row(make, community, number)
    assert item.answered_at is None
    assert item.state is State.OPEN
    body = id_text(make.body(make.region_of(community)).id)
    assert desk.post(f"proposals/{number}/answer", kind="transfer", text="已转", body=body).status_code == 303
    assert author.post(f"proposals/{number}/send-back", text="还是不行").status_code == 409


@pytest.mark.parametrize(
    ("form", "status"),
    [({"kind": "transfer", "text": "转"}, 422), ({"kind": "accept", "text": "办"}, 422), ({"kind": "", "text": ""}, 422),
     ({"kind": "accept", "text": "办", "due": "2020-01-01"}, 422)],
)  # fmt: skip
def test_an_answer_without_what_it_needs_is_refused_and_nothing_typed_is_lost(make, town, form, status):
    community, person, official = town
    number = asked(make, community, person)
    page = make.browser(official, community).post(f"proposals/{number}/answer", **form)
    assert page.status_code == status
    assert form["text"] in page.text
    assert row(make, community, number).answered_at is None


def test_the_answer_clock_is_five_working_days_from_becoming_visible(make, town):
    community, person, _ = town
    friday = clock.midnight_after(clock.local(clock.now(), "Asia/Shanghai").date(), "Asia/Shanghai")
    while clock.local(friday, "Asia/Shanghai").weekday() != 4:
        friday += DAY
    with clock.at(friday + timedelta(hours=10)):
        item = row(make, community, asked(make, community, person))
        assert item.answer_due_at == clock.due_after_working_days(
            friday + timedelta(hours=10), 5, "Asia/Shanghai", "cn"
        )


def test_a_private_request_is_for_its_author_and_the_committee_only(make, town):
    community, person, official = town
    number = asked(make, community, person, title="家里的事", private="y")
    for who, status in ((person, 200), (official, 200), (make.member(community), 404), (None, 404)):
        browser = make.browser(who, community)
        assert browser.get(f"proposals/{number}").status_code == status
        assert "家里的事" not in browser.get("proposals/").text
    assert "家里的事" in make.browser(person, community).get("proposals/", mine="1").text


def test_too_long_a_text_keeps_what_was_typed(make, town):
    community, person, _ = town
    page = make.browser(person, community).post(
        "proposals/new?kind=proposal", title="好" * 61, text="因为好", category="other"
    )
    assert page.status_code == 422
    assert "好" * 61 in page.text


def test_support_counts_households_once_and_opens_the_agenda_at_the_threshold(make, town):
    community, person, official = town
    with make.inside(community):
        proposal = operations.propose(make.visitor(person, community), "小广场装灯", "晚上太黑", category=Category.LAMP)
        db.commit()
    assert proposal.endorsements_needed == 5
    first = make.household(community)
    for _ in range(2):
        make.browser(make.member(community, household=first), community).post(
            f"proposals/{proposal.number}/endorsement"
        )
    pending = make.member(community, verified=False)
    make.browser(pending, community).post(f"proposals/{proposal.number}/endorsement")
    assert row(make, community, proposal.number).endorsements == 1
    for _ in range(3):
        make.browser(make.member(community), community).post(f"proposals/{proposal.number}/endorsement", htmx=True)
    assert row(make, community, proposal.number).state is State.OPEN
    make.browser(make.member(community), community).post(f"proposals/{proposal.number}/endorsement")
    item = row(make, community, proposal.number)
    assert (item.endorsements, item.state) == (5, State.ENDORSED)
    assert item.schedule_due_at > clock.now()


def test_a_double_tap_supports_once(make, town):
    community, person, _ = town
    number = asked(make, community, person)
    make.browser(person, community).post(f"proposals/{number}/proposal")
    fan = make.browser(make.member(community), community)
    assert [fan.post(f"proposals/{number}/endorsement").status_code for _ in range(2)] == [303, 303]
    with make.inside(community):
        assert len(db.session.scalars(select(Endorsement)).all()) == 1


def test_what_was_supported_while_pending_counts_once_verified(make, town):
    from app.community.models import Membership, VerifiedHow
    from app.community.operations import verify
    from app.demo.telling import again

    community, person, official = town
    with make.inside(community):
        proposal = operations.propose(make.visitor(person, community), "小广场装灯", "晚上太黑", category=Category.LAMP)
        db.commit()
    newcomer, home = make.member(community, verified=False), make.household(community)
    make.browser(newcomer, community).post(f"proposals/{proposal.number}/endorsement")
    with make.inside(community):
        verify(
            make.visitor(official, community),
            again(Membership, newcomer),
            again(type(home), home),
            VerifiedHow.IN_PERSON,
        )
        db.commit()
    assert row(make, community, proposal.number).endorsements == 1


def test_fewer_than_five_replies_close_a_proposal_unconfirmed(make, town):
    community, person, official = town
    with make.inside(community):
        proposal = make_done(make, community, person, official)
    address = promised_at(make, community, proposal.number)
    make.browser(person, community).post(f"{address}/confirmation", fixed="yes")
    item = row(make, community, proposal.number)
    assert item.state is State.CONFIRMED or item.state is State.CLOSED
    with clock.at(clock.now() + 30 * DAY):
        jobs.run_jobs(community.id)
    assert row(make, community, proposal.number).state is State.CLOSED


def make_done(make, community, person, official):
    """A proposal that was promised and is said to be done; call inside the community's binding."""
    proposal = operations.propose(make.visitor(person, community), "小广场装灯", "晚上太黑", category=Category.LAMP)
    office = make.visitor(official, community)
    operations.answer(office, proposal, AnswerKind.ACCEPT, "装", due=clock.now() + 5 * DAY)
    promises.claim_done(office, about(proposal.id)[0], "装好了")
    db.commit()
    return proposal


def test_only_those_asked_can_confirm(make, town):
    community, person, official = town
    number = asked(make, community, person)
    due = clock.local(clock.now() + 10 * DAY, community.zone).date().isoformat()
    make.browser(official, community).post(f"proposals/{number}/answer", kind="accept", text="办", due=due)
    promise = promised_at(make, community, number)
    make.browser(official, community).post(f"{promise}/done", text="好了")
    stranger = make.browser(make.member(community), community)
    assert stranger.post(f"{promise}/confirmation", fixed="no").status_code == 403


def test_who_acts_next_is_named_as_people_here_call_them(make, town):
    community, person, official = town
    number = asked(make, community, person)
    reader = make.browser(None, community, locale="en")
    assert "The residents&#39; committee answers by" in reader.get(f"proposals/{number}").text
    proposal = make.row(
        Proposal, community, author_id=person.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now(),
        answered_at=clock.now(), expires_at=clock.now() + 9 * DAY, endorsements=4, endorsements_needed=5,
    )  # fmt: skip
    assert "1 more household and it goes on the agenda" in reader.get(f"proposals/{proposal.number}").text
    assert "再有 1 户附议就列入议程" in make.browser(None, community).get("proposals/").text


def test_sixty_days_without_support_end_a_proposal_by_themselves(make, town):
    community, person, _ = town
    with make.inside(community):
        proposal = operations.propose(make.visitor(person, community), "小广场装灯", "晚上太黑", category=Category.LAMP)
        db.commit()
        assert life.phase(proposal) is life.Phase.GATHERING
        with clock.at(clock.now() + 61 * DAY):
            assert life.phase(proposal) is life.Phase.ENDED
            with pytest.raises(Refused):
                operations.endorse(make.visitor(person, community), proposal)


def test_where_the_community_checks_first_a_text_waits(make):
    community = make.community(check_first=True)
    person, official = make.member(community), make.official(community)
    number = asked(make, community, person)
    assert make.browser(make.member(community), community).get(f"proposals/{number}").status_code == 404
    waiting = row(make, community, number)
    assert waiting.answer_due_at == working_days(community, clock.now(), 6)
    shown_at = clock.now() + 3 * DAY
    with clock.at(shown_at):
        make.browser(official, community).post(f"proposals/{number}/check", decision="show")
    item = row(make, community, number)
    assert item.answer_due_at == working_days(community, shown_at, 5)
    assert make.browser(None, community).get(f"proposals/{number}").status_code == 200


def working_days(community, moment, days):
    return clock.due_after_working_days(moment, days, community.zone, "cn")


def test_a_request_that_is_done_leaves_the_board_to_the_committee_and_a_proposal_stands_on_it(make, town):
    community, person, official = town
    number = asked(make, community, person)
    due = clock.local(clock.now() + 10 * DAY, community.zone).date().isoformat()
    desk = make.browser(official, community)
    desk.post(f"proposals/{number}/answer", kind="accept", text="换灯头", due=due)
    promise = promised_at(make, community, number)
    desk.post(f"{promise}/done", text="已换")
    assert "3 号楼路灯不亮" not in desk.get("board/").text
    make.browser(person, community).post(f"{promise}/confirmation", fixed="yes")
    assert "3 号楼路灯不亮" in make.browser(None, community).get("").text
    with make.inside(community):
        make_done(make, community, person, official)
    assert "小广场装灯" in desk.get("board/").text


def test_an_answer_that_is_sent_back_is_told_to_those_in_office_now(make, town):
    from app.community.models import PostTerm

    community, person, official = town
    number = asked(make, community, person, title="家里的事", private="y")
    make.browser(official, community).post(f"proposals/{number}/answer", kind="refuse", text="不办")
    with make.inside(community):
        term = db.session.scalars(select(PostTerm).where(PostTerm.membership_id == official.id)).one()
        term.until = term.since
        db.commit()
    successor = make.official(community)
    make.browser(person, community).post(f"proposals/{number}/send-back", text="没有回答")
    assert "家里的事" not in make.browser(official, community).get("inbox").text
    assert "家里的事" in make.browser(successor, community).get("inbox").text


def test_supporters_are_told_that_a_proposal_was_taken_back(make, community):
    author, supporter = make.member(community), make.member(community)
    matter = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now(),
        endorsements_needed=5, title="修凉亭",
    )  # fmt: skip
    for person in (author, supporter):
        assert make.browser(person, community).post(f"proposals/{matter.number}/endorsement").status_code == 303
    assert make.browser(author, community).post(f"proposals/{matter.number}/withdrawal", sure="yes").status_code == 303
    assert "修凉亭" in make.browser(supporter, community).get("inbox").text
    assert "修凉亭" not in make.browser(author, community).get("inbox").text


@pytest.mark.parametrize("who", ["guest", "turned down"])
def test_a_request_of_somebody_who_does_not_belong_here_becomes_no_proposal(make, town, who):
    """Whoever may not propose does not get there by asking first either."""
    community, _, official = town
    given = {} if who == "guest" else {"refused_at": clock.now(), "refused_reason": "没有这户"}
    stranger = make.guest(community, **given)
    number = asked(make, community, stranger)
    assert make.browser(official, community).post(f"proposals/{number}/check", decision="show").status_code == 303
    browser = make.browser(stranger, community)
    assert f"proposals/{number}/proposal" not in browser.get(f"proposals/{number}").text
    assert browser.post(f"proposals/{number}/proposal").status_code == 403
    assert row(make, community, number).kind is Kind.REQUEST
