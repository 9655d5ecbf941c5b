"""Opening many communities from one sheet: read, compared with what is there, and carried out whole or not at all."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.access import Visitor
from app.accounts.appointments import keep_place
from app.core.refusal import N_, Refused
from app.oversight import opening
from tenants import divisions, sheets
from tenants.models import Community, Region
from tenants.provisioning import place_name
from tenants.text import sought, visible

NAMES = {"name", "community", "名称", "社区", "社区名称", "村名称", "名字", "单位名称"}
CODES = {"code", "division code", "代码", "区划代码", "统计用区划代码", "社区代码", "村代码"}
KINDS = sorted({*sheets.SPREADSHEETS, ".csv", ".tsv", ".txt"})
MOST = 1000  # lines: a district has fewer
UNREADABLE = N_("This cannot be read as a table. Please save it as .xlsx or .csv, or paste the cells.")


@dataclass(frozen=True)
class Line:
    """One line of a sheet, and the community it names, where there is one."""

    number: int
    name: str
    code: str
    known: Community | None = None

    @property
    def is_open(self) -> bool:
        return self.known is not None and self.known.opened_at is not None


@dataclass
class Plan:
    """What a sheet would do. `bad`: (line, English sentence, values) of each line that cannot be."""

    table: str
    lines: list[Line] = field(default_factory=list)
    bad: list[tuple[int, Refused]] = field(default_factory=list)

    @property
    def listed(self) -> list[Line]:
        return [one for one in self.lines if one.known is not None and not one.is_open]

    @property
    def new(self) -> list[Line]:
        return [one for one in self.lines if one.known is None]

    @property
    def open_already(self) -> list[Line]:
        return [one for one in self.lines if one.is_open]

    @property
    def to_open(self) -> list[Line]:
        return [*self.listed, *self.new]


def text_of(file: Any, pasted: str) -> str:
    """The cells as text, whichever way they came: tabs between them, one row a line. Other columns are dropped."""
    if file is not None and file.filename:
        kind = Path(file.filename).suffix.lower()
        if kind not in KINDS:
            raise Refused(
                N_("“%(name)s” is no table. These can be read: %(kinds)s."),
                status=422, name=file.filename[:60], kinds=" ".join(KINDS),
            )  # fmt: skip
        return _text(_rows(file.read(), kind))
    if not pasted.strip():
        raise Refused(N_("Please choose a file, or paste the cells."), status=422, field="table")
    return _text(_rows(pasted.encode(), ".tsv"))


def _rows(content: bytes, kind: str) -> list[sheets.Line]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"sheet{kind}"
        place.write_bytes(content)
        try:
            rows = list(sheets.rows(str(place)))
        except (sheets.BadRow, OSError, UnicodeError):
            raise Refused(UNREADABLE, status=422) from None
    if len(rows) > MOST:
        raise Refused(N_("That is more than %(most)s lines. Please send them in parts."), status=422, most=MOST)
    return rows


def _text(rows: list[sheets.Line]) -> str:
    """The line's number, the code and the name of each row, as the page carries it to the second tap."""
    header = {place: cell.strip().lower() for place, cell in enumerate(rows[0][1])} if rows else {}
    name = next((place for place, cell in header.items() if cell in NAMES), None)
    code = next((place for place, cell in header.items() if cell in CODES), None)
    body = rows if name is None else rows[1:]
    return "\n".join("\t".join((str(number), _cell(cells, code), _cell(cells, name or 0))) for number, cells in body)


def _cell(cells: list[str], place: int | None) -> str:
    return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""


def plan(region: Region, table: str) -> Plan:
    """What the sheet would do here, nothing of it done."""
    found = Plan(table)
    rows = [Line(int(number), place_name(visible(name)), code.lower()) for number, code, name in _read(table)]
    codes = opening.taken([one.code for one in rows if one.code])
    names = opening.named(region, [one.name for one in rows])
    seen: dict[str, int] = {}
    for one in rows:
        key, known = sought(one.name), codes.get(one.code) or names.get(one.name)
        if (why := _why_not(region, one, known, seen.get(key))) is not None:
            found.bad.append((one.number, why))
        elif not isinstance(known, Region):
            found.lines.append(Line(one.number, one.name, one.code, known))
        seen.setdefault(key, one.number)
    if not rows:
        raise Refused(N_("There is no community in it."), status=422)
    return found


def _read(table: str) -> Iterator[list[str]]:
    """The rows of `text_of`; where somebody changed it on the way it is no table any more."""
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) != 3 or not (cells[0].isascii() and cells[0].isdigit() and len(cells[0]) < 9):
            raise Refused(UNREADABLE, status=422)
        yield cells


def _why_not(region: Region, one: Line, known: Community | Region | None, before: int | None) -> Refused | None:
    if divisions.unfit("0", one.name) is not None:
        return Refused(N_("no name, or one of more than 80 characters"))
    if one.code and divisions.unfit(one.code, one.name) is not None:
        return Refused(N_("“%(code)s” is no code"), code=one.code[:45])
    if before is not None:
        return Refused(N_("%(name)s stands in line %(line)s already"), name=one.name, line=before)
    if known is None:
        return None
    if isinstance(known, Region) or not known.region_path.startswith(region.path):
        return Refused(N_("the code %(code)s belongs to another place"), code=one.code)
    if sought(known.name) != sought(one.name):
        return Refused(N_("the code %(code)s belongs to %(name)s"), code=one.code, name=known.name)
    if known.closed_at is not None:
        return Refused(N_("%(name)s was closed: it is resumed on its own page"), name=known.name)
    return None


def carry_out(visitor: Visitor, region: Region, table: str) -> list[Community]:
    """Everything the sheet says, looked at once more while nobody else opens anything here; all of it or nothing."""
    keep_place(region)
    found, made = plan(region, table), []
    if found.bad:
        raise Refused(N_("Someone changed the communities here meanwhile. Please look at the sheet again."))
    codes = opening.codes(region)
    for one in found.to_open:
        if one.known is None:
            made.append(opening.make(visitor, region, one.name, one.code or next(codes)))
        else:
            opening.open_listed(visitor, region, one.known)
            made.append(one.known)
    return made
