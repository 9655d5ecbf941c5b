"""Posts and the terms people serve in them: the only source of roles."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import (
    COMMITTEE,
    Membership,
    Organisation,
    OrganisationKind,
    Post,
    PostKind,
    PostTerm,
    VerifiedHow,
)
from app.community.operations.settings import here, today
from app.community.queries import in_office
from app.core import clock
from app.core.refusal import N_, Refused
from app.outbox.operations import enqueue, handler
from tenants import db
from tenants.locks import lock_row
from tenants.models import Listing
from tenants.text import folded

ADDED = act("post.add", N_("Added a post"))
APPOINTED = act("post.appoint", N_("Put someone into a post"))
ENDED = act("post.end", N_("Ended a term"))
SUPERVISES = (PostKind.SUPERVISION,)


def committee_members() -> list[uuid.UUID]:
    """Those who are the committee today, as memberships."""
    return in_office(today(here()), *COMMITTEE)


def organisation(name: str, kind: OrganisationKind) -> Organisation:
    """The body of this name, entered where it is new: it sits at the table as an equal."""
    name = " ".join(name.split())
    if not name:
        raise Refused(N_("Please name the organisation that has this seat."), status=422, field="organisation")
    db.session.execute(
        select(Listing.community_id).with_for_update()
    )  # of two who enter it at once the second finds it
    known = [one for one in db.session.scalars(select(Organisation)) if folded(one.name) == folded(name)]
    if known:
        return known[0]
    made = Organisation(name=name, kind=kind)
    db.session.add(made)
    db.session.flush()  # the post names it
    return made


def add_post(visitor: Visitor | None, kind: PostKind, title: str, **given: Any) -> Post:
    """A new post, last in the order of office."""
    last = db.session.scalar(select(func.max(Post.position)))
    post = Post(kind=kind, title=title, position=0 if last is None else last + 1, **given)
    db.session.add(post)
    db.session.flush()  # the record names it
    if visitor is not None:
        record(visitor, ADDED, post)
    return post


def appoint(
    visitor: Visitor | None, membership: Membership, post: Post, since: date, until: date | None = None
) -> PostTerm:
    """Put a member into a post from one day to another. Whoever serves gives the score no credit meanwhile."""
    if until is not None and until < since:
        raise Refused(N_("The term ends before it begins."), status=422, field="until")
    lock_row(post)  # of two appointed at once the second finds the first
    _one_post_at_a_time(membership)
    if same := _same_term(membership, post, since, until):
        return same  # the second tap of two
    if holder := _holder(post, since, until):
        raise Refused(N_("%(name)s holds this post in that time. Please end that term first."), name=holder)
    if other := _other_side(membership, post, since, until):
        raise Refused(N_("Nobody serves and supervises at the same time: “%(title)s” is held then."), title=other)
    _vouch(visitor, membership)
    _begin(post)
    term = PostTerm(membership_id=membership.id, post_id=post.id, since=since, until=until)
    db.session.add(term)
    _follow(term)
    if visitor is not None:
        record(visitor, APPOINTED, post, since=since.isoformat(), until=until and until.isoformat())
    return term


def _one_post_at_a_time(membership: Membership) -> None:
    """Of two posts given to one person at once, the second finds the first held."""
    theirs = select(Membership.id).where(Membership.id == membership.id)
    db.session.execute(theirs.with_for_update(key_share=True))


def _begin(post: Post) -> None:
    """A community that was opened is being prepared until its first committee takes office."""
    community = here()
    if post.kind in COMMITTEE and community.began_at is None:
        community.began_at = clock.now()


def _same_term(membership: Membership, post: Post, since: date, until: date | None) -> PostTerm | None:
    query = select(PostTerm).where(PostTerm.post_id == post.id, PostTerm.membership_id == membership.id)
    return db.session.scalars(query.where(PostTerm.since == since, PostTerm.until.is_not_distinct_from(until))).first()


def _holder(post: Post, since: date, until: date | None) -> str | None:
    query = select(Membership.name).join(PostTerm, PostTerm.membership_id == Membership.id)
    return db.session.scalar(query.where(PostTerm.post_id == post.id, *_in_that_time(since, until)))


def _other_side(membership: Membership, post: Post, since: date, until: date | None) -> str | None:
    """The post by which this person would be looked at by themselves, where there is one in that time."""
    query = select(Post.title).join(PostTerm, PostTerm.post_id == Post.id).where(Post.kind.in_(_opposite(post.kind)))
    return db.session.scalar(query.where(PostTerm.membership_id == membership.id, *_in_that_time(since, until)))


def _opposite(kind: PostKind) -> tuple[PostKind, ...]:
    """The kinds of posts that look at this one, or are looked at by it."""
    if kind in COMMITTEE:
        return SUPERVISES
    return COMMITTEE if kind in SUPERVISES else ()


def _in_that_time(since: date, until: date | None) -> list[Any]:
    reaches_it = or_(PostTerm.until.is_(None), PostTerm.until >= since)
    return [reaches_it, PostTerm.since <= until] if until else [reaches_it]


def _vouch(visitor: Visitor | None, membership: Membership) -> None:
    """An official who does not live here is verified by the appointment itself."""
    if membership.verified_at is not None:
        return
    if membership.asked_place:
        raise Refused(N_("Please verify first where this person lives."))
    membership.verified_at, membership.verified_how = clock.now(), VerifiedHow.APPOINTED
    membership.verified_by = visitor.membership.id if visitor and visitor.membership else None


def vacant_post(kind: PostKind, title: str) -> Post | None:
    """A post of that name that nobody holds today or later."""
    held = select(PostTerm.post_id).where(*_in_that_time(today(here()), None))
    named = select(Post).where(Post.kind == kind, Post.title == title, Post.id.not_in(held))
    return db.session.scalars(named.order_by(Post.position).limit(1)).first()


def has_committee() -> bool:
    """Whether anybody of the committee serves today or is to: then the community appoints its people itself."""
    day = today(here())
    query = select(PostTerm.id).join(Post, Post.id == PostTerm.post_id).where(Post.kind.in_(COMMITTEE))
    return db.session.scalar(query.where(*_in_that_time(day, None)).limit(1)) is not None


def end_term(visitor: Visitor, term: PostTerm, on: date) -> None:
    """The term's last day. Someone without another running term counts as a resident from the day after."""
    if term.until is not None and term.until < on:
        raise Refused(N_("This term has ended already."))
    if on < term.since:
        raise Refused(N_("The term ends before it begins."), status=422)
    _one_end_at_a_time()
    if not _somebody_stays(term, on):
        raise Refused(N_("Nobody would be left to look after this community. Please put somebody into office first."))
    term.until = on
    _follow(term)
    record(visitor, ENDED, term, until=on.isoformat())


def _one_end_at_a_time() -> None:
    """Of the last two who end each other's terms at once, the second finds that nobody would stay."""
    posts = select(Post.id).where(Post.kind.in_(COMMITTEE)).order_by(Post.id)
    db.session.execute(posts.with_for_update(key_share=True))


def _somebody_stays(ending: PostTerm, on: date) -> bool:
    """Whether the committee has another who serves on the day after: else nobody could appoint anybody."""
    query = select(PostTerm.id).join(Post, Post.id == PostTerm.post_id).where(Post.kind.in_(COMMITTEE))
    if db.session.scalar(query.where(PostTerm.id == ending.id)) is None:
        return True
    day = on + timedelta(days=1)
    others = query.where(PostTerm.id != ending.id, *_in_that_time(day, day))
    return db.session.scalar(others.limit(1)) is not None


def _follow(term: PostTerm) -> None:
    """`staff` follows the terms: now, when this one begins and the day after it ends."""
    db.session.flush()  # the flag is read from the terms
    follow_terms(str(term.membership_id))
    community = here()
    for last_day in (term.since - timedelta(days=1), term.until):
        if last_day is not None and last_day >= today(community):
            then = clock.midnight_after(last_day, community.zone)
            enqueue("community.staff", then, membership_id=term.membership_id)


@handler("community.staff")
def follow_terms(membership_id: str) -> None:
    """Whoever serves today is staff; nobody else."""
    day = today(here())
    running = PostTerm.since <= day, or_(PostTerm.until.is_(None), PostTerm.until >= day)
    key = uuid.UUID(membership_id)
    member = db.session.scalars(select(Membership).where(Membership.id == key)).one()
    terms = select(func.count()).select_from(PostTerm).where(PostTerm.membership_id == key, *running)
    member.staff = bool(db.session.scalar(terms))
