"""Promising, and what may be done with a promise before it is kept: a day named, more time, another's hands."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.commitments.acts import STEPS, Act
from app.commitments.models import Commitment, Event, Origin
from app.commitments.operations.steps import append_event, follow, require_ahead, set_due, take
from app.commitments.queries import about, hands
from app.community.operations import committee_members, here
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.locks import lock_row
from tenants.numbers import next_number

LONGEST_DAYS = 90  # for what was decided without a day
LONGER = kind("commitment.longer", N_("More time is asked for: %(title)s"), "commitment")
LONGER_ANSWERED = kind(
    "commitment.longer_answered", N_("Your request for more time was answered: %(title)s"), "commitment"
)
DID_DATE = act("commitment.date", N_("Gave the date of delivery"))
DID_ASK_LONGER = act("commitment.longer", N_("Asked for more time"))
DID_HAND_OVER = act("commitment.hand_over", N_("Handed a promise over"))


@dataclass(frozen=True)
class About:
    """What is promised, and to whom."""

    kind: str  # the table
    id: uuid.UUID
    number: int
    title: str
    author_id: uuid.UUID | None = None
    author_household_id: uuid.UUID | None = None
    author_counts: bool = False
    one_persons: bool = False
    private: bool = False


def promise(visitor: CommunityVisitor | None, about: About, origin: Origin, due: datetime | None) -> Commitment:
    """Note what was promised; without a day it is due in ninety days. Without a visitor it was decided by vote."""
    now, community = clock.now(), here()
    made = Commitment(
        number=next_number("commitment"), what=about.title, origin=origin, subject_kind=about.kind, subject_id=about.id,
        subject_number=about.number, one_persons=about.one_persons, private=about.private, author_id=about.author_id,
        author_household_id=about.author_household_id, author_counts=about.author_counts,
        promised_by=visitor.office if visitor is not None else "", promised_at=now, dated=due is not None,
    )  # fmt: skip
    set_due(made, due or clock.due_after_days(now, LONGEST_DAYS, community.zone))
    db.session.add(made)
    db.session.flush()  # its history names it
    append_event(made, Event.PROMISED, visitor)
    follow(made)
    return made


def lock_those_about(subject_id: uuid.UUID) -> None:
    """Take turns over all that was promised about something, before a turn over itself is taken."""
    for commitment in about(subject_id):
        lock_row(commitment)


def take_back(visitor: CommunityVisitor, subject_id: uuid.UUID) -> None:
    """The answer was sent back: what it promised is not promised any more."""
    for commitment in about(subject_id):
        if commitment.origin is Origin.ANSWER and commitment.state in STEPS[Act.TAKE_BACK].start:
            take(commitment, Act.TAKE_BACK, visitor)


def name_date(visitor: CommunityVisitor, commitment: Commitment, due: datetime) -> None:
    """The committee names the day that the decision left open: none later than holds without one."""
    require_ahead(due)
    take(commitment, Act.NAME_DATE, visitor)
    if due > commitment.due_at:
        raise Refused(
            N_("Without a day it is due in ninety days. Only those who decided it can give more time."),
            status=422, field="day",
        )  # fmt: skip
    commitment.dated = True
    set_due(commitment, due)
    follow(commitment)
    record(visitor, DID_DATE, commitment)


def ask_longer(visitor: CommunityVisitor, commitment: Commitment, until: datetime, text: str) -> None:
    """Once, before the day has come: whoever asked for it may agree to a later one, or hold to the first."""
    require_ahead(until)
    take(commitment, Act.ASK_LONGER, visitor)
    if until <= commitment.due_at:
        raise Refused(N_("Please give a later day than the one promised."), status=422, field="day")
    commitment.longer_asked_at, commitment.longer_until_at, commitment.longer_text = clock.now(), until, text
    tell(LONGER, [commitment.author_id] if commitment.author_id else [], commitment.number, title=commitment.what)
    record(visitor, DID_ASK_LONGER, commitment)


def answer_longer(visitor: CommunityVisitor, commitment: Commitment, *, agrees: bool) -> None:
    """Who asked for it agrees to the later day, or does not: then the first day stands."""
    take(commitment, Act.ANSWER_LONGER, visitor)
    commitment.longer_answered_at = clock.now()
    if agrees and commitment.longer_until_at is not None:
        commitment.extended_at = clock.now()
        set_due(commitment, commitment.longer_until_at)
        follow(commitment)
    append_event(commitment, Event.LONGER_AGREED if agrees else Event.LONGER_REFUSED, visitor)
    tell(LONGER_ANSWERED, committee_members(), commitment.number, title=commitment.what)


def extend(commitment: Commitment, until: datetime) -> None:
    """Those who decided it have decided a later day (called by polls): it holds where the day can still be moved, also
    while the words are taken down.
    """
    lock_row(commitment)
    if STEPS[Act.EXTEND].why_not(commitment) is not None:
        return
    append_event(commitment, Event.LONGER_AGREED, None)
    commitment.extended_at = clock.now()
    set_due(commitment, until)
    follow(commitment)


def hand_over(visitor: CommunityVisitor, commitment: Commitment, to: str, text: str) -> None:
    """Another office or an organisation of the community carries it out; the day stays, and so does who promised it."""
    if to not in hands():
        raise Refused(N_("Please choose an office or an organisation of this community."), status=422, field="to")
    lock_row(commitment)
    if commitment.carried_by == to:
        return  # the second tap of two
    take(commitment, Act.HAND_OVER, visitor, to=to, text=text)
    commitment.carried_by = to
    record(visitor, DID_HAND_OVER, commitment, to=to)
