"""What follows where a request or a proposal is taken down, and where it comes back: who supports it, and its clocks."""

from datetime import datetime

from app.access import CommunityVisitor
from app.commitments.taken_down import hide_with, leave_for_good_with, show_with
from app.community.operations import what_was_left
from app.core.refusal import N_
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.models import Proposal, State
from app.proposals.operations import show_after_all
from app.proposals.operations.promises import follow_promises
from app.proposals.operations.support import recount, supporters

TAKEN_DOWN = kind(
    "proposal.taken_down", N_("No. %(item)s, which you support, was taken down. The log says by which rule."), "log"
)
BACK = kind("proposal.back", N_("No. %(number)s, which you support, is shown again: %(title)s"), "proposal")
IN_WORKING_DAYS = ("check_due_at", "answer_due_at", "schedule_due_at")
IN_DAYS = ("expires_at", "deliberation_closes_at")


def went_down(proposal: Proposal) -> None:
    hide_with(proposal.id)
    tell(TAKEN_DOWN, supporters(proposal), None, item=proposal.number)


def came_back(proposal: Proposal, by: CommunityVisitor, since: datetime) -> None:
    """Its clocks stood still while it was down. What was never shown begins now."""
    if proposal.state is State.REFUSED:
        show_after_all(by, proposal)
        return
    for name in (*IN_WORKING_DAYS, *IN_DAYS):
        if (due := getattr(proposal, name)) is not None:
            setattr(proposal, name, what_was_left(due, since, working=name in IN_WORKING_DAYS))
    recount(proposal)  # whoever was verified meanwhile counts
    show_with(proposal.id, since)
    follow_promises(proposal)
    tell(BACK, supporters(proposal), proposal.number, title=proposal.title)


def went_for_good(proposal: Proposal) -> None:
    leave_for_good_with(proposal.id)
