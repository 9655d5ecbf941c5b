"""Posting notices, and those that appear by themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.access import Visitor
from app.audit.operations import act, record
from app.board.models import Notice, NoticeKind
from app.community.operations import own_word
from app.core import clock
from app.core.refusal import N_, Refused
from app.core.sealing import Lost
from tenants import db
from tenants.models import Counter
from tenants.numbers import next_number

PINNED = 2
POSTED = act("notice.post", N_("Posted a notice"))


def post(
    visitor: Visitor, title: str, text: str, *, kind: NoticeKind = NoticeKind.NOTICE, pinned: bool = False,
    until: datetime | None = None, grid_id: object = None,
) -> Notice:  # fmt: skip
    """Tell the community something; at most two notices are pinned."""
    number = next_number("notice")  # two at once wait for each other here, so the second counts the first
    if pinned and _pinned() >= PINNED:
        raise Refused(
            N_("Two notices are on top already. Wait until one ends, or post this one without keeping it on top."),
            field="pinned",
        )
    notice = Notice(
        number=number, kind=kind, title=title, text=text, pinned=pinned, until=until, grid_id=grid_id,
        author_id=visitor.membership.id, posted_at=clock.now(),
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()  # the record names it
    record(visitor, POSTED, notice)
    return notice


def _pinned() -> int:
    running = Notice.until.is_(None) | (Notice.until > clock.now())
    query = select(func.count()).select_from(Notice).where(Notice.pinned.is_(True), running, Notice.stands())
    return db.session.scalar(query) or 0


def came_back(notice: Notice, _by: Any, _since: datetime) -> None:
    """An appeal was granted. Where others were put on top meanwhile, it stands below them."""
    db.session.execute(select(Counter.last).where(Counter.kind == Notice.__tablename__).with_for_update())
    db.session.flush()  # it is counted itself
    notice.pinned = notice.pinned and _pinned() <= PINNED


def take_down_about(kind: str, number: int, at: datetime) -> None:
    """Notices the product posted about a text go with it."""
    about = update(Notice).where(Notice.subject_kind == kind, Notice.subject_number == number, Notice.stands())
    db.session.execute(about.values(hidden_at=at).execution_options(synchronize_session=False))


def put_back_about(kind: str, number: int, since: datetime) -> None:
    """Those that went down with it come back; one that was taken down for itself stays down."""
    about = update(Notice).where(Notice.subject_kind == kind, Notice.subject_number == number)
    with_it = about.where(Notice.hidden_at == since).values(hidden_at=None, hidden_final_at=None)
    db.session.execute(with_it.execution_options(synchronize_session=False))


def announce(kind: NoticeKind, title: str, text: str, subject_kind: str, subject_number: int) -> Notice:
    """A notice the product posts by itself: a vote, a result, something done. Its words come from what it is about."""
    notice = Notice(
        number=next_number("notice"), kind=kind, title=title, text=text, posted_at=clock.now(),
        subject_kind=subject_kind, subject_number=subject_number,
    )  # fmt: skip
    db.session.add(notice)
    return notice


def announce_void(title: str, lost: Lost, subject_kind: str, subject_number: int) -> Notice:
    """That a vote or round can never be counted, and why."""
    title = own_word("void_title").replace("{title}", title)
    return announce(NoticeKind.RESULT, title, own_word(f"void_{lost}"), subject_kind, subject_number)


def announce_calling_off(title: str, subject_kind: str, subject_number: int) -> Notice:
    """That what was announced does not take place. What said that it does has had its time."""
    about = update(Notice).where(Notice.subject_kind == subject_kind, Notice.subject_number == subject_number)
    db.session.execute(about.values(until=clock.now()).execution_options(synchronize_session=False))
    title = own_word("called_off_title").replace("{title}", title)
    return announce(NoticeKind.NOTICE, title, own_word("called_off"), subject_kind, subject_number)
