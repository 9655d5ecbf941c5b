"""Places are exact when taps race each other, on both databases; and what is typed wrongly gets a sentence."""

import html
import re
import threading
from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from app.core import clock
from app.notifications.models import Notification
from app.volunteering import operations
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db

HOUR = timedelta(hours=1)


@pytest.fixture
def town(make):
    community = make.community()
    return community, make.official(community, "grid_worker"), make.member(community)


def posted(make, town, places=2, starts=None, title="搬车劝导"):
    community, organiser, receiver = town
    starts = starts or clock.now() + 24 * HOUR
    with make.inside(community):
        plan = operations.Plan(title, starts, starts + 2 * HOUR, places, place="南门", receiver_id=receiver.id)
        shift = operations.post(make.visitor(organiser, community), plan)
        db.commit()
        return shift


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


def tap(make, community, person, shift, **form):
    """A tap on "I will help" by a browser of its own, as from another tab or phone."""
    browser = make.browser(person, community)
    address = browser.path(f"volunteering/shifts/{shift.number}/sign-up")
    return lambda: browser.client.post(address, data=form).status_code


def state(make, community, shift):
    """The column that counts the places, and the rows it counts."""
    with make.inside(community):
        held = select(SignUp.id).where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.CONFIRMED)
        taken = db.session.scalars(select(Shift.taken).where(Shift.id == shift.id)).one()
        return taken, len(db.session.scalars(held).all())


def test_the_last_place_goes_to_one_of_sixteen(make, town):
    community, shift = town[0], posted(make, town, places=1)
    taps = [tap(make, community, one, shift) for one in make.members(community, 16)]
    assert at_once(*taps) == [303] + [409] * 15
    assert state(make, community, shift) == (1, 1)


def test_fifty_at_once_fill_a_shift_exactly(make, town):
    community, shift = town[0], posted(make, town, places=12)
    taps = [tap(make, community, one, shift) for one in make.members(community, 50)]
    assert at_once(*taps) == [303] * 12 + [409] * 38
    assert state(make, community, shift) == (12, 12)


def test_eight_taps_of_one_person_are_one_place(make, town):
    community, person, shift = town[0], make.member(town[0]), posted(make, town, places=9)
    assert at_once(*[tap(make, community, person, shift) for _ in range(8)]) == [303] * 8
    assert state(make, community, shift) == (1, 1)


def test_a_place_given_back_twice_at_once_frees_one(make, town):
    community, shift = town[0], posted(make, town, places=9)
    people = [make.member(community) for _ in range(4)]
    for person in people:
        assert tap(make, community, person, shift)() == 303
    assert at_once(*[tap(make, community, people[0], shift, withdraw="1") for _ in range(8)]) == [303] * 8
    assert state(make, community, shift) == (3, 3)


def test_two_tabs_cannot_bring_one_person_to_two_places(make, town):
    community, starts = town[0], clock.now() + 30 * HOUR
    for turn in range(5):
        person = make.member(community)
        begin = starts + turn * 10 * HOUR
        first, second = posted(make, town, starts=begin), posted(make, town, starts=begin + HOUR)
        assert at_once(tap(make, community, person, first), tap(make, community, person, second)) == [303, 409]


def test_called_off_is_called_off_for_all_and_told_once(make, town):
    """Whoever got in before is told; whoever comes after is refused; a double tap tells nobody twice."""
    community, organiser, _ = town
    shift = posted(make, town, places=9)
    people = make.members(community, 6)
    desk = [make.browser(organiser, community) for _ in range(2)]
    address = desk[0].path(f"volunteering/shifts/{shift.number}/calling-off")
    calls = [lambda one=one: one.client.post(address, data={"sure": "yes"}).status_code for one in desk]
    at_once(*[tap(make, community, person, shift) for person in people], *calls)
    with make.inside(community):
        came = select(SignUp.membership_id).where(SignUp.shift_id == shift.id)
        told = select(Notification.membership_id).where(Notification.kind == "shift.cancelled")
        told = told.where(Notification.membership_id != shift.receiver_id)  # who is told once as well, below
        assert sorted(db.session.scalars(came)) == sorted(db.session.scalars(told))
        receiver = select(Notification.id).where(Notification.membership_id == shift.receiver_id)
        assert len(db.session.scalars(receiver).all()) == 1
    assert tap(make, community, make.member(community), shift)() == 409


def test_a_full_shift_says_so_in_one_sentence(make, town):
    community, shift = town[0], posted(make, town, places=1)
    assert tap(make, community, make.member(community), shift)() == 303
    late = make.browser(make.member(community), community, locale="en")
    address = f"volunteering/shifts/{shift.number}"
    assert "All places are taken. Thank you for wanting to help." in late.post(address + "/sign-up").text
    page = late.get(address).text
    assert "All places are taken." in page
    assert "I will help" not in page


def test_a_place_cannot_be_given_back_once_the_shift_has_begun(make, town):
    community, person, shift = town[0], make.member(town[0]), posted(make, town)
    assert tap(make, community, person, shift)() == 303
    with clock.at(shift.starts_at):
        assert tap(make, community, person, shift, withdraw="1")() == 409
    assert state(make, community, shift) == (1, 1)


@pytest.mark.parametrize(
    "key", ["²&from=1", "9" * 40 + "&from=1", "2026-11-26&from=" + "9" * 40, "x", "2026-11-26", "2026-11-26&from=-1"]
)
def test_a_crooked_address_of_the_next_page_is_an_empty_page(make, town, key):
    assert make.browser(None, town[0]).get(f"volunteering/?from={key}").status_code == 200


def test_the_list_goes_on_where_it_stopped_and_groups_by_day(make, town):
    community, starts = town[0], clock.now() + 24 * HOUR
    for turn in range(45):
        make.row(
            Shift, community, organiser_id=town[1].id, title=f"班次 {turn:02d} 号", places=3, taken=turn % 4,
            starts_at=starts + turn // 3 * HOUR, ends_at=starts + (turn // 3 + 1) * HOUR,
        )  # fmt: skip
    browser, seen, address = make.browser(None, community), [], "volunteering/"
    for _ in range(3):
        page = browser.get(address).text
        seen += [turn for turn in range(45) if f"班次 {turn:02d} 号" in page]
        assert "还有 3 个名额" in page
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(more[1]) if more else ""
    assert sorted(seen) == list(range(45))
    assert not address


def test_the_calendars_of_two_communities_do_not_overwrite_each_other(make, town):
    other = make.community()
    grid_worker = make.official(other, "grid_worker")
    starts = clock.now() + 24 * HOUR
    for community, organiser in ((town[0], town[1]), (other, grid_worker)):
        make.row(
            Shift, community, number=7, organiser_id=organiser.id, title="搬车, 劝导; 南门\\北门\n两处",
            starts_at=starts, ends_at=starts + HOUR, places=2,
        )  # fmt: skip
    uids = set()
    for community in (town[0], other):
        response = make.browser(None, community).get("volunteering/calendar.ics")
        event = icalendar.Calendar.from_ical(response.data).walk("VEVENT")[0]
        assert str(event["SUMMARY"]) == "搬车, 劝导; 南门\\北门\n两处"
        assert event["DTSTART"].dt == starts.replace(microsecond=0)
        assert event["DTSTAMP"].dt <= clock.now()
        assert all(len(line) <= 75 for line in response.data.split(b"\r\n"))
        uids.add(str(event["UID"]))
    assert len(uids) == 2
