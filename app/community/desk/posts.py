"""Posts, who holds them and until when."""

from collections.abc import Mapping

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import AppointForm, PostForm
from app.community.models import OrganisationKind, Post, PostKind, PostTerm
from app.community.permissions import P
from app.core.ids import id_text
from app.core.refusal import N_
from app.web.door import access
from app.web.final import final
from app.web.forms import options
from app.web.paging import paged
from app.web.terms import term
from tenants import db


@bp.route("/posts", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def posts() -> ResponseReturnValue:
    """Posts in order of office, with their holders; a new post."""
    form, grids = PostForm(), {id_text(grid.id): grid for grid in queries.grids()}
    form.grid.choices = options(
        [
            ("", gettext("The whole %(community)s", community=term("community"))),
            *((key, one.name) for key, one in grids.items()),
        ]
    )
    if form.validate_on_submit():
        with form.attempt():
            then = form.remember(url_for(".appoint", post_id=_new_post(form, grids).id))
            db.commit()
            return redirect(then, 303)
    page = paged(queries.serving(operations.today(g.community)), *queries.OFFICE, size=60, rising=True)
    return render_template("community/posts.html", form=form, page=page), form.status


def _new_post(form: PostForm, grids: Mapping[str, object]) -> Post:
    given = {name: form[name].data or "" for name in ("duty", "hours", "contact")}
    grid, kind, organisation = grids.get(form.grid.data), PostKind(form.kind.data), None
    if kind is PostKind.ORGANISATION_SEAT:
        what = OrganisationKind(form.organisation_kind.data)
        organisation = operations.organisation(form.organisation.data or "", what)
    return operations.add_post(
        g.visitor, kind, form.title.data, elected=form.elected.data, grid_id=getattr(grid, "id", None),
        organisation_id=organisation and organisation.id, **given,
    )  # fmt: skip


@bp.route("/posts/<id:post_id>/term", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE, on=Post)
def appoint(post: Post) -> ResponseReturnValue:
    """Find a member by name, then say from when and until when."""
    words = request.args.get("q", "").strip()[:40]
    form = AppointForm(since=operations.today(g.community))
    found = {id_text(member.id): member for member in queries.members_named(words)} if words else {}
    form.member.choices = options([(key, member.name) for key, member in found.items()])
    if form.validate_on_submit():
        with form.attempt():
            operations.appoint(g.visitor, found[form.member.data], post, form.since.data, form.until.data)
            db.commit()
            return redirect(url_for(".posts"), 303)
    today = operations.today(g.community)
    holder = queries.holder(post.id, today)
    goes_on = holder is not None and holder.PostTerm.until != today
    context = {"form": form, "post": post, "holder": holder, "goes_on": goes_on, "words": words, "found": found}
    return render_template("community/appoint.html", **context), form.status


@bp.post("/terms/<id:post_term_id>/end")
@access(P.HOUSEHOLDS_MANAGE, on=PostTerm)
@final(
    N_("Really end it?"),
    N_("Today is the last day in this post. Whoever holds it can then do nothing more in its name."),
)
def end_term(post_term: PostTerm) -> ResponseReturnValue:
    """Today is the last day."""
    operations.end_term(g.visitor, post_term, operations.today(g.community))
    db.commit()
    return redirect(url_for(".posts"), 303)
