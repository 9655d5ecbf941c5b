"""The desk's pages about members, households, invitations, posts and settings."""

import uuid

import segno
from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.access import P, access
from app.audit.operations import record
from app.community import operations, queries
from app.community.forms import AppointForm, DoorForm, GridForm, HouseholdsForm, PostForm, RefuseForm, SettingsForm
from app.community.models import Household, Membership, Post, PostKind, PostTerm, VerifiedHow
from app.html import id_text, options, paged
from tenants import db

bp = Blueprint("desk", __name__, url_prefix="/c/<slug>/desk")


@bp.get("/members")
@access(P.MEMBERS_VERIFY)
def members() -> ResponseReturnValue:
    """Those who wait to be verified, by name only."""
    return render_template("community/members.html", page=paged(queries.pending(), Membership.id, text=uuid.UUID))


@bp.route("/members/<id:membership_id>", methods=["GET", "POST"])
@access(P.MEMBERS_VERIFY, on=Membership)
def verify(membership: Membership) -> ResponseReturnValue:
    """One person's record, opened and logged; verified against a door of the register."""
    form, refusal = DoorForm(), RefuseForm(formdata=None)
    if form.validate_on_submit():
        with form.attempt():
            household = operations.household_at(form.building.data, form.unit.data, form.room.data)
            operations.verify(g.visitor, membership, household, VerifiedHow.IN_PERSON)
            db.commit()
            return redirect(url_for(".members"), 303)
    return _record_page(membership, form, refusal), form.status


def _record_page(membership: Membership, form: DoorForm, refusal: RefuseForm) -> str:
    record(g.visitor, operations.LOOKED, membership)
    db.commit()
    return render_template("community/verify.html", membership=membership, form=form, refusal=refusal)


@bp.post("/members/<id:membership_id>/refusal")
@access(P.MEMBERS_VERIFY, on=Membership)
def refuse(membership: Membership) -> ResponseReturnValue:
    form = RefuseForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.refuse(g.visitor, membership, form.reason.data)
            db.commit()
            return redirect(url_for(".members"), 303)
    return _record_page(membership, DoorForm(formdata=None), form), form.status


@bp.route("/households", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def households() -> ResponseReturnValue:
    """The register by building and entrance; new doors one a line."""
    form = HouseholdsForm()
    grids = {id_text(grid.id): grid for grid in queries.grids()}
    form.grid.choices = options((key, grid.name) for key, grid in grids.items())
    if form.validate_on_submit():
        with form.attempt():
            rooms = [line.strip() for line in form.rooms.data.splitlines() if line.strip()]
            doors = [(form.building.data, form.unit.data or "", room[:20]) for room in rooms]
            grid, adults = grids[form.grid.data], form.adults.data or 2
            added = operations.add_households(g.visitor, g.community, grid, doors, adults)
            db.commit()
            flash(ngettext("%(num)d household added.", "%(num)d households added.", added))
            return redirect(url_for(".households"), 303)
    doors = queries.households_in(request.args["building"], request.args.get("unit", "")) if "building" in request.args else []
    context = {"form": form, "grids": grids, "buildings": queries.buildings(), "doors": doors}
    return render_template("community/households.html", **context), form.status


@bp.post("/grids")
@access(P.HOUSEHOLDS_MANAGE)
def add_grid() -> ResponseReturnValue:
    form = GridForm()
    if form.validate_on_submit():
        operations.add_grid(form.name.data.strip(), len(queries.grids()))
        db.commit()
    else:
        flash(gettext("Please give the grid a name."))
    return redirect(url_for(".households"), 303)


@bp.post("/households/<id:household_id>/invitation")
@access(P.HOUSEHOLDS_MANAGE, on=Household)
def invite(household: Household) -> ResponseReturnValue:
    """A letter to print, with the code and its QR; shown this once."""
    invitation, code = operations.invite(g.visitor, household)
    db.commit()
    link = current_app.config["PUBLIC_URL"] + url_for("community.join", code=code)
    square = Markup(segno.make(link, error="m").svg_inline(scale=4, omitsize=False, svgclass="qr", lineclass=None))
    context = {"household": household, "invitation": invitation, "code": code, "link": link, "square": square}
    return render_template("community/letter.html", **context)


@bp.route("/posts", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def posts() -> ResponseReturnValue:
    """Posts, who holds them and until when; a new post."""
    form = PostForm()
    if form.validate_on_submit():
        rows = queries.serving(operations.today(g.community))
        post = Post(
            kind=PostKind(form.kind.data), title=form.title.data, duty=form.duty.data or "", hours=form.hours.data or "",
            contact=form.contact.data or "", position=len(rows),
        )  # fmt: skip
        db.session.add(post)
        db.commit()
        return redirect(url_for(".appoint", post_id=post.id), 303)
    return render_template("community/posts.html", form=form, rows=queries.serving(operations.today(g.community))), form.status


@bp.route("/posts/<id:post_id>/term", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE, on=Post)
def appoint(post: Post) -> ResponseReturnValue:
    form, words = AppointForm(), request.args.get("q", "").strip()[:40]
    found = {id_text(member.id): member for member in queries.verified_members(words)}
    form.member.choices = options((key, member.name) for key, member in found.items())
    if form.validate_on_submit():
        with form.attempt():
            operations.appoint(g.visitor, found[form.member.data], post, form.since.data, form.until.data)
            db.commit()
            return redirect(url_for(".posts"), 303)
    return render_template("community/appoint.html", form=form, post=post, words=words), form.status


@bp.post("/terms/<id:post_term_id>/end")
@access(P.HOUSEHOLDS_MANAGE, on=PostTerm)
def end_term(post_term: PostTerm) -> ResponseReturnValue:
    operations.end_term(g.visitor, post_term, operations.today(g.community))
    db.commit()
    return redirect(url_for(".posts"), 303)


@bp.route("/setup", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def setup() -> ResponseReturnValue:
    """The community's own rules and settings, and the way to its registers."""
    form = SettingsForm(obj=g.community)
    if form.validate_on_submit():
        changed = {name: field.data or None if name.startswith("rules") else field.data for name, field in form._fields.items() if name != "csrf_token"}  # noqa: SLF001
        operations.change_settings(g.visitor, g.community, **changed)
        db.commit()
        flash(gettext("Saved."))
        return redirect(url_for(".setup"), 303)
    return render_template("community/setup.html", form=form), form.status
