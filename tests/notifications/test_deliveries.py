"""Lines that also leave the house: by policy and choice, in the reader's language, with no more than the inbox shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email import policy as rules
from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete, func, select, update

from app.core import clock
from app.core.refusal import N_
from app.notifications import deliveries, leaving, policy
from app.notifications.kinds import KINDS, kind
from app.notifications.models import Delivery, Notification
from app.notifications.operations import choose, tell, wishes, withhold
from app.notifications.policy import Topic
from app.outbox import channels
from app.outbox.messages import send_due
from app.outbox.models import JobState
from tenants import db
from tests.support.factories import Make
from tests.support.gateways import mailbox, sms_gateway

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)  # in Shanghai


@pytest.fixture
def told_kinds():
    """Kinds of this test's own, about proposals."""
    names = {
        "waits": kind("t.waits", N_("Please look at No. %(number)s: %(title)s"), "proposal", Topic.WAITS),
        "mine": kind("t.mine", N_("Something of yours: %(title)s"), "proposal"),
        "inbox": kind("t.inbox", N_("Only here: %(title)s"), "proposal", Topic.INBOX),
    }
    yield names
    for one in names.values():
        del KINDS[one.name]


@pytest.fixture
def gateways(app, monkeypatch):
    """Both ways are open, and nothing else waits."""
    with mailbox() as box, sms_gateway() as texts:
        settings = replace(app.config["SETTINGS"], mail_url=box.url, sms_url=texts.url, public_url="https://gz.example")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        channels.init_app(app)
        send(app)  # what other tests left
        box.got.clear(), texts.got.clear()
        yield box, texts
        monkeypatch.undo()
        channels.init_app(app)


@pytest.fixture
def reader(make, community):
    return member(make, community)


def member(make, community, **given):
    serial = clock.now().microsecond
    email, phone = f"r{serial}@example.org", f"+86139{serial:08d}"
    return make.member(community, account=make.account(**{"email": email, "phone": phone, "locale": "en"} | given))


def tells(make, community, told, *members, at=NOON, **values):
    values = {"title": "The broken lamp"} | values
    with clock.at(at), make.inside(community):
        tell(told, [one.id for one in members], 7, **values)
        db.commit()


def send(app, at=NOON):
    with clock.at(at), app.app_context():
        settings = app.config["SETTINGS"]
        return sum(send_due(settings, channel, deliveries.WAITING)[0] for channel in channels.CHANNELS.values())


def waiting(make, community):
    with make.inside(community):
        query = select(func.count()).select_from(Delivery).where(Delivery.state == JobState.WAITING)
        return db.session.scalar(query)


def test_what_waits_for_me_comes_by_mail_unasked_in_my_language_with_a_link(
    app, make, community, reader, told_kinds, gateways
):
    box, texts = gateways
    tells(make, community, told_kinds["waits"], reader)
    assert send(app) == 1
    assert not texts.got
    head, body = box.got[0].split("\r\n\r\n", 1)
    assert "The broken lamp" not in head
    assert "Please look at No. 7: The broken lamp" in decoded(box.got[0])
    address = next(word for word in decoded(box.got[0]).split() if "/inbox/" in word and "/ways" not in word)
    browser = make.browser(reader, community)
    path = address.removeprefix("https://gz.example")
    assert browser.get(path).location == f"/c/{community.slug}/proposals/7"
    assert make.browser(member(make, community), community).get(path).status_code == 404
    assert browser.get(decoded(box.got[0]).split()[-1].removeprefix("https://gz.example")).status_code == 200


def decoded(letter):
    import email
    from email import policy as rules

    return email.message_from_string(letter, policy=rules.default).get_content()


def test_a_reader_of_chinese_gets_chinese(app, make, community, told_kinds, gateways):
    from app.community.operations.verifying import WELCOME

    tells(make, community, WELCOME, member(make, community, locale="zh_Hans"))
    send(app)
    assert "您已通过核实" in decoded(gateways[0].got[0])


def test_nothing_of_the_words_and_no_address_lies_with_a_delivery(app, make, community, reader, told_kinds, gateways):
    tells(make, community, told_kinds["waits"], reader)
    with make.inside(community):
        row = db.session.scalars(select(Delivery)).one()
        stored = [getattr(row, column.key) for column in Delivery.__mapper__.columns]
    assert not any("lamp" in str(value) or "example.org" in str(value) for value in stored)


def test_what_stays_in_the_inbox_never_leaves_it(app, make, community, reader, told_kinds, gateways):
    with make.inside(community):
        choose(reader.id, {(Topic.INBOX, "email"): True, (Topic.INBOX, "phone"): True})
        db.commit()
    tells(make, community, told_kinds["inbox"], reader)
    assert waiting(make, community) == send(app) == 0


def test_the_lot_is_told_to_nobodys_postman():
    """Who was drawn by lot stays between the page and the person."""
    assert not [one.name for one in KINDS.values() if one.about == "rating_round" and policy.POLICY[one.topic]]


@pytest.mark.parametrize("change", ["read", "taken back", "taken down"])
def test_what_was_read_taken_back_or_taken_down_meanwhile_is_not_sent(
    app, make, community, reader, told_kinds, gateways, change
):
    tells(make, community, told_kinds["waits"], reader)
    with make.inside(community):
        if change == "read":
            db.session.execute(update(Notification).values(read_at=NOON))
        elif change == "taken back":
            db.session.execute(delete(Notification))
        else:
            withhold("proposal", 7)
        db.commit()
    assert send(app) == 0
    assert not gateways[0].got


def test_each_may_choose_and_the_choice_holds_from_the_next_line_on(app, make, community, reader, told_kinds, gateways):
    browser = make.browser(reader, community, locale="en")
    page = browser.get("inbox/ways").text
    assert page.count("checked") == 2  # both by mail
    assert browser.post("inbox/ways", mine="phone").status_code == 303
    page = browser.get("inbox/ways").text
    assert page.count("checked") == 1
    tells(make, community, told_kinds["waits"], reader)
    tells(make, community, told_kinds["mine"], reader)
    assert send(app) == 1
    assert not gateways[0].got
    assert gateways[1].got[0][2]["text"].startswith(f"{community.name}: Something of yours: The broken lamp\nhttps://")


def test_only_open_ways_that_reach_a_person_are_offered(app, make, community, gateways):
    by_phone = member(make, community, email=None)
    page = make.browser(by_phone, community, locale="en").get("inbox/ways").text
    assert 'value="phone"' in page
    assert 'value="email"' not in page
    unreachable = make.browser(make.member(community), community, locale="en").get("inbox/ways").text
    assert "neither e-mail nor text messages reach you" in unreachable
    assert make.browser(by_phone, community).post("inbox/ways", mine="email").status_code == 422
    assert make.browser(None, community).get("inbox/ways").status_code == 303


def test_without_a_way_out_nothing_is_queued(make, community, reader, told_kinds):
    tells(make, community, told_kinds["waits"], reader)
    assert waiting(make, community) == 0


def test_nobody_gets_more_than_is_bearable_in_a_day(app, make, community, reader, told_kinds, gateways):
    for _ in range(policy.DAILY["email"] + 3):
        tells(make, community, told_kinds["waits"], reader)
    assert send(app) == policy.DAILY["email"]
    tells(make, community, told_kinds["waits"], reader, at=NOON + timedelta(hours=25))
    assert send(app, NOON + timedelta(hours=25)) == 1


@pytest.mark.parametrize(("hour", "rings_at"), [(20, 20), (21, 32), (23, 32), (3, 8), (7, 8), (8, 8)])
def test_a_telephone_does_not_ring_at_night(hour, rings_at):
    midnight = datetime(2026, 11, 30, 16, tzinfo=UTC)
    moment = midnight + timedelta(hours=hour)
    assert policy.leaves_at("phone", moment, "Asia/Shanghai") == midnight + timedelta(hours=rings_at)
    assert policy.leaves_at("email", moment, "Asia/Shanghai") == moment


def test_a_suspended_community_sends_nothing(app, make, community, reader, told_kinds, gateways):
    from tenants.models import Community

    tells(make, community, told_kinds["waits"], reader)
    with app.app_context(), db.unbound(write=True):
        db.session.execute(update(Community).where(Community.id == community.id).values(suspended_at=NOON))
        db.commit()
    assert send(app) == 0


def test_an_old_message_is_no_news_and_what_was_sent_is_forgotten_in_time(
    app, make, community, reader, told_kinds, gateways
):
    tells(make, community, told_kinds["waits"], reader)
    assert send(app, NOON + policy.LASTS + timedelta(minutes=1)) == 0
    later = NOON + timedelta(days=5)
    tells(make, community, told_kinds["waits"], reader, at=later)
    assert send(app, later) == 1
    with make.inside(community):
        assert len(db.session.scalars(select(Delivery)).all()) == 1


def test_the_console_prints_no_notifications(fresh_app, told_kinds, capsys):
    """In an instance of its own: a round of the worker does all that is due, which other tests leave by the thousand."""
    make = Make(fresh_app)
    community = make.community()
    tells(make, community, told_kinds["waits"], member(make, community))
    fresh_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert "lamp" not in capsys.readouterr().err


def test_a_letter_says_how_to_end_them_and_that_needs_no_signing_in(app, make, community, reader, told_kinds, gateways):
    tells(make, community, told_kinds["waits"], reader)
    assert send(app) == 1
    letter = message_from_bytes(gateways[0].got[0].encode(), policy=rules.default)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(letter["List-Unsubscribe"].strip("<>")).path
    assert address in letter.get_content()

    stranger = make.browser()
    assert stranger.get(address + "x").status_code == 404
    assert stranger.get(address).status_code == 200
    with make.inside(community):
        assert wishes(reader.id)[Topic.MINE, "email"]
    assert stranger.client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with make.inside(community):
        assert not any(on for (_, channel), on in wishes(reader.id).items() if channel == "email")


def test_who_ends_letters_gets_none_that_was_on_its_way(app, make, community, reader, told_kinds, gateways):
    with make.inside(community):
        choose(reader.id, {(Topic.MINE, "phone"): True})
        db.commit()
    tells(make, community, told_kinds["waits"], reader), tells(make, community, told_kinds["mine"], reader)
    address = f"/letters/{leaving.Reader(community.id, reader.id).token()}"
    assert make.browser().client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    send(app)
    assert not gateways[0].got
    assert len(gateways[1].got) == 1  # what was chosen stays chosen


def test_nobody_ends_anothers_letters(make, community, reader):
    """A token tells one member of one community; no other can be made of it."""
    own = leaving.Reader(community.id, reader.id).token()
    names = [member(make, community).id.hex, reader.id.hex.upper(), "0" * 32]
    forged = [own[:32] + name + own[64:] for name in names] + [
        own[:64],
        own + "0",
        own.upper(),
        "é" * 96,
        own[:-1] + "x",
    ]
    for token in forged:
        assert make.browser().client.post(f"/letters/{token}").status_code == 404
    for method in ("GET", "HEAD", "OPTIONS"):  # as the scanners of mail houses look at it
        assert make.browser().open(f"/letters/{own}", method).status_code == 200
    with make.inside(community):
        assert wishes(reader.id)[Topic.MINE, "email"]
