"""The notice board."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.board import operations, words
from app.board.forms import NoticeForm
from app.board.models import Notice, NoticeKind
from app.board.permissions import P
from app.web.door import access
from app.web.forms import end_of_day
from app.web.paging import paged
from app.web.permalinks import permalink_if_any
from tenants import db

bp = Blueprint("board", __name__, url_prefix="/c/<slug>/board")


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    """The newest first; ?kind= shows one kind only."""
    kind = next((known for known in NoticeKind if known.value == request.args.get("kind")), None)
    query = select(Notice.number, Notice.title, Notice.kind, Notice.pinned, Notice.posted_at)
    query = query.where(Notice.stands(), *([Notice.kind == kind] if kind else []))
    return render_template("board/index.html", page=paged(query, Notice.number), kind=kind, words=words)


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Notice)
def show(notice: Notice) -> ResponseReturnValue:
    about = permalink_if_any(notice.subject_kind, notice.subject_number)
    return render_template("board/show.html", notice=notice, about=about, words=words)


@bp.route("/new", methods=["GET", "POST"])
@access(P.NOTICE_POST)
def new() -> ResponseReturnValue:
    form = NoticeForm()
    if form.validate_on_submit():
        with form.attempt():
            until = form.until.data and end_of_day(form.until.data)
            kind = NoticeKind(form.kind.data)
            notice = operations.post(
                g.visitor, form.title.data, form.text.data, kind=kind, pinned=form.pinned.data, until=until
            )
            then = form.remember(url_for(".show", number=notice.number))
            db.commit()
            return redirect(then, 303)
    return render_template("board/new.html", form=form), form.status
