"""Asking and proposing, showing a text that waited, and what its author may still do with it."""

import hashlib

from sqlalchemy import update

from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import Membership
from app.community.operations import membership_for, on_verified, working_days
from app.core import clock
from app.core.refusal import N_
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act
from app.proposals.models import Category, Kind, Proposal, State
from app.proposals.operations.steps import ANSWER_DAYS, append_event, require_open
from app.proposals.operations.support import needed
from tenants import db
from tenants.models import Community
from tenants.numbers import next_number

EXPIRY_DAYS, CHECK_DAYS = 60, 1
SHOWN = kind("proposal.shown", N_("No. %(number)s was checked and is shown: %(title)s"), "proposal")
DID_CHECK = act("proposal.check", N_("Checked a text"))


def ask(
    visitor: Visitor, title: str, text: str, *, category: Category, place: str = "", private: bool = False
) -> Proposal:
    """One person's matter. Anyone signed in may ask; strangers get a membership that counts for nothing."""
    if visitor.membership is None:
        visitor = _arrived(visitor)
    return _write(visitor, Kind.REQUEST, title, text, category, place, private=private)


def _arrived(visitor: Visitor) -> Visitor:
    assert visitor.community is not None  # views of a community only
    membership = membership_for(visitor.account, visitor.community)
    return Visitor(visitor.account, membership, visitor.posts, community=visitor.community)


def propose(visitor: Visitor, title: str, text: str, *, category: Category, place: str = "") -> Proposal:
    """Something for the community; it gathers support for sixty days and is answered in any case."""
    return _write(visitor, Kind.PROPOSAL, title, text, category, place, private=False)


def _write(
    visitor: Visitor, of: Kind, title: str, text: str, category: Category, place: str, *, private: bool
) -> Proposal:
    author, community, now = visitor.membership, visitor.community, clock.now()
    assert community is not None
    proposal = Proposal(
        number=next_number("proposal"), kind=of, title=title, text=text, category=category, place=place, private=private,
        author_id=author.id, author_household_id=author.household_id, author_counts=author.counts, grid_id=author.grid_id,
        quarter=clock.quarter(now, community.zone), created_at=now, text_hash=_text_hash(title, text),
        endorsements_needed=needed(community) if of is Kind.PROPOSAL else 0,
        state=State.WAITING if _checked_first(visitor) else State.OPEN,
    )  # fmt: skip
    proposal.author = author
    db.session.add(proposal)
    db.session.flush()  # events and endorsements name it
    append_event(proposal, "written", visitor)
    if proposal.state is State.OPEN:
        _appear(proposal, community)
    else:  # a text that nobody checks is one that nobody answers
        proposal.answer_due_at = working_days(community, CHECK_DAYS + ANSWER_DAYS)
    return proposal


def _text_hash(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


def _checked_first(visitor: Visitor) -> bool:
    """Verified residents are shown at once unless the community checks first; others are always checked."""
    assert visitor.community is not None
    return not visitor.posts and (visitor.community.check_first or not (visitor.is_verified or visitor.is_member))


def _appear(proposal: Proposal, community: Community) -> None:
    """The answer clock starts when the item becomes visible; endorsement is never the price of an answer."""
    now = clock.now()
    proposal.state, proposal.visible_at = State.OPEN, now
    proposal.answer_due_at = working_days(community, ANSWER_DAYS)
    if proposal.kind is Kind.PROPOSAL:
        proposal.expires_at = clock.due_after_days(now, EXPIRY_DAYS, community.zone)


def show(visitor: Visitor, proposal: Proposal) -> None:
    """The committee has checked a waiting text and shows it."""
    require_open(proposal, Act.CHECK)
    assert visitor.community is not None
    _appear(proposal, visitor.community)
    tell(SHOWN, [proposal.author_id], proposal.number, title=proposal.title)
    append_event(proposal, "checked", visitor)
    record(visitor, DID_CHECK, proposal)


def turn_away(visitor: Visitor, proposal: Proposal, rule: int) -> None:
    """A waiting text is not shown (called by moderation, which rules on it)."""
    require_open(proposal, Act.CHECK)
    proposal.state, proposal.closed_at = State.REFUSED, clock.now()
    append_event(proposal, "refused", visitor, rule=rule)


def show_after_all(visitor: Visitor, proposal: Proposal) -> None:
    """An appeal against turning it away was granted (called by moderation): its clocks start now."""
    require_open(proposal, Act.RESTORE)
    assert visitor.community is not None
    proposal.closed_at = None
    _appear(proposal, visitor.community)
    append_event(proposal, "restored", visitor)


@on_verified
def items_count_now(member: Membership) -> None:
    """What someone wrote while pending counts from the moment of verification."""
    mine = update(Proposal).where(Proposal.author_id == member.id)
    place = {"author_household_id": member.household_id, "grid_id": member.grid_id}
    counts = mine.values(author_counts=member.counts, **place)
    db.session.execute(counts.execution_options(synchronize_session=False))


def turn_into_proposal(visitor: Visitor, request: Proposal) -> Proposal:
    """One tap: the author's own request becomes a proposal for all, with its clocks running on."""
    require_open(request, Act.TURN)
    assert visitor.community is not None
    request.kind, request.endorsements_needed = Kind.PROPOSAL, needed(visitor.community)
    request.expires_at = clock.due_after_days(clock.now(), EXPIRY_DAYS, visitor.community.zone)
    append_event(request, "turned into a proposal", visitor)
    return request


def withdraw(visitor: Visitor, proposal: Proposal) -> None:
    """The author takes it back before it is on the agenda."""
    require_open(proposal, Act.WITHDRAW)
    proposal.state, proposal.closed_at = State.WITHDRAWN, clock.now()
    append_event(proposal, "withdrawn", visitor)
