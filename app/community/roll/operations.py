"""A sheet is received, looked at, and written into the register: all of it, or nothing."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from app.access import CommunityVisitor, Visitor
from app.audit.operations import act, record
from app.community.operations.settings import here
from app.community.queries import compounds
from app.community.roll import applying, keeping, whose
from app.community.roll.comparing import Choices, Plan, Say, Wanted, compare
from app.community.roll.lines import Reading
from app.community.roll.models import RollSheet, SheetState
from app.community.roll.reading import read
from app.core import clock
from app.core.edit_conflicts import hash_of, require_as_read
from app.core.refusal import N_, Refused
from app.outbox.operations import enqueue, handler
from tenants import db, sheets, workbooks
from tenants.locks import lock_row
from tenants.models import Community

WAITS = timedelta(days=1)
IN_ONE_GO = (
    3_000  # doors; more of them a worker writes, in parts of as many, so that nobody waits long for the register
)
NO_TABLE = N_("This is no table. Please send .xlsx or .csv.")
WHOLE = {
    sheets.TOO_LONG: N_("This table has more than 100,000 lines. Please send it in parts."),
    sheets.OLD_KIND: N_("This is an older kind of file, or one with a password. Please save it as .xlsx without."),
    workbooks.TOO_MUCH: N_("This file unpacks to more than a table holds. Please send the cells alone."),
    workbooks.FAR_APART: N_("Cells of this spreadsheet lie far below or beside the table. Please delete those."),
    workbooks.DAMAGED: N_("This spreadsheet is damaged, or is none."),
    workbooks.LOCKED: N_("This spreadsheet is locked with a password. Please send it without."),
}
NOT_TEXT = N_("Line %(line)s is not UTF-8 text. Please save the table as UTF-8.")
NO_LINE = N_("Line %(line)s cannot be read: its quotation marks do not match.")
WROTE = act("household.sheet", N_("Brought the register up to a sheet"))


def read_sheet(content: bytes, known_compounds: list[str]) -> Reading:
    """Its known columns; nothing else of it is kept. Takes no part in any transaction."""
    try:
        return read(sheets.tables(content), known_compounds)
    except sheets.BadRow as bad:
        if bad.line is None:
            raise Refused(WHOLE.get(str(bad), NO_TABLE), status=422, field="file") from None
        message = NOT_TEXT if str(bad) == sheets.NO_TEXT else NO_LINE
        raise Refused(message, status=422, field="file", line=bad.line) from None


def names_of_compounds() -> list[str]:
    return [one.name for one in compounds()]


def keep(visitor: CommunityVisitor, reading: Reading, choices: Choices) -> RollSheet:
    """Let what it says of this community wait for a yes, encrypted; a day later it is gone."""
    reading = whose.own(here().name, reading)
    sheet = RollSheet(
        made_by=visitor.membership.id, made_at=clock.now(), kept=keeping.text_of(reading), choices=list(choices),
        total=len(reading.lines),
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()  # the job names it
    enqueue("roll.forget", sheet.made_at + WAITS, sheet_id=sheet.id)
    return sheet


def reading_of(sheet: RollSheet) -> Reading:
    if sheet.state is not SheetState.WAITING or sheet.kept is None:
        raise Refused(N_("This sheet has been written already, or is gone."))
    return keeping.reading_of(sheet.kept)


def plan_of(community: Community, reading: Reading, choices: Choices) -> Plan:
    """What it would do to the register as it is now; nothing, where a line of it cannot be read."""
    plan = compare(reading.lines, applying.register(community), choices)
    plan.problems = [*reading.problems, *plan.problems]
    return plan


def plan_hash(plan: Plan) -> str:
    """Of what the page says that it would do."""
    return hash_of(plan.counts, [name for _, name in (*plan.compounds, *plan.grids)])


def choose(sheet: RollSheet, choices: Choices) -> None:
    lock_row(sheet)
    reading_of(sheet)
    sheet.choices = list(choices)


def confirm(visitor: CommunityVisitor, community: Community, sheet: RollSheet, seen: str) -> None:
    """Write it: at once, or by a worker where it is long. `seen`: the hash of what was shown that it would do."""
    lock_row(sheet)
    reading, choices = reading_of(sheet), Choices(*sheet.choices)
    plan = plan_of(community, reading, choices)
    if plan.problems:
        raise Refused(N_("Some lines cannot be read yet. Nothing was written."), status=422)
    require_as_read(seen, plan_hash(plan))
    record(visitor, WROTE, sheet, **plan.counts)
    applying.lay_out(plan)
    sheet.counts, sheet.total = plan.counts, len(plan.wanted)
    if len(plan.wanted) <= IN_ONE_GO:
        applying.write(community, plan.wanted, choices.estimate)
        _finish(sheet)
        return
    sheet.kept, sheet.state = keeping.text_of_wanted(plan.wanted), SheetState.WRITING
    enqueue("roll.write", sheet_id=sheet.id)


def write_at_once(visitor: Visitor, community: Community, plan: Plan, choices: Choices, say: Say) -> None:
    """For the command: an operator's word, all in one transaction."""
    record(visitor, WROTE, community, **plan.counts)
    applying.lay_out(plan)
    applying.write(community, plan.wanted, choices.estimate, say)


def _finish(sheet: RollSheet) -> None:
    sheet.kept, sheet.state, sheet.done, sheet.finished_at = None, SheetState.DONE, sheet.total, clock.now()


def dismiss(sheet: RollSheet) -> None:
    lock_row(sheet)
    if sheet.state is SheetState.WRITING:
        raise Refused(N_("This sheet is being written already."))
    db.session.delete(sheet)


@handler("roll.write", must=True)
def write_part(sheet_id: str) -> None:
    """The next part; a part that was written before changes nothing, so that a worker that was stopped begins it again."""
    sheet = _sheet(sheet_id)
    if sheet is None or sheet.state is not SheetState.WRITING or sheet.kept is None:
        return
    lock_row(sheet)
    wanted: list[Wanted] = keeping.wanted_of(sheet.kept)
    part = wanted[sheet.done : sheet.done + IN_ONE_GO]
    applying.write(here(), part, Choices(*sheet.choices).estimate)
    sheet.done += len(part)
    if sheet.done >= len(wanted):
        _finish(sheet)
    else:
        enqueue("roll.write", sheet_id=sheet.id)


@handler("roll.forget")
def forget(sheet_id: str) -> None:
    """A day later. One that is still being written is looked at again the day after."""
    sheet = _sheet(sheet_id)
    if sheet is not None and sheet.state is SheetState.WRITING:
        enqueue("roll.forget", clock.now() + WAITS, sheet_id=sheet.id)
    elif sheet is not None:
        db.session.execute(delete(RollSheet).where(RollSheet.id == sheet.id))


def _sheet(sheet_id: str) -> Any:
    return db.session.scalar(select(RollSheet).where(RollSheet.id == uuid.UUID(sheet_id)))
