"""From the tables of a file to doors. Only columns with known names are looked at; the rest stays in the file."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from app.community.doors import door, tidy
from app.community.roll import values
from app.community.roll.addresses import Address, address, entrance_and_room, place_of_rows
from app.community.roll.columns import Column, Meanings, header, is_header
from app.community.roll.lines import LeftOut, Line, Place, Problem, Reading
from app.community.roll.rooms import is_name, is_room
from app.core.refusal import N_
from tenants.sheets import Line as Row
from tenants.sheets import Table
from tenants.text import visible

HEADER_WITHIN = 30  # lines of a table in which its header stands
TOTAL = re.compile(
    r"(本[页栋楼幢单元]+|全部|总|各\w?|[\w\s]{0,12}?)?(小计|合计|总计|共计|累计)[:：]?.*|(sub|grand)?-?total.*|sum(me)?"
)
NOTE = re.compile(
    r"(注|备注|说明|附注|填表|制表|审核|填报|负责人|联系|日期|打印|社区\(?盖章|第\d+页|page\d|note|prepared|checked|signed|printed).*"
)
ESTATE = re.compile(r"[\u4e00-\u9fff]{1,12}(小区|家园|花园|新村|公寓|[东西南北]区|苑|园|庭|府|里)")
ERROR = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NUM|NULL|SPILL|CALC|ERROR)[!?]?", re.IGNORECASE)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*0?0:00(?::00)?)?")
DAY_SHORT = re.compile(r"(\d{1,2})月(\d{1,2})日")
DAY_ENGLISH = re.compile(r"(\d{1,2})-([A-Za-z]{3})(?:-\d{2,4})?|([A-Za-z]{3})-(\d{1,2})")
NUMBER = re.compile(r"\d+(\.\d+)?")
THREE_PARTS = re.compile(r"\w+-\w+-\w+")
NO_TABLE = N_("No table with a column for the room was found. Its header must name it: room, building, entrance …")
NO_ROOM = N_("The room is missing.")
NO_SUCH_ROOM = N_("What stands in the column of the room is no room.")
NO_BUILDING = N_("The building is missing.")
NO_ADDRESS = N_("This address could not be taken apart. Please write it as 7-1-301, or in columns of its own.")
BAD_ADULTS = N_("The number of adults must be a whole number from 0 to 20.")
BAD_AREA = N_("The area must be a number of square metres, such as 88 or 72.5.")
BAD_NAME = N_("The name of the compound, the building, the entrance or the grid is too long, or is none.")
CELL_ERROR = N_("The spreadsheet shows an error here. Please mend the cell.")


def read(tables: Iterable[Table], compounds: Collection[str] = ()) -> Reading:
    """All doors of a file. `compounds`: the names that are known, found wherever they stand in an address."""
    reading, found = Reading(), False
    for number, (name, rows) in enumerate(tables, 1):
        found = _Table(number, compounds, reading, title=_of_sheet(name)).read(rows) or found
    if not found:
        reading.problems.append(Problem(NO_TABLE))
    return reading


def _of_sheet(name: str) -> Address:
    """A sheet may be called after the building, or the compound, whose doors it lists."""
    where = place_of_rows(name)
    if where is None and ESTATE.fullmatch(name.strip()):
        return Address(compound=name.strip())
    return where or Address()


@dataclass
class _Table:
    """One sheet, line after line: what its columns mean, and what the lines above said that this one leaves out."""

    number: int
    compounds: Collection[str]
    reading: Reading
    meanings: Meanings = field(default_factory=dict)
    asks: str = ""  # the name of the column of how homes are used
    headers: set[tuple[str, ...]] = field(default_factory=set)
    above: Address = field(default_factory=Address)
    title: Address = field(default_factory=Address)
    grid: str = ""
    community: str = ""
    three_parts: bool = False

    def read(self, rows: Sequence[Row]) -> bool:
        """Whether there is a table of doors in it."""
        start = self._find_header(rows)
        if start is None:
            return False
        self.three_parts = sum(bool(THREE_PARTS.fullmatch(self._address_cell(cells))) for _, cells in rows) > 1
        for line, cells in rows[start:]:
            self._line(Place(self.number, line), cells)
        return True

    def _find_header(self, rows: Sequence[Row]) -> int | None:
        """The first line below it."""
        for place, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
            alone = header(cells)
            below = rows[place + 1][1] if place + 1 < len(rows) else []
            under = {} if _holds_numbers(below) else header(below)
            both = header(below, cells) if under else {}
            if is_header(both) and len(both) > max(len(alone), len(under)):
                self._take_header(both, cells, below)
                return place + 2
            if is_header(alone) and len(alone) >= len(under):
                self._take_header(alone, cells)
                return place + 1
            self._take_title(cells)
        return None

    def _take_header(self, meanings: Meanings, *lines: Sequence[str]) -> None:
        self.meanings = meanings
        self.asks = values.plain(self.cell(lines[-1], Column.USE) or self.cell(lines[0], Column.USE))
        self.headers.update(tuple(map(tidy, cells)) for cells in lines)
        self.reading.columns.update(meanings)
        names = {place for cells in lines for place, cell in enumerate(cells) if cell.strip()}
        self.reading.not_read = max(self.reading.not_read, len(names - set(meanings.values())))

    def _take_title(self, cells: Sequence[str]) -> None:
        """泉和东区7号楼住户表 above a table says where its doors lie."""
        for cell in dict.fromkeys(filter(None, map(str.strip, cells))):
            where = place_of_rows(cell)
            self.title = where._replace(compound=where.compound or self.title.compound) if where else self.title

    def _line(self, place: Place, cells: Sequence[str]) -> None:
        why = self._no_door(cells)
        if why is not None:
            self.reading.leave_out(why, place)
        else:
            _Door(self, place, cells).read()

    def _no_door(self, cells: Sequence[str]) -> LeftOut | None:
        said = list(dict.fromkeys(values.plain(cell) for cell in cells if cell.strip()))
        if not _holds_numbers(cells) and tuple(map(tidy, cells)) in self.headers:
            return LeftOut.HEADER
        if any(TOTAL.fullmatch(one) for one in said[:3]):
            return LeftOut.TOTAL
        if any(NOTE.fullmatch(one) for one in said):
            return LeftOut.NOTE
        if not _holds_numbers(cells) and is_header(anew := header(cells)):
            self._take_header(anew, cells)
            return LeftOut.HEADER
        if len(said) == 1:
            return self._one_thing(next(cell for cell in cells if cell.strip()), cells)
        return None if self._holds_something(cells) else LeftOut.NOTE

    def _one_thing(self, said: str, cells: Sequence[str]) -> LeftOut | None:
        """A line that says but one thing: where the lines below it lie, a door alone, or a note."""
        where = place_of_rows(said)
        if where is not None:
            building = where.building or self.above.building or self.title.building
            self.title = where._replace(building=building, compound=where.compound or self.title.compound)
            self.above = Address(compound=self.title.compound or self.above.compound)
            return LeftOut.HEADER
        a_room = is_room(self.cell(cells, Column.ROOM))
        return None if a_room or address(self.cell(cells, Column.ADDRESS), self.compounds) else LeftOut.NOTE

    def _holds_something(self, cells: Sequence[str]) -> bool:
        known = (Column.ROOM, Column.ADDRESS, Column.ADULTS, Column.AREA)
        return any(not values.says_nothing(self.cell(cells, column)) for column in known)

    def cell(self, cells: Sequence[str], column: Column) -> str:
        place = self.meanings.get(column)
        said = cells[place].strip() if place is not None and place < len(cells) else ""
        return said if said.isprintable() else visible(said)

    def _address_cell(self, cells: Sequence[str]) -> str:
        return self.cell(cells, Column.ADDRESS) or self.cell(cells, Column.ROOM)


def _holds_numbers(cells: Sequence[str]) -> bool:
    return any(NUMBER.fullmatch(cell.strip()) for cell in cells)


class _Bad(ValueError):
    """Why a line cannot be read, as a message."""


@dataclass
class _Door:
    """One line of a table."""

    table: _Table
    place: Place
    cells: Sequence[str]

    def read(self) -> None:
        try:
            self.table.reading.lines.append(self._line())
        except _Bad as bad:
            self.table.reading.problems.append(Problem(str(bad), self.place))

    def _line(self) -> Line:
        if any(ERROR.fullmatch(self._said(column)) for column in self.table.meanings):
            raise _Bad(CELL_ERROR)
        written = self._address()
        self.table.above = written
        kept = door(written.building, written.unit, written.room)
        names = (written.compound, 40), (kept.building, 20), (kept.unit, 20)
        if not all(is_name(name, longest) for name, longest in names if name):
            raise _Bad(BAD_NAME)
        grid, above = self._grid(), self.table.grid
        self.table.grid = grid or above
        adults, area, tenure = self._who()
        return Line(
            self.place, written.compound, *kept, grid, adults, area, tenure, "" if grid else above, self._community()
        )

    def _said(self, column: Column) -> str:
        return self.table.cell(self.cells, column)

    def _address(self) -> Address:
        if Column.ADDRESS in self.table.meanings and not {Column.BUILDING, Column.ROOM} <= set(self.table.meanings):
            return self._from_one_cell()
        room = self._part(Column.ROOM)
        if values.says_nothing(room):
            raise _Bad(NO_ROOM)
        compound, building, unit = map(self._part, (Column.COMPOUND, Column.BUILDING, Column.UNIT))
        given = self._filled(_parted(Address(compound, building, unit, room)))
        if not given.building or Column.BUILDING not in self.table.meanings:
            given = self._taken_apart(room, given)
        if not is_room(given.room):
            raise _Bad(NO_SUCH_ROOM)
        if not given.building:
            raise _Bad(NO_BUILDING)
        return given

    def _taken_apart(self, room: str, given: Address) -> Address:
        """Without a column of buildings, the room may say all: 7-1-301."""
        whole = address(room, self.table.compounds)
        if whole is None or not whole.room or (given.building and not whole.unit):
            return given
        return whole._replace(compound=given.compound or whole.compound, unit=whole.unit or given.unit)

    def _from_one_cell(self) -> Address:
        cell, room = self._part(Column.ADDRESS), self._part(Column.ROOM)
        if values.says_nothing(cell) and values.says_nothing(room):
            raise _Bad(NO_ROOM)
        compound = self._part(Column.COMPOUND) or (
            self.table.above.compound if Column.COMPOUND in self.table.meanings else ""
        )
        found = self._entrance_and_room(cell, room) if room else address(cell, self.table.compounds)
        if found is None or not found.room or not is_room(found.room):
            raise _Bad(NO_ADDRESS)
        return found._replace(compound=compound or found.compound or self.table.title.compound)

    def _entrance_and_room(self, cell: str, room: str) -> Address | None:
        """The building and the entrance in one cell, the room in another."""
        if not cell:
            return self.table.above._replace(room=room) if self.table.above.building else None
        where = place_of_rows(cell)
        return where._replace(room=room) if where else Address("", cell, "", room)

    def _part(self, column: Column) -> str:
        """A cell of the address; what a spreadsheet made a day of is what was typed."""
        cell = self._said(column)
        typed = _typed(cell, three=self.table.three_parts)
        if typed is None:
            return "" if values.says_nothing(cell) else re.sub(r"^(\d+)\.0$", r"\1", cell)
        self.table.reading.dates.append(self.place)
        return typed

    def _filled(self, given: Address) -> Address:
        """What a merged cell, or a title, says of this line too."""
        above, title = self.table.above, self.table.title
        compound = given.compound or above.compound or title.compound
        same = compound == (above.compound or compound)
        building = given.building or (above.building if same else "") or title.building
        same = same and _same(building, above.building)
        unit = given.unit or (above.unit if same else "") or title.unit
        one_cell = given.unit == given.building and re.search("[楼栋幢座院]", given.unit)  # a house without entrances
        return Address(compound, building, "" if one_cell else unit, given.room)

    def _grid(self) -> str:
        said = self._said(Column.GRID)
        if said and not is_name(said, 40):
            raise _Bad(BAD_NAME)
        return "" if values.says_nothing(said) else " ".join(said.split())

    def _community(self) -> str:
        """Said once, it holds for the lines below that leave it out."""
        said = self._said(Column.COMMUNITY)
        if said and not is_name(said, 60):
            raise _Bad(BAD_NAME)
        self.table.community = self.table.community if values.says_nothing(said) else said
        return self.table.community

    def _who(self) -> tuple[int | None, int | None, "values.Tenure | None"]:
        use, tenure = self._said(Column.USE), self._said(Column.TENURE)
        return self._adults(use, tenure), self._area(), values.tenure(tenure) or values.tenure(use)

    def _adults(self, use: str, tenure: str) -> int | None:
        try:
            said = values.adults(self._said(Column.ADULTS))
        except values.Unreadable:
            raise _Bad(BAD_ADULTS) from None
        if said is not None:
            return said
        people = self._said(Column.PEOPLE)
        empty = (use and values.stands_empty(use, self.table.asks)) or (people and values.stands_empty(people))
        return 0 if empty or re.search("空置|空挂|vacant", tenure) else None

    def _area(self) -> int | None:
        try:
            return values.area(self._said(Column.AREA))
        except values.Unreadable:
            raise _Bad(BAD_AREA) from None


def _parted(given: Address) -> Address:
    """The compound and the entrance, where the cell of the building says them, the entrance also where that of the room does."""
    where = place_of_rows(given.building)
    if where is not None and where.building:
        given = given._replace(
            compound=given.compound or where.compound, building=where.building, unit=given.unit or where.unit
        )
    apart = entrance_and_room(given.room) if not given.unit else None
    return given if apart is None else given._replace(unit=apart[0], room=apart[1])


def _same(one: str, other: str) -> bool:
    return door(one, "", "").building == door(other, "", "").building


def _typed(cell: str, *, three: bool) -> str | None:
    """7-1, where a spreadsheet shows the first of July; None where it shows no day."""
    if found := DAY.fullmatch(cell):
        year, month, day = map(int, found.groups())
        return f"{year % 100}-{month}-{day}" if three else f"{month}-{day}"
    if found := DAY_SHORT.fullmatch(cell):
        return f"{int(found[1])}-{int(found[2])}"
    if found := DAY_ENGLISH.fullmatch(cell):
        number, name = (found[1], found[2]) if found[1] else (found[4], found[3])
        if name.casefold() in MONTHS:
            return f"{MONTHS.index(name.casefold()) + 1}-{int(number)}"
    return None
