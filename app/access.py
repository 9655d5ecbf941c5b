"""Who may do what, on one page.

One line of a rule is enough; within a line every condition must hold. The conditions look at the
visitor and at the row, never at the request. *Whether now* is not decided here: models and operations
say that, by raising `Refused`.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, select

from tenants import db
from tenants.models import Community, Region


@dataclass(frozen=True)
class Visitor:
    """Who is asking: an account or nobody, and what it is in the community or region that is bound."""

    account: Any = None
    membership: Any = None
    posts: tuple[Any, ...] = ()  # held today, in order of office
    region_offices: tuple[Any, ...] = ()
    community: Community | None = None
    region: Region | None = None
    login: Any = field(default=None, repr=False)
    unread: int = 0

    @property
    def is_signed_in(self) -> bool:
        return self.account is not None

    @property
    def is_member(self) -> bool:
        """Pending or verified: has said where they live, or holds a post or seat here."""
        return self.is_verified or bool(self.posts) or bool(self.membership and self.membership.asked_place)

    @property
    def is_verified(self) -> bool:
        return bool(self.membership and self.membership.verified_at)

    @property
    def is_resident(self) -> bool:
        """Verified and living here: has a household."""
        return self.is_verified and self.membership.household_id is not None

    def holds(self, *kinds: str) -> bool:
        return any(post.kind in kinds for post in self.posts)

    @property
    def office(self) -> str:
        """The title under which this visitor acts in office; "" for a resident."""
        return self.posts[0].title if self.posts else ""


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


LARGEST = 2**31 - 1  # of an integer column

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
    P.POLL_PREPARE: [[committee]],
    P.POLL_VOTE: [[resident, adult]],
    P.SHIFT_ORGANISE: [[committee], [grid_worker]],
    P.SHIFT_ATTENDANCE: [[organises_it], [committee]],
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


def can(visitor: Visitor, permission: P, row: Any = None) -> bool:
    """Whether the visitor holds the permission, on this row where it concerns one."""
    return any(all(holds(visitor, row) for holds in line) for line in RULES[permission])


def readable(visitor: Visitor, row: Any) -> bool:
    """Hidden texts are for their author and those who rule; private requests for author and committee."""
    inside = wrote_it(visitor, row) or committee(visitor, row) or supervision(visitor, row)
    if getattr(row, "hidden_at", None) and not inside:
        return False
    if getattr(row, "private", False) and not (wrote_it(visitor, row) or committee(visitor, row)):
        return False
    return not (getattr(row, "visible_at", True) is None and not inside)


def access(permission: P, on: type | None = None, load: Callable[[], Any] | None = None) -> Callable[..., Any]:
    """Open a view to those who hold `permission`, and hand it the row its address names.

    With `on=Proposal`, `/proposals/<int:number>` calls the view with `proposal=`; sub-rows are named
    by `<id:statement_id>`. Absent, foreign and unreadable rows give the same 404. `load` returns
    loader options for the row's query.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            visitor: Visitor = g.visitor
            if on is not None:
                if visitor.community is not None and not may_read(visitor, None):
                    return _refuse(visitor)
                url[on.__tablename__] = _row(on, url, load)
                if not readable(visitor, url[on.__tablename__]):
                    abort(404)
            row = url[on.__tablename__] if on is not None else None
            if not can(visitor, permission, row):
                return _refuse(visitor)
            return view(**url)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.on = on  # type: ignore[attr-defined]
        return guarded

    return decorate


def _row(on: type, url: dict[str, Any], load: Callable[[], Any] | None) -> Any:
    name = "number" if "number" in url else f"{on.__tablename__}_id"
    key = url.pop(name)
    if name == "number" and key > LARGEST:
        abort(404)
    return db.session.scalar(_row_query(on, name == "number", load), {"key": key}) or abort(404)


@cache
def _row_query(on: Any, by_number: bool, load: Callable[[], Any] | None) -> Any:
    """Built once: nearly every request asks one of these."""
    query = select(on).where((on.number if by_number else on.id) == bindparam("key"))
    return query.options(*load()) if load is not None else query


def _refuse(visitor: Visitor) -> ResponseReturnValue:
    """Signed out: to sign-in and back (401 for htmx and the API). Signed in: 403."""
    if visitor.is_signed_in:
        abort(403)
    if request.headers.get("HX-Request") or request.path.startswith("/api/"):
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else request.referrer and request.path
    return redirect(url_for("accounts.sign_in", next=back), 303)
