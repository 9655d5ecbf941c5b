"""Shifts: the last place, overlaps, attendance, receipt, the calendar."""

import html
import re
import threading
from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select, update

from app.community.models import Membership, PostTerm
from app.core import clock
from app.core.refusal import Refused
from app.score import counting
from app.score.versions import IN_FORCE
from app.volunteering import operations, queries
from app.volunteering.models import Shift, ShiftKind, SignUp, SignUpState
from tenants import db

HOUR = timedelta(hours=1)


@pytest.fixture
def town(make):
    community = make.community()
    return community, make.official(community, "grid_worker"), make.member(community)


def posted(make, town, places=2, starts=None, **given):
    community, organiser, receiver = town
    starts = starts or clock.now() + 24 * HOUR
    with make.inside(community):
        plan = operations.Plan(
            "搬车劝导", starts, starts + 2 * HOUR, places, place="南门", receiver_id=receiver.id, **given
        )
        shift = operations.post(make.visitor(organiser, community), plan)
        db.commit()
        return shift


def taken(make, community, shift):
    with make.inside(community):
        return db.session.scalars(select(Shift.taken).where(Shift.id == shift.id)).one()


def test_fifty_people_at_once_never_overfill_a_shift(make, town):
    community = town[0]
    shift = posted(make, town, places=3)
    browsers = [make.browser(make.member(community), community) for _ in range(16)]
    answers = []
    go = lambda one: answers.append(
        one.client.post(one.path(f"volunteering/shifts/{shift.number}/sign-up")).status_code
    )
    threads = [threading.Thread(target=go, args=(one,)) for one in browsers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [303] * 3 + [409] * 13
    assert taken(make, community, shift) == 3


def test_a_place_is_given_back_and_taken_again(make, town):
    community, person = town[0], make.member(town[0])
    shift = posted(make, town, places=1)
    browser = make.browser(person, community)
    address = f"volunteering/shifts/{shift.number}/sign-up"
    browser.post(address)
    browser.post(address)  # a double tap is one place
    assert taken(make, community, shift) == 1
    browser.post(address, withdraw="1")
    assert taken(make, community, shift) == 0
    assert make.browser(make.member(community), community).post(address).status_code == 303
    assert browser.post(address).status_code == 409


def test_nobody_is_in_two_places_at_once(make, town):
    community, person = town[0], make.member(town[0])
    starts = clock.now() + 30 * HOUR
    first, second = posted(make, town, starts=starts), posted(make, town, starts=starts + HOUR)
    browser = make.browser(person, community)
    browser.post(f"volunteering/shifts/{first.number}/sign-up")
    assert browser.post(f"volunteering/shifts/{second.number}/sign-up").status_code == 409


def test_signing_up_ends_with_the_beginning_and_is_for_the_verified(make, town):
    community = town[0]
    shift = posted(make, town)
    address = f"volunteering/shifts/{shift.number}/sign-up"
    assert make.browser(make.member(community, verified=False), community).post(address).status_code == 403
    assert make.browser(None, community).post(address).status_code == 303
    with clock.at(shift.starts_at):
        assert make.browser(make.member(community), community).post(address).status_code == 409


def test_risky_work_needs_insurance_and_a_shift_its_future(make, town):
    with pytest.raises(Refused, match="insurance"):
        posted(make, town, risky=True)
    with pytest.raises(Refused, match="future"):
        posted(make, town, starts=clock.now() - HOUR)


def test_who_came_and_whether_it_helped_make_the_score_of_distinct_people(make, town):
    """C1 counts people, not acts (PT03); the organiser's own word about the need does not count."""
    community, organiser, receiver = town
    helper = make.member(community)
    for turn in range(5):
        shift = posted(make, town, starts=clock.now() + (24 + 3 * turn) * HOUR)
        make.browser(helper, community).post(f"volunteering/shifts/{shift.number}/sign-up")
        with clock.at(shift.ends_at + HOUR):
            desk = make.browser(organiser, community)
            page = desk.get(f"volunteering/shifts/{shift.number}/attendance")
            assert page.status_code == 200
            with make.inside(community):
                sign_up = db.session.scalars(select(SignUp).where(SignUp.shift_id == shift.id)).one()
            from app.core.ids import id_text

            desk.post(f"volunteering/shifts/{shift.number}/attendance", who=id_text(sign_up.id), came="yes")
            assert desk.post(f"volunteering/shifts/{shift.number}/receipt", met="yes").status_code == 403
            assert (
                make.browser(receiver, community)
                .post(f"volunteering/shifts/{shift.number}/receipt", met="yes")
                .status_code
                == 303
            )
    later = clock.now() + 60 * HOUR
    with clock.at(later), make.inside(community):
        evidence = counting.counted(IN_FORCE, clock.quarter(later, community.zone))
    assert sum(map(sum, evidence["breadth"]["C1"].values())) == 1
    assert sum(pair[1] for pair in evidence["rates"]["C2"]) == 10
    assert sum(pair[0] for pair in evidence["rates"]["C2"]) == 3  # three places of a person and month at most
    assert sum(pair[0] for pair in evidence["rates"]["C3"]) == 5


def test_the_calendar_is_read_by_another_library(make, town):
    community = town[0]
    shift = posted(make, town)
    feed = make.browser(None, community).get("volunteering/calendar.ics")
    events = icalendar.Calendar.from_ical(feed.data).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["搬车劝导"]
    assert events[0]["DTSTART"].dt == shift.starts_at.replace(microsecond=0)


def test_a_cancelled_shift_tells_those_who_signed_up(make, town):
    community, organiser, _ = town
    person, shift = make.member(community), posted(make, town)
    make.browser(person, community).post(f"volunteering/shifts/{shift.number}/sign-up")
    make.browser(organiser, community).post(f"volunteering/shifts/{shift.number}/calling-off", sure="yes")
    assert "搬车劝导" in make.browser(person, community).get("inbox").text
    with make.inside(community):
        assert db.session.scalars(select(SignUp.state)).one() is SignUpState.CONFIRMED


def test_a_word_from_someone_in_office_gives_no_credit(make, town):
    """The receiver's own standing when speaking is what counts, also where the office ends later."""
    community, organiser, _ = town
    shift = posted(make, (community, organiser, make.official(community, resident=True, staff=True)))
    with clock.at(shift.ends_at + HOUR):
        with make.inside(community):
            receiver = db.session.scalars(select(Membership).where(Membership.id == shift.receiver_id)).one()
        browser = make.browser(receiver, community)
        assert browser.post(f"volunteering/shifts/{shift.number}/receipt", met="yes").status_code == 303
        with make.inside(community):
            db.session.execute(update(Membership).where(Membership.id == receiver.id).values(staff=False))
            db.commit()
            evidence = counting.counted(IN_FORCE, shift.quarter)
    assert evidence["rates"]["C3"][0] == [0, 1]


def test_a_former_grid_worker_neither_sees_who_signed_up_nor_calls_it_off(make, town):
    community, organiser, _ = town
    person, shift = make.member(community), posted(make, town)
    address = f"volunteering/shifts/{shift.number}"
    make.browser(person, community).post(f"{address}/sign-up")
    browser = make.browser(organiser, community)
    assert person.name in browser.get(f"{address}/attendance").text
    with make.inside(community):
        yesterday = clock.local(clock.now(), community.zone).date() - timedelta(days=1)
        db.session.execute(update(PostTerm).where(PostTerm.membership_id == organiser.id).values(until=yesterday))
        db.commit()
    assert browser.get(f"{address}/attendance").status_code == 403
    assert browser.post(f"{address}/calling-off").status_code == 403
    assert f"{shift.number}/attendance" not in browser.get(address).text


def test_whoever_is_to_be_helped_does_not_help_and_then_say_that_it_helped(make, town):
    community, _, receiver = town
    shift = posted(make, town)
    answer = make.browser(receiver, community, locale="en").post(f"volunteering/shifts/{shift.number}/sign-up")
    assert (answer.status_code, taken(make, community, shift)) == (409, 0)
    assert "others do the helping" in answer.text


def test_hours_helped_are_those_of_shifts_alone(make, town):
    """An event has places and a list, and gives no credit."""
    community, _, _ = town
    member = make.member(community)
    for kind in ShiftKind:
        shift = posted(make, town, kind=kind, starts=clock.now() + (24 if kind is ShiftKind.SHIFT else 48) * HOUR)
        with make.inside(community):
            place = operations.sign_up(make.visitor(member, community), again(shift))
            place.state = SignUpState.ATTENDED
            db.commit()
    with make.inside(community):
        rows = db.session.execute(queries.mine(member.id)).all()
    assert [row.seconds for row in rows] == [2 * 3600, 2 * 3600]


def again(shift):
    return db.session.scalars(select(Shift).where(Shift.id == shift.id)).one()


def test_hours_helped_stand_above_the_newest_alone_and_are_all_of_them(make, town):
    """An older page knows of its own shifts only: a smaller sum there would contradict the first."""
    community, member, now = town[0], make.member(town[0]), clock.now()
    for days in range(1, 24):
        shift = make.row(
            Shift, community, starts_at=now - days * 24 * HOUR, ends_at=now - (days * 24 - 2) * HOUR, places=1
        )
        make.row(SignUp, community, shift_id=shift.id, membership_id=member.id, state=SignUpState.ATTENDED)
    browser = make.browser(member, community, locale="en")
    page = browser.get("volunteering/?show=mine").text
    assert "You have helped for 46 hours so far." in page
    older = html.unescape(re.search(r'href="([^"]*from=[^"]*)"', page)[1])
    assert "You have helped" not in browser.get(older).text


def test_the_receiver_whose_whole_name_was_typed_is_found_among_many_that_only_hold_it(make, town):
    community = town[0]
    for number in range(22):
        make.member(community, name=f"Aa Ann {number:02}")
    meant = make.member(community, name="Ann")
    with make.inside(community):
        found = queries.members_named("Ann", but=town[1].id)
    assert [person.id for person in found] == [meant.id]
