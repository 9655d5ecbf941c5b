"""Speaking to a proposal, and reacting to what others said."""

import uuid

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from app.access import CommunityVisitor
from app.community.models import Membership
from app.community.operations import on_verified
from app.core import clock
from app.core.refusal import N_, Refused
from app.deliberation.models import Reaction, ReactionKind, Stance, Statement
from app.notifications.kinds import kind
from app.notifications.operations import tell, tell_until_read
from app.notifications.policy import Topic
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal
from app.proposals.operations.steps import require_open
from tenants import db
from tenants.locks import lock_row

SPEECHES = 2  # a person and motion, while it is deliberated
LENGTH = 500
REPLIED = kind("statement.replied", N_("Someone replied to you on No. %(number)s: %(title)s"), "proposal")
SPOKEN = kind("statement.spoken", N_("Someone spoke to your No. %(number)s: %(title)s"), "proposal", Topic.INBOX)
COUNTER = {ReactionKind.AGREE: "agree", ReactionKind.DISAGREE: "disagree", ReactionKind.PASS: "passed"}


def speak(
    visitor: CommunityVisitor, proposal: Proposal, stance: Stance, text: str, parent: Statement | None = None
) -> Statement:
    """Say something: a plain comment at any time, a side only while the talk is open and at most twice."""
    text = text.strip()
    if not text:
        raise Refused(N_("Please write something first."), status=422, field="text")
    require_talk_open(proposal)
    if stance is not Stance.COMMENT:
        _may_take_side(visitor, proposal)
    if parent is not None:
        parent.require_standing()
    if parent is not None and (parent.parent_id is not None or parent.proposal_id != proposal.id):
        raise Refused(N_("Please reply to the first statement itself."))
    return _said(visitor, proposal, stance, text, parent)


def require_talk_open(proposal: Proposal) -> None:
    """Whether anything may be said to it."""
    require_open_to(proposal, Act.SPEAK)


def _may_take_side(visitor: CommunityVisitor, proposal: Proposal) -> None:
    require_open(proposal, Act.TAKE_SIDE)  # of two speeches at once the second finds the first
    query = select(func.count()).select_from(Statement).where(Statement.proposal_id == proposal.id)
    sides = query.where(Statement.author_id == visitor.membership.id, Statement.stance != Stance.COMMENT)
    if (db.session.scalar(sides) or 0) >= SPEECHES:
        raise Refused(N_("Everyone may speak twice to a proposal. You have; a comment is still welcome."))


def _said(
    visitor: CommunityVisitor, proposal: Proposal, stance: Stance, text: str, parent: Statement | None
) -> Statement:
    author, now = visitor.membership, clock.now()
    made = Statement(
        proposal_id=proposal.id, author_id=author.id, parent_id=parent and parent.id, household_id=author.household_id,
        grid_id=author.grid_id, counts=author.counts, label=visitor.speaks_for, stance=stance, text=text,
        quarter=clock.quarter(now, visitor.community.zone), created_at=now,
    )  # fmt: skip
    made.author, made.proposal = author, proposal
    _count_in(made)
    db.session.add(made)
    if parent is not None and parent.author_id != author.id:
        tell(REPLIED, [parent.author_id], proposal.number, title=proposal.title)
    elif parent is None and proposal.author_id != author.id:
        tell_until_read(SPOKEN, proposal.author_id, proposal.number, title=proposal.title)
    return made


def _count_in(made: Statement) -> None:
    """One more, before it is written: whether its household spoke already is asked of what others wrote."""
    which = {"which": made.proposal_id, "household": made.household_id}
    db.changed(_COUNT_IN, {**which, "objects": int(made.stance is Stance.AGAINST), "voice": int(made.counts)})


_spoke_before = select(Statement.id).where(
    Statement.proposal_id == bindparam("which"), Statement.household_id == bindparam("household"),
    Statement.counts.is_(True), Statement.hidden_at.is_(None),
)  # fmt: skip
_COUNT_IN = (  # built once: a talk has its busy minutes
    update(Proposal)
    .where(Proposal.id == bindparam("which"))
    .values(
        statements=Proposal.statements + 1,
        against=Proposal.against + bindparam("objects"),
        households_spoke=Proposal.households_spoke + case((_spoke_before.exists(), 0), else_=bindparam("voice")),
    )
)


def recount(proposal_id: uuid.UUID) -> None:
    """Count anew what stands: after something was taken down or put back, or someone was verified."""
    shown = (Statement.proposal_id == proposal_id, Statement.hidden_at.is_(None))
    all_of_them = select(func.count(Statement.id)).where(*shown)
    standing = all_of_them.where(Statement.stance == Stance.AGAINST, Statement.met_at.is_(None))
    voices = select(func.count(Statement.household_id.distinct())).where(*shown, Statement.counts.is_(True))
    counted = {
        "statements": all_of_them.scalar_subquery(),
        "against": standing.scalar_subquery(),
        "households_spoke": voices.scalar_subquery(),
    }
    db.session.flush()  # it is counted from what is stored
    anew = update(Proposal).where(Proposal.id == proposal_id).values(counted)
    db.session.execute(anew.execution_options(synchronize_session=False))


def meet(statement: Statement) -> None:
    """Whoever spoke against it says that this is met: an objection not sustained no longer keeps all from agreeing."""
    lock_row(statement)
    statement.require_standing()
    require_open_to(statement.proposal, Act.VOTE)
    if statement.stance is not Stance.AGAINST or statement.met_at is not None:
        raise Refused(N_("There is no open objection here."))
    statement.met_at = clock.now()
    fewer = update(Proposal).where(Proposal.id == statement.proposal_id).values(against=Proposal.against - 1)
    db.session.execute(fewer.execution_options(synchronize_session=False))


def react(visitor: CommunityVisitor, statement: Statement, kind: ReactionKind) -> None:
    """Agree, disagree or pass; may be changed. The counters move in the same transaction, for those who are verified."""
    lock_row(statement)  # of two taps at once the second finds the first
    statement.require_standing()
    require_talk_open(statement.proposal)
    if statement.author_id == visitor.membership.id:
        raise Refused(N_("This is your own statement; others say whether they agree."))
    query = select(Reaction).where(
        Reaction.statement_id == statement.id, Reaction.membership_id == visitor.membership.id
    )
    known = db.session.scalars(query).one_or_none()
    if known is not None and known.kind is kind:
        return
    before, counts = known.kind if known is not None else None, visitor.is_verified
    if known is None:
        known = Reaction(statement_id=statement.id, membership_id=visitor.membership.id)
        db.session.add(known)
    if before is not None and known.counts:
        _count(statement, before, -1)
    known.kind, known.counts = kind, counts
    if counts:
        _count(statement, kind, +1)


def _count(statement: Statement, kind: ReactionKind, by: int) -> None:
    column = getattr(Statement, COUNTER[kind])
    moved = update(Statement).where(Statement.id == statement.id).values({column: column + by}).returning(column)
    now = db.session.execute(moved.execution_options(synchronize_session=False)).scalar_one()
    set_committed_value(statement, COUNTER[kind], now)  # the page drawn next shows the database's count


@on_verified
def reactions_count_now(member: Membership) -> None:
    """How someone took what others said while pending counts from the moment of verification."""
    mine = select(Reaction, Statement).join(Statement, Statement.id == Reaction.statement_id)
    mine = mine.where(Reaction.membership_id == member.id, Reaction.counts.is_(False)).order_by(Statement.id)
    for reaction, statement in db.session.execute(mine).all():
        reaction.counts = True
        _count(statement, reaction.kind, +1)


@on_verified
def statements_count_now(member: Membership) -> None:
    """What someone said while pending counts from the moment of verification."""
    db.session.execute(
        update(Statement)
        .where(Statement.author_id == member.id)
        .values(household_id=member.household_id, grid_id=member.grid_id, counts=member.counts)
        .execution_options(synchronize_session=False)
    )
    spoken_to = select(Statement.proposal_id).distinct().where(Statement.author_id == member.id)
    for proposal_id in db.session.scalars(spoken_to).all():
        recount(proposal_id)
