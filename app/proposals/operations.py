"""What people do with requests and proposals, from asking to the answer. Delivery stands in delivery.py."""

import hashlib
import math
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import Membership
from app.community.operations import membership_for, on_verified, working_days
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.life import expired
from app.proposals.models import Answer, AnswerKind, Category, Endorsement, Kind, Proposal, ProposalEvent, State
from app.refusal import N_, Refused
from tenants import db
from tenants.models import Community
from tenants.numbers import next_number

ANSWER_DAYS, AGENDA_DAYS, EXPIRY_DAYS, TALK_DAYS = 5, 10, 60, 7
LEAST, SHARE, MOST = 5, 0.01, 30  # endorsing households: max(5, 1 %), at most 30

ANSWERED = kind("proposal.answered", N_("No. %(number)s was answered: %(title)s"), "proposal_page.show")
ENDORSED = kind(
    "proposal.endorsed", N_("No. %(number)s has enough support for the agenda: %(title)s"), "proposal_page.show"
)
SENT_BACK = kind(
    "proposal.sent_back", N_("The author of No. %(number)s sent the answer back: %(title)s"), "proposal_page.show"
)
SCHEDULED = kind(
    "proposal.scheduled", N_("The talk about No. %(number)s is open: %(title)s"), "proposal_page.show", urgent=False
)
SHOWN = kind("proposal.shown", N_("No. %(number)s was checked and is shown: %(title)s"), "proposal_page.show")
TURNED_AWAY = kind("proposal.refused", N_("No. %(number)s is not shown: %(reason)s"), "proposal_page.show")
DID_ANSWER = act("proposal.answer", N_("Answered an item"))
DID_SCHEDULE = act("proposal.schedule", N_("Opened the talk about a proposal"))
DID_CHECK = act("proposal.check", N_("Checked a text"))
DID_CONSENSUS = act("proposal.consensus", N_("Recorded that all agree"))


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
        quarter=clock.quarter(now, community.zone), created_at=now, text_hash=text_hash(title, text),
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


def needed(community: Community) -> int:
    """Households whose support puts a proposal on the agenda."""
    return min(MOST, max(LEAST, math.ceil(community.households * SHARE)))


def text_hash(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


def note(proposal: Proposal, step: str, visitor: Visitor | None, /, **values: Any) -> None:
    """Append a step to the item's history: office, never a name."""
    office = visitor.office if visitor is not None else ""
    event = ProposalEvent(
        proposal_id=proposal.id, kind=step, office=office, values=values, text_hash=proposal.text_hash, at=clock.now()
    )
    db.session.add(event)


def check(visitor: Visitor, proposal: Proposal, *, show: bool, reason: str = "") -> None:
    """The committee shows a waiting text, or refuses it with the rule it breaks."""
    _must(proposal, State.WAITING)
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


def _must(proposal: Proposal, *states: State) -> None:
    if proposal.state not in states or expired(proposal):
        raise Refused(N_("This is not possible at this stage any more. Please look again."))


def turn_into_proposal(visitor: Visitor, request: Proposal) -> Proposal:
    """One tap: the author's own request becomes a proposal for all, with its clocks running on."""
    if request.kind is not Kind.REQUEST:
        raise Refused(N_("This is a proposal already."))
    if request.private:
        raise Refused(N_("A private request cannot become a proposal. Please write a new one."))
    _must(request, State.OPEN)
    assert visitor.community is not None
    request.kind, request.endorsements_needed = Kind.PROPOSAL, needed(visitor.community)
    request.expires_at = clock.due_after_days(clock.now(), EXPIRY_DAYS, visitor.community.zone)
    note(request, "turned into a proposal", visitor)
    return request


def withdraw(visitor: Visitor, proposal: Proposal) -> None:
    """The author takes it back before it is on the agenda."""
    _must(proposal, State.OPEN, State.WAITING)
    proposal.state, proposal.closed_at = State.WITHDRAWN, clock.now()
    note(proposal, "withdrawn", visitor)


# -- endorsement ------------------------------------------------------------------------------------------------------


def endorse(visitor: Visitor, proposal: Proposal) -> None:
    """Support a proposal. Supporting twice is as once; a household counts once."""
    if proposal.kind is not Kind.PROPOSAL:
        raise Refused(N_("A request needs no support: it is answered anyway."))
    _must(proposal, State.OPEN, State.ENDORSED, State.SCHEDULED, State.DELIBERATING)
    if _endorsement_of(visitor.membership, proposal) is not None:
        return
    member, now = visitor.membership, clock.now()
    assert visitor.community is not None
    made = Endorsement(
        proposal_id=proposal.id, membership_id=member.id, household_id=member.household_id, grid_id=member.grid_id,
        counts=member.counts, quarter=clock.quarter(now, visitor.community.zone), created_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()  # the count below reads it
    recount(proposal, visitor.community)


def _endorsement_of(member: Membership, proposal: Proposal) -> Endorsement | None:
    query = select(Endorsement).where(Endorsement.proposal_id == proposal.id, Endorsement.membership_id == member.id)
    return db.session.scalar(query)


def withdraw_endorsement(visitor: Visitor, proposal: Proposal) -> None:
    _must(proposal, State.OPEN)
    if (known := _endorsement_of(visitor.membership, proposal)) is not None:
        db.session.delete(known)
        db.session.flush()  # the count below must not see it
        assert visitor.community is not None
        recount(proposal, visitor.community)


def recount(proposal: Proposal, community: Community) -> None:
    """Distinct verified households; at the threshold the proposal gets its place on the agenda."""
    query = select(func.count(Endorsement.household_id.distinct())).where(Endorsement.proposal_id == proposal.id)
    proposal.endorsements = db.session.scalar(query) or 0
    if proposal.state is State.OPEN and proposal.endorsements >= proposal.endorsements_needed:
        proposal.state, proposal.endorsed_at = State.ENDORSED, clock.now()
        proposal.schedule_due_at = working_days(community, AGENDA_DAYS)
        note(proposal, "endorsed", None, households=proposal.endorsements)
        tell(ENDORSED, [proposal.author_id], proposal.number, title=proposal.title)


@on_verified
def endorsements_count_now(member: Membership) -> None:
    """What someone supported while pending counts from the moment of verification."""

    made = list(db.session.scalars(select(Endorsement).where(Endorsement.membership_id == member.id)))
    community = db.session.get(Community, db.community_id) if made else None
    for endorsement in made:
        endorsement.household_id, endorsement.grid_id, endorsement.counts = (
            member.household_id,
            member.grid_id,
            member.counts,
        )
        db.session.flush()  # the count reads it
        proposal = db.session.scalars(select(Proposal).where(Proposal.id == endorsement.proposal_id)).one()
        assert community is not None
        recount(proposal, community)


# -- answer and agenda ------------------------------------------------------------------------------------------------

ANSWERABLE = (State.OPEN, State.ENDORSED, State.SCHEDULED, State.DELIBERATING)


def answer(
    visitor: Visitor, proposal: Proposal, kind: AnswerKind, text: str, *, body: str = "", due: datetime | None = None
) -> Answer:
    """Accept with steps and a date, transfer to a named body, or refuse with the basis."""
    _must(proposal, *ANSWERABLE)
    if proposal.answered_at is not None:
        raise Refused(N_("This has been answered already."))
    if kind is AnswerKind.TRANSFER and not body:
        raise Refused(N_("Please name the body it goes to."), status=422)
    if kind is AnswerKind.ACCEPT and proposal.kind is Kind.REQUEST and due is None:
        raise Refused(N_("Please say by when it will be done."), status=422)
    if due is not None and due <= clock.now():
        raise Refused(N_("The date is past. Please give one that lies ahead."), status=422)
    made = _answered(visitor, proposal, kind, text, body, due)
    tell(ANSWERED, [proposal.author_id], proposal.number, title=proposal.title)
    note(proposal, "answered", visitor, kind=kind.value)
    record(visitor, DID_ANSWER, proposal, kind=kind.value)
    return made


def _answered(
    visitor: Visitor, proposal: Proposal, kind: AnswerKind, text: str, body: str, due: datetime | None
) -> Answer:
    now, community = clock.now(), visitor.community
    assert community is not None
    assert proposal.answer_due_at is not None
    proposal.answered_at = now
    made = Answer(
        proposal_id=proposal.id, membership_id=visitor.membership.id, office=visitor.office, kind=kind, text=text, body=body,
        delivery_due_at=due, in_time=now < proposal.answer_due_at, quarter=clock.quarter(now, community.zone), created_at=now,
    )  # fmt: skip
    db.session.add(made)
    if kind is AnswerKind.REFUSE and proposal.state is State.OPEN:
        proposal.state, proposal.closed_at = State.DECLINED, now
    elif kind is AnswerKind.TRANSFER and proposal.kind is Kind.REQUEST:
        proposal.state, proposal.closed_at = State.TRANSFERRED, now
    elif kind is AnswerKind.ACCEPT and proposal.kind is Kind.REQUEST:
        proposal.state = State.DELIVERING
        promise(proposal, community, due)
    return made


def promise(proposal: Proposal, community: Community, due: datetime | None) -> None:
    """The date by which it is to be done; the quarter it falls in decides where it is counted."""
    proposal.delivery_due_at = due
    proposal.delivery_quarter = clock.quarter(due - timedelta(seconds=1), community.zone) if due else None


def send_back(visitor: Visitor, proposal: Proposal, text: str) -> None:
    """The author says once what is missing; the answer clock starts again."""
    answers = list(
        db.session.scalars(select(Answer).where(Answer.proposal_id == proposal.id).order_by(Answer.created_at))
    )
    if not answers or proposal.answered_at is None:
        raise Refused(N_("There is no answer to send back yet."))
    if any(one.sent_back_at for one in answers):
        raise Refused(N_("An answer can be sent back once only."))
    if proposal.state in (State.DONE_CLAIMED, State.CONFIRMED, State.CLOSED, State.WITHDRAWN, State.REOPENED):
        raise Refused(N_("This is not possible at this stage any more. Please look again."))
    assert visitor.community is not None
    answers[-1].sent_back_at, answers[-1].sent_back_text = clock.now(), text
    if proposal.state in (State.DECLINED, State.TRANSFERRED, State.DELIVERING):
        proposal.state, proposal.closed_at = State.OPEN, None
        promise(proposal, visitor.community, None)
    proposal.answered_at, proposal.answer_due_at = None, working_days(visitor.community, ANSWER_DAYS)
    tell(SENT_BACK, [answers[-1].membership_id], proposal.number, title=proposal.title)
    note(proposal, "sent back", visitor)


def schedule(visitor: Visitor, proposal: Proposal, closes_at: datetime) -> None:
    """Open the talk: at least seven days, for and against given the same room."""
    _must(proposal, State.ENDORSED, State.SCHEDULED)
    assert visitor.community is not None
    if closes_at < clock.due_after_days(clock.now(), TALK_DAYS, visitor.community.zone):
        raise Refused(N_("The talk stays open for seven days at least. Please choose a later day."), status=422)
    proposal.state, proposal.deliberation_closes_at = State.DELIBERATING, closes_at
    endorsers = db.session.scalars(select(Endorsement.membership_id).where(Endorsement.proposal_id == proposal.id))
    tell(SCHEDULED, [proposal.author_id, *endorsers], proposal.number, title=proposal.title)
    note(proposal, "talk opened", visitor)
    record(visitor, DID_SCHEDULE, proposal)


def record_consensus(visitor: Visitor, proposal: Proposal, due: datetime) -> None:
    """No sustained objection at the end of the talk: decided without a vote, with a date."""
    _must(proposal, State.DELIBERATING)
    assert visitor.community is not None
    if proposal.deliberation_closes_at is None or proposal.deliberation_closes_at > clock.now():
        raise Refused(N_("The talk is still open."))
    if due <= clock.now():
        raise Refused(N_("The date is past. Please give one that lies ahead."), status=422)
    proposal.state, proposal.decided_at = State.DELIVERING, clock.now()
    promise(proposal, visitor.community, due)
    note(proposal, "all agree", visitor)
    record(visitor, DID_CONSENSUS, proposal)


def decided(proposal: Proposal, community: Community, poll_number: int, *, passed: bool, due: datetime | None) -> None:
    """A poll has decided (called by polls): with a date it is to be delivered, else declined by vote."""
    proposal.decided_by_poll, proposal.decided_at = poll_number, clock.now()
    if passed:
        proposal.state = State.DELIVERING if due else State.DECIDED
        promise(proposal, community, due)
    else:
        proposal.state, proposal.closed_at = State.DECLINED, clock.now()
    note(proposal, "decided", None, poll=poll_number, passed=passed)
