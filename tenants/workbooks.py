"""Spreadsheets that somebody sends: every sheet that is shown, merged cells filled with what they say.

What would unpack to more than any table holds is refused before it is read: the reader beneath keeps a cell for each place
between the first and the last one, and ends the whole process where memory does.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

MOST_UNPACKED = 160 * 1024 * 1024  # bytes
MOST_CELLS = 6_000_000  # places between the first cell and the last
CHUNK = 1024 * 1024
TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([^"']*)["']""")
CELL = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
ROW = re.compile(rb"\d{1,7}")
WRONG = re.compile(rb"""\st\s*=\s*["']e["']""")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ERROR = "#ERROR!"
MOST_ERRORS = 10_000
Cell = tuple[int, int]  # row and column, counted from nought
TOO_MUCH = "this file unpacks to more than a table holds: please send the cells alone"
FAR_APART = "the cells of this spreadsheet lie too far apart: please delete what stands below and beside the table"
DAMAGED = "this spreadsheet is damaged, or is none"
LOCKED = "this spreadsheet is locked with a password: please send it without"


class Unusable(ValueError):
    """What is wrong with a spreadsheet as a whole."""


def sheets(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """The name and the cells of each sheet that is shown, row by row from its first one, as they are written."""
    errors = _check(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(errors) != len(book.sheets_metadata):  # with sheets of pictures, say: which is whose is not known
            errors = [[] for _ in book.sheets_metadata]
        for about, wrong in zip(book.sheets_metadata, errors, strict=True):
            if about.visible is SheetVisibleEnum.Visible:
                yield about.name, _filled(book.get_sheet_by_name(about.name), wrong)
    except CalamineError as error:
        raise Unusable(LOCKED if "assword" in str(error) else DAMAGED) from None


def _filled(sheet: CalamineSheet, errors: list[Cell]) -> list[list[str]]:
    table = [[as_typed(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in errors:  # the reader beneath gives them as empty
        if row < len(table) and column < len(table[row]):
            table[row][column] = ERROR
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        said = table[top][left] if top < len(table) and left < len(table[top]) else ""
        for cells in table[top : bottom + 1] if said else ():
            cells[left : right + 1] = [said] * len(cells[left : right + 1])
    return table


def as_typed(cell: Any) -> str:
    """A spreadsheet keeps every number with a fraction; a whole one is written without. A day is one without its hour."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return str(cell)


def _check(content: bytes) -> list[list[Cell]]:
    """Which cells of each sheet show an error. Raises Unusable where the file is no spreadsheet of a common size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            left, extents = MOST_UNPACKED, {}
            for member in packed.infolist():
                extents[member.filename], left = _look_through(packed, member, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise error if isinstance(error, Unusable) else Unusable(DAMAGED) from None
    names = sorted(filter(SHEET.fullmatch, extents), key=lambda name: (len(name), name))
    return [extents[name].errors for name in names]


def _look_through(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> tuple["_Extent", int]:
    """Unpack one file piece by piece, keeping nothing; how many bytes may follow. What it claims to hold is not believed."""
    rest, extent = b"", _Extent()
    with packed.open(member) as file:
        while chunk := file.read(CHUNK):
            left -= len(chunk)
            if left < 0 or len(rest) > CHUNK:
                raise Unusable(TOO_MUCH)
            text = rest + chunk
            cut = max(text.rfind(b"<"), 0)
            extent.reach(text[:cut])
            rest = text[cut:]
    extent.reach(rest)
    return extent, left


class _Extent:
    """How far the cells that hold something lie apart, in rows and columns, and which of them show an error."""

    def __init__(self) -> None:
        self.errors: list[Cell] = []
        self.row = self.column = 0
        self.rows, self.columns = [1 << 30, 0], [1 << 30, 0]

    def reach(self, text: bytes) -> None:
        for tag, marks in TAG.findall(text):
            place = PLACE.search(marks)
            if tag == b"row":
                self.row, self.column = self._number(place, self.row + 1), 0
            else:
                self._cell(place, empty=marks.endswith(b"/"), wrong=WRONG.search(marks) is not None)
        if self.rows[1] and (self.rows[1] - self.rows[0] + 1) * (self.columns[1] + 1) > MOST_CELLS:
            raise Unusable(FAR_APART)

    def _number(self, place: re.Match[bytes] | None, following: int) -> int:
        if place is None:
            return following
        if not ROW.fullmatch(place[1]):
            raise Unusable(DAMAGED)
        return int(place[1])

    def _cell(self, place: re.Match[bytes] | None, *, empty: bool, wrong: bool) -> None:
        row, self.column = self.row, self.column + 1
        if place is not None:
            found = CELL.fullmatch(place[1])
            if found is None:
                raise Unusable(DAMAGED)
            self.column, row = _column(found[1]), int(found[2])
        if wrong and len(self.errors) < MOST_ERRORS:
            self.errors.append((row - 1, self.column - 1))
        if not empty:
            self.rows = [min(self.rows[0], row), max(self.rows[1], row)]
            self.columns = [min(self.columns[0], self.column), max(self.columns[1], self.column)]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
