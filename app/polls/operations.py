"""Preparing a poll and casting a vote. Opening the roll and counting stand in closing.py."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NoReturn

from sqlalchemy import bindparam, exists, select, update

from app import clock, sealing
from app.access import Visitor
from app.audit.operations import act, record
from app.board.models import NoticeKind
from app.board.operations import announce
from app.community.models import Household
from app.outbox.operations import enqueue
from app.polls import closing, counting, presets
from app.polls.models import Elector, Poll, PollOption, PollState, UnitKind
from app.polls.queries import unit_of
from app.proposals.models import Proposal
from app.refusal import N_, Refused
from tenants import db
from tenants.models import Community
from tenants.numbers import next_number

LONGEST = timedelta(days=60)
DID_NOTICE = act("poll.notice", N_("Gave notice of a vote"))
DID_VOID = act("poll.void", N_("Called off a vote"))


@dataclass
class Question:
    """What the committee answered to the plain questions. Costs and budget are in cents."""

    purpose: str
    title: str
    text: str
    opens_at: datetime
    closes_at: datetime
    kind: str = "yes_no"
    unit: UnitKind | None = None  # for opinions only; the others fix it
    options: list[tuple[str, int | None]] = field(default_factory=list)
    budget: int | None = None
    delivery_days: int | None = None
    proposal: Proposal | None = None


def draft(visitor: Visitor, asked: Question) -> Poll:
    """A poll that nobody sees yet."""
    preset, community = presets.choose(asked.purpose), visitor.community
    assert community is not None
    kind = {"money": "budget", "common": "yes_no"}.get(asked.purpose, asked.kind)
    _check(asked, kind, community)
    options = [{"number": i, "title": title, "cost": cost} for i, (title, cost) in enumerate(asked.options, 1)]
    poll = Poll(
        number=next_number("poll"), preset=preset.code, rule=presets.rule(preset, kind, options, asked.budget),
        title=asked.title, text=asked.text, unit_kind=asked.unit if asked.purpose == "opinion" and asked.unit else preset.unit,
        proposal_id=asked.proposal and asked.proposal.id, author_id=visitor.membership.id, delivery_days=asked.delivery_days,
        opens_at=asked.opens_at, closes_at=asked.closes_at, created_at=clock.now(),
        closing_quarter=clock.quarter(asked.closes_at - timedelta(seconds=1), community.zone),
        publish_by_at=clock.due_after_days(asked.closes_at, 3, community.zone),
    )  # fmt: skip
    db.session.add(poll)
    db.session.flush()  # options name it
    for one in options:
        db.session.add(PollOption(poll_id=poll.id, number=one["number"], title=one["title"], cost=one["cost"]))
    return poll


def _check(asked: Question, kind: str, community: Community) -> None:
    if asked.closes_at <= asked.opens_at or asked.closes_at <= clock.now():
        raise Refused(N_("The vote must close after it opens."), status=422)
    if asked.closes_at - asked.opens_at > LONGEST:
        raise Refused(N_("A vote stays open for 60 days at most."), status=422)
    if asked.purpose == "common" and not (community.rules_text and community.rules_adopted_on):
        raise Refused(N_("First put your own rules and the day they were adopted into the settings."))
    if kind != "yes_no" and len(asked.options) < 2:
        raise Refused(N_("Please give two options at least."), status=422)
    if kind == "budget" and (not asked.budget or any(not cost for _, cost in asked.options)):
        raise Refused(N_("Please give the sum, and what each project costs."), status=422)


def notice(visitor: Visitor, poll: Poll) -> None:
    """Tell all: from now on the text is fixed by its hash, and nothing else may be voted."""
    preset, community = presets.PRESETS[poll.preset], visitor.community
    assert community is not None
    if poll.state is not PollState.DRAFTED:
        raise Refused(N_("Notice of this vote was given already."))
    now = clock.now()
    earliest = now + timedelta(days=preset.notice_days) - timedelta(hours=1)
    if preset.notice_days and poll.opens_at < earliest:
        raise Refused(
            N_("This kind of vote needs %(days)s days of notice. Please let it open later."), days=preset.notice_days
        )
    if poll.closes_at <= now:
        raise Refused(N_("The vote must close after it opens."), status=422)
    key = sealing.new_key(sealing.operator())
    poll.state, poll.noticed_at, poll.notice_hash = PollState.NOTICED, now, notice_hash(poll)
    poll.seal_public, poll.seal_private, poll.seal_label = key.public, key.sealed_private, key.label
    if poll.proposal_id is not None:
        db.session.execute(update(Proposal).where(Proposal.id == poll.proposal_id).values(voting_until=poll.closes_at))
    enqueue("polls.open", poll.opens_at, poll_id=poll.id)
    enqueue("polls.count", poll.closes_at, poll_id=poll.id)
    announce(NoticeKind.NOTICE, poll.title, poll.text, "poll", poll.number)
    record(visitor, DID_NOTICE, poll)


def notice_hash(poll: Poll) -> bytes:
    """SHA-256 over what is put to the vote: texts, rule, times, delivery."""
    whole = [
        poll.title, poll.text, poll.rule, int(poll.opens_at.timestamp()), int(poll.closes_at.timestamp()),
        poll.unit_kind.value, poll.delivery_days,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).digest()


def call_off(visitor: Visitor, poll: Poll) -> None:
    """A draft, or a vote that has not opened yet, is taken back."""
    if poll.state not in (PollState.DRAFTED, PollState.NOTICED) or (poll.noticed_at and poll.opens_at <= clock.now()):
        raise Refused(N_("A vote that has opened cannot be called off."))
    poll.state, poll.seal_private = PollState.VOID, None
    record(visitor, DID_VOID, poll)


def must_be_open(poll: Poll) -> None:
    now = clock.now()
    if poll.state is not PollState.NOTICED or poll.closes_at <= now:
        raise Refused(N_("This vote is closed."))
    if poll.opens_at > now:
        raise Refused(N_("This vote has not opened yet."))


def cast(visitor: Visitor, poll: Poll, choice: Sequence[str], channel: str = "web") -> None:
    """Seal the choice into the elector's row; until the close it may be replaced.

    One UPDATE of one row, no time kept, nothing logged: what is stored says that and through whom a unit
    voted, never what. A household votes through its named representative, else through the first to vote.
    """
    must_be_open(poll)
    chosen = counting.check_choice(poll.rule, choice)
    if poll.roll_made_at is None:
        closing.make_roll(poll)
    me, unit = visitor.membership.id, unit_of(visitor, poll)
    assert poll.seal_public is not None
    sealed = sealing.seal(poll.seal_public, counting.payload(chosen), counting.payload_length(poll.rule))
    values = {"poll": poll.id, "unit": unit, "me": me, "envelope": sealed, "way": channel}
    if db.session.execute(_CAST, values).rowcount != 1:
        _say_why_not(poll, unit, me)


# Built once: thousands may vote in the same minute. Of two adults at once, one finds no row left to take.
_CAST = (
    update(Elector)
    .where(Elector.poll_id == bindparam("poll"), Elector.unit_id == bindparam("unit"))
    .where(Elector.membership_id.is_(None) | (Elector.membership_id == bindparam("me")))
    .where(
        ~exists().where(
            Household.community_id == Elector.community_id,
            Household.id == Elector.unit_id,
            Household.representative_id != bindparam("me"),
        )
    )
    .values(membership_id=bindparam("me"), sealed=bindparam("envelope"), channel=bindparam("way"))
    .execution_options(synchronize_session=False)
)


def _say_why_not(poll: Poll, unit: Any, me: Any) -> NoReturn:
    taken = select(Elector.membership_id).where(Elector.poll_id == poll.id, Elector.unit_id == unit)
    row = db.session.execute(taken).one_or_none()
    if row is None:
        raise Refused(N_("You are not on the roll of this vote: it was made when the vote opened."), status=403)
    if row.membership_id not in (None, me):
        raise Refused(N_("Your household has voted already, through someone else of it."))
    raise Refused(N_("Your household has named someone else to vote for it."))
