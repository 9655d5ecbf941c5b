"""The committee's answer, and the one time its author may send it back."""

from datetime import datetime

from sqlalchemy import select

from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import PostKind
from app.community.operations import today, working_days
from app.community.queries import in_office
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act
from app.proposals.models import Answer, AnswerKind, Kind, Proposal, State
from app.proposals.operations.steps import ANSWER_DAYS, append_event, require_ahead, require_open, set_due
from tenants import db

ANSWERED = kind("proposal.answered", N_("No. %(number)s was answered: %(title)s"), "proposal")
SENT_BACK = kind("proposal.sent_back", N_("The author of No. %(number)s sent the answer back: %(title)s"), "proposal")
COMMITTEE = (PostKind.COMMITTEE, PostKind.LEADING)
DID_ANSWER = act("proposal.answer", N_("Answered an item"))


def answer(
    visitor: Visitor, proposal: Proposal, kind: AnswerKind, text: str, *, body: str = "", due: datetime | None = None
) -> Answer:
    """Accept with steps and a date, transfer to a named body, or refuse with the basis."""
    require_open(proposal, Act.ANSWER)
    if proposal.author_id == visitor.membership.id:
        raise Refused(N_("This is your own item. Someone else in office must answer it."))
    if kind is AnswerKind.TRANSFER and not body:
        raise Refused(N_("Please name the body it goes to."), status=422)
    if kind is AnswerKind.ACCEPT and proposal.kind is Kind.REQUEST and due is None:
        raise Refused(N_("Please say by when it will be done."), status=422)
    if due is not None:
        require_ahead(due)
    made = _answered(visitor, proposal, kind, text, body, due)
    tell(ANSWERED, [proposal.author_id], proposal.number, title=proposal.title)
    append_event(proposal, "answered", visitor, kind=kind.value)
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
        set_due(proposal, community, due)
    return made


def send_back(visitor: Visitor, proposal: Proposal, text: str) -> None:
    """The author says once what is missing; the answer clock starts again."""
    require_open(proposal, Act.SEND_BACK)
    answers = list(
        db.session.scalars(select(Answer).where(Answer.proposal_id == proposal.id).order_by(Answer.created_at))
    )
    if any(one.sent_back_at for one in answers):
        raise Refused(N_("An answer can be sent back once only."))
    assert visitor.community is not None
    answers[-1].sent_back_at, answers[-1].sent_back_text = clock.now(), text
    if proposal.state in (State.DECLINED, State.TRANSFERRED, State.DELIVERING):
        proposal.state, proposal.closed_at = State.OPEN, None
        set_due(proposal, visitor.community, None)
    proposal.answered_at, proposal.answer_due_at = None, working_days(visitor.community, ANSWER_DAYS)
    present = in_office(today(visitor.community), *COMMITTEE)  # whoever answered may have left office since
    tell(SENT_BACK, present, proposal.number, title=proposal.title)
    append_event(proposal, "sent back", visitor)
