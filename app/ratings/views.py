"""Rating rounds: the list, the four questions, the results."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.ids import id_text
from app.core.refusal import N_
from app.ratings import operations, queries, results
from app.ratings.forms import AnswerForm
from app.ratings.models import RatingAsk, RatingRound, RoundState
from app.ratings.part import Part, my_part
from app.ratings.permissions import P
from app.ratings.words import DRAW, WHY_VOID, round_tag
from app.web.door import access
from app.web.final import final
from app.web.forms import options
from app.web.paging import paged
from tenants import db

bp = Blueprint("ratings", __name__, url_prefix="/c/<slug>/ratings")
bp.add_app_template_global(round_tag)


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    return render_template("ratings/index.html", page=paged(queries.rounds(), RatingRound.number))


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=RatingRound)
def show(rating_round: RatingRound) -> ResponseReturnValue:
    """The questions for those drawn while it runs; the results after it."""
    if rating_round.state is not RoundState.OPEN:
        context = {"draw": DRAW.get(rating_round.draw_found), "why_void": WHY_VOID.get(rating_round.void_reason)}
        return render_template("ratings/result.html", rating_round=rating_round, **context, **_results(rating_round))
    ask = queries.ask_of(g.visitor.membership.id, rating_round) if g.visitor.membership is not None else None
    return _questions(rating_round, ask, None)


def _questions(rating_round: RatingRound, ask: RatingAsk | None, form: AnswerForm | None) -> ResponseReturnValue:
    part = my_part(g.visitor, rating_round, ask)
    form = form or (_form() if part is Part.MAY_ANSWER else None)
    page = render_template("ratings/show.html", rating_round=rating_round, ask=ask, part=part, form=form)
    return page, form.status if form is not None else 200


def _form() -> AnswerForm:
    form = AnswerForm()
    form.post.choices = options([("", "—"), *((id_text(post.id), post.title) for post in queries.posts())])
    return form


@bp.post("/<int:number>")
@access(P.ROUND_ANSWER, on=RatingRound)
def answer(rating_round: RatingRound) -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        with form.attempt():
            chosen = next((post.id for post in queries.posts() if id_text(post.id) == form.post.data), None)
            operations.answer(g.visitor, rating_round, form.stars(), chosen)
            db.commit()
            flash(gettext("Your answers are sealed. You can change them until the round closes."))
            return redirect(url_for(".show", number=rating_round.number), 303)
    return _questions(rating_round, queries.ask_of(g.visitor.membership.id, rating_round), form)


def _results(rating_round: RatingRound) -> dict[str, Any]:
    """Per question the whole and the grids that may be shown; per post what this reader may see."""
    kept = ((row, results.told(row.figure)) for row in queries.figures(rating_round))
    figures = [(row, figure) for row, figure in kept if figure is not None]
    whole = dict.fromkeys((1, 2, 3)) | {row.question: shown for row, shown in figures if not (row.post_id or row.name)}
    grids = {q: {row.name: shown for row, shown in figures if row.question == q and row.name} for q in (1, 2, 3)}
    by_post = {row.post_id: shown for row, shown in figures if row.post_id is not None}
    own = queries.posts_during(g.visitor, rating_round, g.community.zone)
    seen = (post for post in queries.posts() if post.id in by_post and queries.may_see(g.visitor, post, own))
    return {"whole": whole, "grids": grids, "posts": [(post, by_post[post.id]) for post in seen]}


@bp.post("/")
@access(P.ROUND_HOLD)
@final(
    N_("Really start a round now?"),
    N_("Residents are drawn by lot and asked for fourteen days. A quarter has one round only."),
)
def start() -> ResponseReturnValue:
    """Begin a round; the system draws who is asked."""
    started = operations.start(g.visitor)
    db.commit()
    return redirect(url_for(".show", number=started.number), 303)
