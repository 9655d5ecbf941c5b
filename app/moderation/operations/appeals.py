"""Asking someone else, the supervision board, to look at a ruling again."""

from datetime import timedelta

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.community.operations import working_days
from app.core import clock
from app.core.refusal import N_, Refused
from app.moderation.models import Appeal, Ruling
from app.moderation.operations.impartial import require_no_part
from app.moderation.operations.reports import subject_of
from app.moderation.operations.taking_down import leave_for_good, put_back
from app.moderation.queries import appeal_of, reporters_of
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.locks import lock_row

APPEAL_DAYS, DECISION_DAYS = 3, 3  # days to appeal; working days to decide it
APPEAL_DECIDED = act("moderation.appeal", N_("Decided an appeal"))
RESTORED = kind("appeal.restored", N_("Your appeal was granted: the text is shown."), "ruling")
UPHELD = kind("appeal.upheld", N_("Your appeal was decided: the text is not shown. %(reason)s"), "ruling")


def appeal(visitor: CommunityVisitor, ruling: Ruling, text: str) -> Appeal:
    """Within three days the author asks the supervision board to look again; once."""
    require_appealable(ruling)
    due = working_days(visitor.community, DECISION_DAYS)
    made = Appeal(ruling_id=ruling.id, text=text, created_at=clock.now(), due_at=due)
    db.session.add(made)
    return made


def require_appealable(ruling: Ruling) -> None:
    """Refused with the sentence that says why its author cannot appeal it now."""
    if said := _why_not(ruling, appeal_of(ruling)):
        raise Refused(said)


def _why_not(ruling: Ruling, known: Appeal | None) -> str | None:
    """The sentence that says why its author cannot appeal it now, as an English message; None where they can."""
    if not ruling.hidden:
        return N_("The text stays up: there is nothing to appeal.")
    if clock.now() > ruling.created_at + timedelta(days=APPEAL_DAYS):
        return N_("The three days to appeal are over.")
    return N_("You have appealed this already.") if known is not None else None


def may_appeal(ruling: Ruling, known: Appeal | None) -> bool:
    """Whether its author can appeal it now; `known`: the appeal there is already."""
    return _why_not(ruling, known) is None


def decide_appeal(visitor: CommunityVisitor, made: Appeal, ruling: Ruling, *, upheld: bool, reason: str) -> None:
    """Someone on the board with no part in it upholds the ruling or restores the text, credits included."""
    lock_row(made)
    require_decidable(visitor, made, ruling)
    made.upheld, made.reason, made.office, made.decided_at = upheld, reason, visitor.office, clock.now()
    subject = subject_of(ruling)
    if upheld:
        leave_for_good(subject)
    else:
        put_back(visitor, subject)
    if ruling.author_id is not None:
        tell(UPHELD if upheld else RESTORED, [ruling.author_id], None, reason=reason)
    record(visitor, APPEAL_DECIDED, made, upheld=upheld)


def require_decidable(visitor: CommunityVisitor, made: Appeal, ruling: Ruling) -> None:
    """Undecided, and by someone who had no part in it."""
    if made.upheld is not None:
        raise Refused(N_("This appeal has been decided already."))
    if visitor.membership.id in {ruling.author_id, ruling.ruled_by, *reporters_of(ruling.report_id)}:
        raise Refused(
            N_("You wrote or reported this text, or decided about it before. Someone else must decide the appeal.")
        )
    require_no_part(visitor, subject_of(ruling))
