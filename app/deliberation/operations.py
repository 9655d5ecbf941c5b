"""Speaking to a proposal, and reacting to what others said."""

from sqlalchemy import func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from app.access import CommunityVisitor
from app.community.models import Membership
from app.community.operations import on_verified
from app.core import clock
from app.core.refusal import N_, Refused
from app.deliberation.models import Reaction, ReactionKind, Stance, Statement
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act, require_open_to
from app.proposals.life import Phase, phase
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.locks import lock_row

SPEECHES = 2  # a person and motion, while it is deliberated
LENGTH = 500
REPLIED = kind("statement.replied", N_("Someone replied to you at No. %(number)s: %(title)s"), "proposal")
COUNTER = {ReactionKind.AGREE: "agree", ReactionKind.DISAGREE: "disagree", ReactionKind.PASS: "passed"}


def speak(
    visitor: CommunityVisitor, proposal: Proposal, stance: Stance, text: str, parent: Statement | None = None
) -> Statement:
    """Say something: a plain comment at any time, a side only while the talk is open and at most twice."""
    text = text.strip()
    if not text:
        raise Refused(N_("Please write something first."), status=422)
    must_be_open(proposal)
    if stance is not Stance.COMMENT:
        _may_take_side(visitor, proposal)
    if parent is not None:
        parent.must_stand()
    if parent is not None and (parent.parent_id is not None or parent.proposal_id != proposal.id):
        raise Refused(N_("Please reply to the first statement itself."))
    return _said(visitor, proposal, stance, text, parent)


def must_be_open(proposal: Proposal) -> None:
    """Whether anything may be said to it."""
    proposal.must_stand()
    if proposal.kind is Kind.REQUEST and proposal.private:
        raise Refused(N_("A private request has no talk."))
    if phase(proposal) is Phase.ENDED:
        raise Refused(N_("This has ended; the talk is closed."))


def _may_take_side(visitor: CommunityVisitor, proposal: Proposal) -> None:
    lock_row(proposal)  # of two speeches at once the second counts the first
    open_until = proposal.deliberation_closes_at
    if proposal.state is not State.DELIBERATING or open_until is None or open_until <= clock.now():
        raise Refused(N_("For and against have their place while the talk is open. A comment is always welcome."))
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
        grid_id=author.grid_id, counts=author.counts, label=label_of(visitor), stance=stance, text=text,
        quarter=clock.quarter(now, visitor.community.zone), created_at=now,
    )  # fmt: skip
    made.author = author
    db.session.add(made)
    counted = {"statements": Proposal.statements + 1, "against": Proposal.against + int(stance is Stance.AGAINST)}
    said = update(Proposal).where(Proposal.id == proposal.id).values(counted)
    db.session.execute(said.execution_options(synchronize_session=False))
    if parent is not None and parent.author_id != author.id:
        tell(REPLIED, [parent.author_id], proposal.number, title=proposal.title)
    return made


def label_of(visitor: CommunityVisitor) -> str:
    """The office or organisation a statement is made for; "" for a resident."""
    if not visitor.posts:
        return ""
    first = visitor.posts[0]
    return first.organisation.name if first.organisation is not None else first.title


def meet(statement: Statement) -> None:
    """Whoever spoke against it says that this is met: an objection not sustained no longer keeps all from agreeing."""
    lock_row(statement)
    statement.must_stand()
    require_open_to(statement.proposal, Act.VOTE)
    if statement.stance is not Stance.AGAINST or statement.met_at is not None:
        raise Refused(N_("This is no objection that still stands."))
    statement.met_at = clock.now()
    fewer = update(Proposal).where(Proposal.id == statement.proposal_id).values(against=Proposal.against - 1)
    db.session.execute(fewer.execution_options(synchronize_session=False))


def react(visitor: CommunityVisitor, statement: Statement, kind: ReactionKind) -> None:
    """Agree, disagree or pass; may be changed. The counters move in the same transaction."""
    statement.must_stand()
    statement.proposal.must_stand()
    if statement.author_id == visitor.membership.id:
        raise Refused(N_("This is your own statement; others say whether they agree."))
    query = select(Reaction).where(
        Reaction.statement_id == statement.id, Reaction.membership_id == visitor.membership.id
    )
    known = db.session.scalars(query.with_for_update()).one_or_none()
    if known is not None and known.kind is kind:
        return
    if known is None:
        db.session.add(Reaction(statement_id=statement.id, membership_id=visitor.membership.id, kind=kind))
        db.session.flush()  # a second tap at the same moment stops here
    else:
        _count(statement, known.kind, -1)
        known.kind = kind
    _count(statement, kind, +1)


def _count(statement: Statement, kind: ReactionKind, by: int) -> None:
    column = getattr(Statement, COUNTER[kind])
    moved = update(Statement).where(Statement.id == statement.id).values({column: column + by}).returning(column)
    now = db.session.execute(moved.execution_options(synchronize_session=False)).scalar_one()
    set_committed_value(statement, COUNTER[kind], now)  # the page drawn next shows the database's count


@on_verified
def statements_count_now(member: Membership) -> None:
    """What someone said while pending counts from the moment of verification."""
    db.session.execute(
        update(Statement)
        .where(Statement.author_id == member.id)
        .values(household_id=member.household_id, grid_id=member.grid_id, counts=member.counts)
        .execution_options(synchronize_session=False)
    )
