"""The roll from a sheet: sent, looked at, written."""

from pathlib import PurePath
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.community import queries
from app.community.desk import bp, roll_words
from app.community.forms.roll import ChoicesForm, RollForm, SeenForm
from app.community.permissions import P
from app.community.roll import operations as roll
from app.community.roll.comparing import Choices
from app.community.roll.models import RollSheet, SheetState
from app.core.refusal import N_, Refused
from app.web.door import access
from app.web.uploads import takes_file
from tenants import db, time_limits

TABLES = {".xlsx", ".xlsm", ".csv", ".txt", ".tsv"}
NO_TABLE = N_("A file that ends in %(kind)s is no table we can read. Please send .xlsx or .csv.")
OLDER = {".xls", ".et", ".ods", ".xlsb", ".numbers"}
OLDER_TABLE = N_("We cannot read %(kind)s. Please save the table as .xlsx and send that.")


@bp.route("/roll", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
@takes_file()
def roll_from_sheet() -> ResponseReturnValue:
    """Send a sheet, or paste its cells; what it would do is shown before anything is written."""
    form = _offered(RollForm())
    if form.validate_on_submit():
        with form.attempt():
            content, known = _sent(form), roll.names_of_compounds()
            db.commit()  # nothing was written: nobody waits for us while a long sheet is read
            reading = roll.read_sheet(content, known)
            time_limits.renew()
            sheet = roll.keep(g.visitor, reading, form.choices())
            db.commit()
            return redirect(url_for(".roll_sheet", roll_sheet_id=sheet.id), 303)
    return render_template("community/roll.html", form=form), form.status


def _offered(form: Any) -> Any:
    form.offer(queries.grids(), queries.compounds())
    return form


def _sent(form: RollForm) -> bytes:
    file = request.files.get("file")
    if file is None or not file.filename:
        if form.pasted.data:
            return str(form.pasted.data).encode()
        raise Refused(N_("Please choose a file, or paste the cells."), status=422, field="file")
    kind = PurePath(file.filename).suffix.casefold()
    if kind not in TABLES:
        message = OLDER_TABLE if kind in OLDER else NO_TABLE
        raise Refused(message, status=422, field="file", kind=kind[:12] or "?")
    if content := file.read():
        return content
    raise Refused(N_("This file is empty."), status=422, field="file")


@bp.get("/roll/<id:roll_sheet_id>")
@access(P.HOUSEHOLDS_MANAGE, on=RollSheet)
def roll_sheet(roll_sheet: RollSheet) -> ResponseReturnValue:
    """What it would do; while a worker writes it, how far that is; then what it did."""
    if roll_sheet.state is SheetState.WAITING:
        if roll_sheet.kept is None:  # its day is over
            abort(404)
        return _preview(roll_sheet, SeenForm(formdata=None), ChoicesForm.of(roll_sheet.choices))
    done = roll_words.done(roll_sheet.counts)
    return render_template("community/roll_written.html", sheet=roll_sheet, done=done)


def _preview(sheet: RollSheet, seen: SeenForm, choices: ChoicesForm) -> ResponseReturnValue:
    time_limits.renew(time_limits.LONG)
    reading, chosen = roll.reading_of(sheet), Choices(*sheet.choices)
    plan = roll.plan_of(g.community, reading, chosen)
    seen.seen.data = roll.plan_hash(plan)
    page = render_template(
        "community/roll_preview.html", sheet=sheet, preview=roll_words.Preview(reading, plan), seen=seen,
        choices=_offered(choices),
    )  # fmt: skip
    return page, max(seen.status, choices.status)


@bp.post("/roll/<id:roll_sheet_id>")
@access(P.HOUSEHOLDS_MANAGE, on=RollSheet)
def write_roll(roll_sheet: RollSheet) -> ResponseReturnValue:
    """Write it, if it would still do what was shown."""
    form = SeenForm()
    if form.validate_on_submit():
        with form.attempt():
            time_limits.renew(time_limits.LONG)
            roll.confirm(g.visitor, g.community, roll_sheet, form.seen.data or "")
            db.commit()
            return redirect(url_for(".roll_sheet", roll_sheet_id=roll_sheet.id), 303)
    if roll_sheet.state is not SheetState.WAITING:  # the second tap of two
        return redirect(url_for(".roll_sheet", roll_sheet_id=roll_sheet.id), 303)
    return _preview(roll_sheet, form, ChoicesForm.of(roll_sheet.choices))


@bp.post("/roll/<id:roll_sheet_id>/choices")
@access(P.HOUSEHOLDS_MANAGE, on=RollSheet)
def choose_for_roll(roll_sheet: RollSheet) -> ResponseReturnValue:
    """What holds for lines that leave it out."""
    form = _offered(ChoicesForm())
    if form.validate_on_submit():
        with form.attempt():
            roll.choose(roll_sheet, form.choices())
            db.commit()
            return redirect(url_for(".roll_sheet", roll_sheet_id=roll_sheet.id), 303)
    return _preview(roll_sheet, SeenForm(formdata=None), form)


@bp.post("/roll/<id:roll_sheet_id>/dismissal")
@access(P.HOUSEHOLDS_MANAGE, on=RollSheet)
def dismiss_roll(roll_sheet: RollSheet) -> ResponseReturnValue:
    """Put it away; what was kept of it is deleted."""
    roll.dismiss(roll_sheet)
    db.commit()
    return redirect(url_for(".roll_from_sheet"), 303)
