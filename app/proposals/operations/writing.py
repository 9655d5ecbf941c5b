"""Asking and proposing, the check before a text is shown, and what its author may still do with it."""

import hashlib

from app import clock
from app.access import Visitor
from app.audit.operations import act, record
from app.community.operations import membership_for, working_days
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.models import Category, Kind, Proposal, State
from app.proposals.operations.steps import ANSWER_DAYS, must, note
from app.proposals.operations.support import needed
from app.refusal import N_, Refused
from tenants import db
from tenants.models import Community
from tenants.numbers import next_number

EXPIRY_DAYS = 60
SHOWN = kind("proposal.shown", N_("No. %(number)s was checked and is shown: %(title)s"), "proposal_page.show")
TURNED_AWAY = kind("proposal.refused", N_("No. %(number)s is not shown: %(reason)s"), "proposal_page.show")
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
    note(proposal, "written", visitor)
    if proposal.state is State.OPEN:
        _show(proposal, community)
    return proposal


def _text_hash(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


def _checked_first(visitor: Visitor) -> bool:
    """Verified residents are shown at once unless the community checks first; others are always checked."""
    assert visitor.community is not None
    return not visitor.posts and (visitor.community.check_first or not (visitor.is_verified or visitor.is_member))


def _show(proposal: Proposal, community: Community) -> None:
    """The answer clock starts when the item becomes visible; endorsement is never the price of an answer."""
    now = clock.now()
    proposal.visible_at = now
    proposal.answer_due_at = working_days(community, ANSWER_DAYS)
    if proposal.kind is Kind.PROPOSAL:
        proposal.expires_at = clock.due_after_days(now, EXPIRY_DAYS, community.zone)


def check(visitor: Visitor, proposal: Proposal, *, show: bool, reason: str = "") -> None:
    """The committee shows a waiting text, or refuses it with the rule it breaks."""
    if not show and not reason:
        raise Refused(N_("Please name the rule it breaks."), status=422)
    must(proposal, State.WAITING)
    if show:
        assert visitor.community is not None
        proposal.state = State.OPEN
        _show(proposal, visitor.community)
        tell(SHOWN, [proposal.author_id], proposal.number, title=proposal.title)
    else:
        proposal.state, proposal.closed_at = State.REFUSED, clock.now()
        tell(TURNED_AWAY, [proposal.author_id], proposal.number, reason=reason)
    note(proposal, "checked", visitor, shown=show)
    record(visitor, DID_CHECK, proposal, shown=show)


def turn_into_proposal(visitor: Visitor, request: Proposal) -> Proposal:
    """One tap: the author's own request becomes a proposal for all, with its clocks running on."""
    if request.kind is not Kind.REQUEST:
        raise Refused(N_("This is a proposal already."))
    if request.private:
        raise Refused(N_("A private request cannot become a proposal. Please write a new one."))
    must(request, State.OPEN)
    assert visitor.community is not None
    request.kind, request.endorsements_needed = Kind.PROPOSAL, needed(visitor.community)
    request.expires_at = clock.due_after_days(clock.now(), EXPIRY_DAYS, visitor.community.zone)
    note(request, "turned into a proposal", visitor)
    return request


def withdraw(visitor: Visitor, proposal: Proposal) -> None:
    """The author takes it back before it is on the agenda."""
    must(proposal, State.OPEN, State.WAITING)
    proposal.state, proposal.closed_at = State.WITHDRAWN, clock.now()
    note(proposal, "withdrawn", visitor)
