"""Who may do what, on one page.

One line of a rule is enough; within a line every condition must hold. The conditions look at the
visitor and at the row, never at the request. *Whether now* is not decided here: models and operations
say that, by raising `Refused`.
"""

import enum
from collections.abc import Callable
from typing import Any

from app.access.visitor import Visitor
from app.core.refusal import N_


class P(enum.Enum):
    """Everything that can be permitted."""

    ANYWHERE = "open to all, in no community"
    ACCOUNT = "own account"
    COMMUNITY_READ = "read what the community shows"
    MEMBERS_READ = "read what only members see"
    JOIN = "join the community"
    MEMBERS_VERIFY = "verify those who ask to join"
    HOUSEHOLDS_MANAGE = "households, invitations, posts and settings"
    DESK = "the committee's desk"
    NOTICE_POST = "post notices"
    REQUEST_ASK = "ask for something"
    PROPOSAL_SUBMIT = "submit proposals"
    PROPOSAL_ENDORSE = "endorse"
    PROPOSAL_ANSWER = "answer, claim done, schedule"
    PROPOSAL_OWN = "send back, withdraw, turn into a proposal"
    PROPOSAL_CONFIRM = "confirm that it is done"
    STATEMENT_WRITE = "speak to a proposal"
    STATEMENT_REACT = "react to a statement"
    STATEMENT_OWN = "say that one's objection is met"
    POLL_PREPARE = "prepare and notice polls"
    POLL_VOTE = "vote"
    SHIFT_ORGANISE = "post shifts"
    SHIFT_ATTENDANCE = "mark who came"
    SHIFT_SIGN_UP = "sign up for a shift"
    SHIFT_CONFIRM = "say whether it helped"
    ROUND_HOLD = "hold a rating round"
    ROUND_ANSWER = "answer a rating round"
    REPORT = "report a text"
    RULE = "rule on reports"
    APPEAL = "appeal a ruling on one's own text"
    APPEAL_DECIDE = "decide appeals"
    AUDIT_READ = "read the record of acts in office"
    REGION_READ = "the superior's desk"


Condition = Callable[[Visitor, Any], bool]


def anyone(_visitor: Visitor, _row: Any) -> bool:
    return True


def may_read(visitor: Visitor, _row: Any) -> bool:
    return visitor.community is not None and (not visitor.community.members_only or visitor.is_member)


def signed_in(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_signed_in


def member(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_member


def verified(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_verified


def resident(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_resident


def adult(visitor: Visitor, _row: Any) -> bool:
    return bool(visitor.membership and visitor.membership.adult)


def holds_no_post(visitor: Visitor, _row: Any) -> bool:
    return not visitor.posts


def committee(visitor: Visitor, _row: Any) -> bool:
    return visitor.holds("committee", "leading")


def grid_worker(visitor: Visitor, _row: Any) -> bool:
    return visitor.holds("grid_worker")


def supervision(visitor: Visitor, _row: Any) -> bool:
    return visitor.holds("supervision")


def about_the_committee(_visitor: Visitor, row: Any) -> bool:
    return bool(getattr(row, "about_committee", False))


def not_about_the_committee(visitor: Visitor, row: Any) -> bool:
    return not about_the_committee(visitor, row)


def wrote_it(visitor: Visitor, row: Any) -> bool:
    return bool(visitor.membership) and getattr(row, "author_id", None) == visitor.membership.id


def organises_it(visitor: Visitor, row: Any) -> bool:
    return bool(visitor.membership) and row.organiser_id == visitor.membership.id


def receives_it(visitor: Visitor, row: Any) -> bool:
    return bool(visitor.membership) and row.receiver_id == visitor.membership.id


def region_office(visitor: Visitor, _row: Any) -> bool:
    return bool(visitor.region_offices)


RULES: dict[P, list[list[Condition]]] = {
    P.ANYWHERE: [[anyone]],
    P.ACCOUNT: [[signed_in]],
    P.COMMUNITY_READ: [[may_read]],
    P.MEMBERS_READ: [[member]],
    P.JOIN: [[signed_in]],
    P.MEMBERS_VERIFY: [[committee], [grid_worker]],
    P.HOUSEHOLDS_MANAGE: [[committee]],
    P.DESK: [[committee], [grid_worker]],
    P.NOTICE_POST: [[committee]],
    P.REQUEST_ASK: [[signed_in]],
    P.PROPOSAL_SUBMIT: [[member]],
    P.PROPOSAL_ENDORSE: [[member]],
    P.PROPOSAL_ANSWER: [[committee]],
    P.PROPOSAL_OWN: [[wrote_it]],
    P.PROPOSAL_CONFIRM: [[signed_in]],
    P.STATEMENT_WRITE: [[member]],
    P.STATEMENT_REACT: [[member]],
    P.STATEMENT_OWN: [[wrote_it]],
    P.POLL_PREPARE: [[committee]],
    P.POLL_VOTE: [[resident, adult]],
    P.SHIFT_ORGANISE: [[committee], [grid_worker]],
    P.SHIFT_ATTENDANCE: [[organises_it, grid_worker], [committee]],  # no longer, once the office has ended
    P.SHIFT_SIGN_UP: [[verified]],
    P.SHIFT_CONFIRM: [[receives_it]],
    P.ROUND_HOLD: [[supervision], [committee]],
    P.ROUND_ANSWER: [[resident, adult, holds_no_post]],
    P.REPORT: [[member]],
    P.RULE: [[committee, not_about_the_committee], [supervision, about_the_committee]],
    P.APPEAL: [[wrote_it]],
    P.APPEAL_DECIDE: [[supervision]],
    P.AUDIT_READ: [[committee], [supervision]],
    P.REGION_READ: [[region_office]],
}


WHO_MAY = {  # said to whoever may not, where the way there is open
    P.PROPOSAL_SUBMIT: N_("Proposals come from those who belong here. Please say where you live first."),
    P.PROPOSAL_ENDORSE: N_("Support comes from those who belong here. Please say where you live first."),
    P.STATEMENT_WRITE: N_("Those who belong here speak here. Please say where you live first."),
    P.POLL_VOTE: N_("Verified adults who live here vote here. If you live here, please join first."),
    P.SHIFT_SIGN_UP: N_("Shifts are open to verified members. If you live here, please join first."),
    P.ROUND_ANSWER: N_("Verified adults who live here and hold no office answer here, where the lot has drawn them."),
}


def can(visitor: Visitor, permission: P, row: Any = None) -> bool:
    """Whether the visitor holds the permission, on this row where it concerns one."""
    return any(all(holds(visitor, row) for holds in line) for line in RULES[permission])


def readable(visitor: Visitor, row: Any) -> bool:
    """Hidden texts are for their author and those who rule; private requests for author and committee.

    What stands under a proposal is as readable as that.
    """
    if (above := getattr(row, "proposal", None)) is not None and not readable(visitor, above):
        return False
    inside = wrote_it(visitor, row) or committee(visitor, row) or supervision(visitor, row)
    if getattr(row, "hidden_at", None) and not inside:
        return False
    if getattr(row, "private", False) and not (wrote_it(visitor, row) or committee(visitor, row)):
        return False
    return not (getattr(row, "visible_at", True) is None and not inside)
