"""Asking and proposing, showing a text that waited, and what its author may still do with it."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import update

from app.access import CommunityVisitor
from app.access.visitor import Member
from app.audit.operations import act, record
from app.community.models import Membership, PostKind
from app.community.operations import clock_of, on_verified, today
from app.community.queries import household_of, in_office
from app.community.scope import WHOLE, Scope, ScopeKind, around
from app.community.spoken_of import speaks_of_committee
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import APPEARS, UNCHECKED, Act
from app.proposals.models import Category, Event, Kind, Proposal, State
from app.proposals.operations.steps import append_event, take
from app.proposals.operations.support import endorsements_needed, supporters
from tenants import db
from tenants.numbers import next_number

SHOWN = kind("proposal.shown", N_("No. %(number)s was checked and is shown: %(title)s"), "proposal")
WITHDRAWN = kind(
    "proposal.withdrawn", N_("No. %(number)s, which you support, was taken back by its author: %(title)s"), "proposal"
)
DID_CHECK = act("proposal.check", N_("Checked a text"))


@dataclass(frozen=True)
class Text:
    """What its author typed."""

    title: str
    text: str
    category: Category
    place: str = ""
    scope: ScopeKind = ScopeKind.COMMUNITY
    private: bool = False


def ask(
    visitor: CommunityVisitor, title: str, text: str, *, category: Category, place: str = "", private: bool = False
) -> Proposal:
    """One person's matter. Anyone signed in may ask."""
    return _write(visitor, Kind.REQUEST, Text(title, text, category, place, private=private))


def propose(
    visitor: CommunityVisitor,
    title: str,
    text: str,
    *,
    category: Category,
    place: str = "",
    scope: ScopeKind = ScopeKind.COMMUNITY,
) -> Proposal:
    """Something for those it concerns; it gathers their support for sixty days and is answered in any case."""
    return _write(visitor, Kind.PROPOSAL, Text(title, text, category, place, scope))


def _write(visitor: CommunityVisitor, of: Kind, typed: Text) -> Proposal:
    author, community, now = visitor.membership, visitor.community, clock.now()
    scope = _scope(author, typed.scope)
    proposal = Proposal(
        number=next_number("proposal"), kind=of, title=typed.title, text=typed.text, category=typed.category,
        place=typed.place, private=typed.private, scope=scope,
        author_id=author.id, author_household_id=author.household_id, author_counts=author.counts, grid_id=author.grid_id,
        quarter=clock.quarter(now, community.zone), created_at=now, text_hash=_text_hash(typed.title, typed.text),
        endorsements_needed=endorsements_needed(scope) if of is Kind.PROPOSAL else 0,
        state=State.OPEN,
    )  # fmt: skip
    proposal.author = author
    _send_to_who_checks(visitor, proposal)
    for column, limit in (UNCHECKED if proposal.state is State.WAITING else APPEARS).items():
        setattr(proposal, column, clock_of(limit))
    proposal.visible_at = None if proposal.state is State.WAITING else now
    db.session.add(proposal)
    db.session.flush()  # events and endorsements name it
    append_event(proposal, Event.WRITTEN, visitor)
    return proposal


def _scope(author: Member, kind: ScopeKind) -> Scope:
    """Everyone here, or the author's own grid, building or entrance."""
    if kind is ScopeKind.COMMUNITY:
        return WHOLE
    household = household_of(author)
    if household is None:
        raise Refused(N_("Nobody knows yet where you live here. Please choose everyone here."), status=422)
    return around(kind, household)


def _text_hash(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


def _send_to_who_checks(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """Members are shown at once unless the community checks first; others are always checked.

    Never by the committee where the text speaks of it: by the supervision board or, where nobody sits on it, by nobody
    before it is shown. A private request is for the committee's eyes in any case.
    """
    if visitor.posts or not (visitor.community.check_first or not (visitor.is_verified or visitor.is_member)):
        return
    about = not proposal.private and speaks_of_committee(visitor.community, *proposal.written())
    if about and not in_office(today(visitor.community), PostKind.SUPERVISION):
        return
    proposal.state, proposal.to_supervision = State.WAITING, about


def show(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """The committee has checked a waiting text and shows it: the answer clock starts."""
    take(proposal, Act.CHECK, visitor)
    proposal.visible_at = clock.now()
    tell(SHOWN, [proposal.author_id], proposal.number, title=proposal.title)
    record(visitor, DID_CHECK, proposal)


def turn_away(visitor: CommunityVisitor, proposal: Proposal, rule: int) -> None:
    """A waiting text is not shown (called by moderation, which rules on it)."""
    take(proposal, Act.TURN_AWAY, visitor, rule=rule)


def show_after_all(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """An appeal against turning it away was granted (called by moderation): its clocks start now."""
    take(proposal, Act.RESTORE, visitor)
    proposal.visible_at = clock.now()


@on_verified
def items_count_now(member: Membership) -> None:
    """What someone wrote while pending counts from the moment of verification."""
    mine = update(Proposal).where(Proposal.author_id == member.id)
    home = {"author_household_id": member.household_id, "grid_id": member.grid_id}
    counts = mine.values(author_counts=member.counts, **home)
    db.session.execute(counts.execution_options(synchronize_session=False))


def turn_into_proposal(visitor: CommunityVisitor, request: Proposal) -> Proposal:
    """One tap: the author's own request becomes a proposal for all, with its clocks running on."""
    take(request, Act.TURN, visitor)
    request.kind, request.endorsements_needed = Kind.PROPOSAL, endorsements_needed(request.scope)
    return request


def withdraw(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """The author takes it back before it is on the agenda; those who support it are told."""
    take(proposal, Act.WITHDRAW, visitor)
    tell(WITHDRAWN, supporters(proposal), proposal.number, title=proposal.title)
