"""Done, and is it really: those asked confirm; "not done" reopens once."""

import random
import uuid

from sqlalchemy import func, select, update

from app.access import CommunityVisitor, Visitor
from app.audit.operations import act, record
from app.board.models import NoticeKind
from app.board.operations import announce
from app.commitments.acts import REPLIES, Act, require_open_to
from app.commitments.models import Commitment, Confirmation, State
from app.commitments.operations.steps import take
from app.commitments.queries import confirmation_of
from app.commitments.subjects import subject_of
from app.community.models import Membership
from app.community.operations import committee_members, here, on_verified
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.notifications.policy import Topic
from app.outbox.operations import enqueue, handler
from tenants import db
from tenants.locks import lock_row

PANEL = 20  # how many are drawn at most
PLEASE_CONFIRM = kind("commitment.confirm", N_("Please say whether it is done: %(title)s"), "commitment", Topic.WAITS)
REOPENED = kind("commitment.reopened", N_("Residents say it is not done: %(title)s"), "commitment")
DID_CLAIM = act("commitment.done", N_("Said that something is done"))


def claim_done(visitor: CommunityVisitor, promise: Commitment, text: str) -> None:
    """Those who promised say it is done; whoever asked for it and up to 20 others drawn at random are asked."""
    take(promise, Act.CLAIM, visitor)
    now = clock.now()
    promise.done_at, promise.done_text = now, text
    panel, quarter = _panel(promise), clock.quarter(now, here().zone)
    db.session.add_all(
        Confirmation(commitment_id=promise.id, membership_id=member, turn=promise.turn, quarter=quarter, asked_at=now)
        for member in panel
    )
    db.session.flush()  # a second claim at the same moment stops here
    tell(PLEASE_CONFIRM, panel, promise.number, title=promise.what)
    ask_at_deadline(promise)
    if not promise.one_persons:  # a request is one person's matter: it stands on its own page
        announce(NoticeKind.RESULT, promise.what, text, promise.subject_kind, promise.subject_number)
    record(visitor, DID_CLAIM, promise)


def ask_at_deadline(promise: Commitment) -> None:
    """When the time to confirm is over, what was said then decides."""
    enqueue("commitments.confirmed", promise.confirm_by_at, commitment_id=promise.id, turn=promise.turn)


def _panel(promise: Commitment) -> list[uuid.UUID]:
    """Whoever asked for it, always; of a common matter also some by lot. Those in office do not judge their own work."""
    first = [promise.author_id] if promise.author_id is not None else []
    if promise.one_persons:
        return first
    others = [member for member in subject_of(promise).panel(promise) if member not in first]
    return [*first, *random.SystemRandom().sample(others, min(PANEL, len(others)))]


def confirm(visitor: Visitor, promise: Commitment, *, fixed: bool, comment: str = "") -> None:
    """Answer "is it really done?". Only those asked, once; the answer may be changed until it is settled."""
    lock_row(promise)  # of the last two replies the second finds the first, and the turn that runs now
    confirmation = confirmation_of(visitor.membership.id, promise) if visitor.membership is not None else None
    if confirmation is None:
        raise Refused(N_("Only the author and those drawn by lot are asked about this."), status=403)
    if confirmation.fixed is fixed and promise.state is not State.CLAIMED:
        return  # the second tap of two: the first one settled it
    require_open_to(promise, Act.REPLY)
    confirmation.fixed, confirmation.comment, confirmation.replied_at = fixed, comment, clock.now()
    confirmation.counts = visitor.membership.counts
    db.session.flush()  # the count below reads it
    _settle(promise, at_deadline=False)


@on_verified
def replies_count_now(member: Membership) -> None:
    """What someone replied while pending counts from the moment of verification, and what was promised to them."""
    replied = update(Confirmation).where(Confirmation.membership_id == member.id, Confirmation.fixed.is_not(None))
    db.session.execute(replied.values(counts=member.counts).execution_options(synchronize_session=False))
    theirs = update(Commitment).where(Commitment.author_id == member.id)
    values = {"author_counts": member.counts, "author_household_id": member.household_id}
    db.session.execute(theirs.values(values).execution_options(synchronize_session=False))


def _settle(promise: Commitment, *, at_deadline: bool) -> None:
    """A request: its author's word. Else the majority of all asked, or at the deadline of five replies or more."""
    rows = db.session.execute(
        select(Confirmation.fixed, func.count())
        .where(Confirmation.commitment_id == promise.id, Confirmation.turn == promise.turn)
        .group_by(Confirmation.fixed)
    ).all()
    said = dict(rows)
    yes, no, silent = said.get(True, 0), said.get(False, 0), said.get(None, 0)
    if silent and not at_deadline:
        return
    enough = yes + no >= (1 if promise.one_persons else REPLIES)
    if enough and yes > no:
        take(promise, Act.CONFIRM, None)
    elif enough and promise.reopened_at is None:
        _reopen(promise)
    else:
        take(promise, Act.CLOSE, None)


def _reopen(promise: Commitment) -> None:
    """Ten working days to put it right; it still counts in the quarter that was promised."""
    take(promise, Act.REOPEN, None)
    promise.reopened_at = clock.now()
    author = [promise.author_id] if promise.author_id is not None else []
    tell(REOPENED, [*committee_members(), *author], promise.number, title=promise.what)


@handler("commitments.confirmed")
def at_deadline(commitment_id: str, turn: int) -> None:
    """The time to confirm is over: what was said decides; too few replies close it unconfirmed."""
    promise = db.session.scalars(select(Commitment).where(Commitment.id == uuid.UUID(commitment_id))).one()
    lock_row(promise)
    if promise.hidden_at is not None or (promise.confirm_by_at and promise.confirm_by_at > clock.now()):
        return  # its time stands still while it is taken down, and runs on when it comes back
    if promise.state is State.CLAIMED and turn == promise.turn:
        _settle(promise, at_deadline=True)
