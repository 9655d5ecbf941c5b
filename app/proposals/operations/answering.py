"""The committee's answer, what a body above says to one that names it, and the one time its author may send it back."""

from datetime import datetime

from sqlalchemy import select

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.commitments.models import Origin
from app.commitments.operations import lock_those_about, take_back
from app.commitments.operations.steps import require_ahead
from app.community.operations import committee_members, here
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind as told_kind
from app.notifications.operations import tell
from app.notifications.policy import Topic
from app.proposals.acts import Act
from app.proposals.models import Answer, AnswerKind, Kind, Proposal, State
from app.proposals.operations.promises import promise_about
from app.proposals.operations.steps import require_open, take
from app.proposals.operations.transfers import call_back, pass_on
from tenants import db
from tenants.models import Body

ANSWERED = told_kind("proposal.answered", N_("No. %(number)s was answered: %(title)s"), "proposal")
SENT_BACK = told_kind(
    "proposal.sent_back", N_("The author of No. %(number)s sent the answer back: %(title)s"), "proposal", Topic.WAITS
)
DID_ANSWER = act("proposal.answer", N_("Answered an item"))


def answer(
    visitor: CommunityVisitor, proposal: Proposal, kind: AnswerKind, text: str, *, body: Body | None = None,
    due: datetime | None = None,
) -> Answer:  # fmt: skip
    """Accept with steps and a date, pass it on to a body of the region's list, or refuse with the basis."""
    if proposal.author_id == visitor.membership.id:
        raise Refused(N_("This is your own item. Someone else in office must answer it."))
    if kind is AnswerKind.TRANSFER and body is None:
        raise Refused(N_("Please choose the body it goes to."), status=422, field="body")
    if kind is AnswerKind.ACCEPT and proposal.kind is Kind.REQUEST and due is None:
        raise Refused(N_("Please say by when it will be done."), status=422, field="due")
    if due is not None and kind is AnswerKind.ACCEPT:
        require_ahead(due, "due")
    made = _answered(visitor, proposal, kind, text, due if kind is AnswerKind.ACCEPT else None)
    if kind is AnswerKind.TRANSFER and body is not None:
        pass_on(proposal, made, body)
    tell(ANSWERED, [proposal.author_id], proposal.number, title=proposal.title)
    record(visitor, DID_ANSWER, proposal, kind=kind.value)
    return made


def _answered(
    visitor: CommunityVisitor, proposal: Proposal, kind: AnswerKind, text: str, due: datetime | None
) -> Answer:
    take(proposal, Act.ANSWER, visitor, kind=kind.value)
    take(proposal, _act(kind, due), visitor)
    now = clock.now()
    assert proposal.answer_due_at is not None
    proposal.answered_at = now
    made = Answer(
        proposal_id=proposal.id, membership_id=visitor.membership.id, office=visitor.office, kind=kind, text=text,
        promised_by_at=due, in_time=now < proposal.answer_due_at, quarter=clock.quarter(now, here().zone), created_at=now,
    )  # fmt: skip
    db.session.add(made)
    if due is not None:
        promise_about(visitor, proposal, Origin.ANSWER, due)
    return made


def _act(kind: AnswerKind, due: datetime | None) -> Act:
    if kind is AnswerKind.ACCEPT:
        return Act.ACCEPT if due is None else Act.PROMISE
    return Act.PASS_ON if kind is AnswerKind.TRANSFER else Act.REFUSE


def send_back(visitor: CommunityVisitor, proposal: Proposal, text: str) -> None:
    """The author says once what is missing; the answer clock starts again, and what it promised is promised no more."""
    lock_those_about(proposal.id)
    require_open(proposal, Act.SEND_BACK)
    query = select(Answer).where(Answer.proposal_id == proposal.id).order_by(Answer.created_at)
    answers = list(db.session.scalars(query))
    if any(given.sent_back_at for given in answers):
        raise Refused(N_("An answer can be sent back once only."))
    take(proposal, Act.SEND_BACK, visitor)
    answers[-1].sent_back_at, answers[-1].sent_back_text = clock.now(), text
    proposal.answered_at = proposal.promised_by_at = None
    take_back(visitor, proposal.id)
    call_back(proposal)
    if proposal.state is State.OPEN and proposal.endorsed_at is not None:
        take(proposal, Act.QUALIFY, None, households=proposal.endorsements)  # it had its place on the agenda
    # Whoever answered may have left office since.
    tell(SENT_BACK, committee_members(), proposal.number, title=proposal.title)
