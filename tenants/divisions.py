"""Reads a table of divisions: `code,name,parent,level` under any order of columns, more of them ignored.

Levels 1–4 are regions (province, city, district, subdistrict), 5 are communities. The whole table is read and
checked before anything is written; a bad row is named by its line.
"""

import csv
import gzip
import lzma
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

COMMUNITY_LEVEL = 5
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
NAME_LENGTH = 80
COLUMNS = {"code": ("code",), "name": ("name",), "parent": ("parent", "parent_code"), "level": ("level",)}
KEPT = "surrogateescape"  # bytes that are no UTF-8 are read on, so that their line can be named
OPENERS: dict[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}


class Division(NamedTuple):
    """One row: a region or, at level 5, a community. `parent` is "" where the table names none."""

    line: int
    code: str
    name: str
    parent: str
    level: int


class BadRow(ValueError):
    """What is wrong with the table, and in which line (None: with the whole)."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def read(file: str) -> list[Division]:
    """Every row of FILE (.csv, also packed as .gz or .xz; UTF-8 with or without BOM). Raises BadRow or OSError."""
    divisions: dict[str, Division] = {}
    try:
        with _opened(file) as text:
            for one in _rows(text):
                if one.code in divisions:
                    raise BadRow(f"code {one.code} stands in line {divisions[one.code].line} already", one.line)
                divisions[one.code] = one
    except (lzma.LZMAError, EOFError, gzip.BadGzipFile):
        raise BadRow("the packed file is damaged or incomplete") from None
    if not divisions:
        raise BadRow("there is no row in it")
    _check_parents(divisions)
    return list(divisions.values())


def _opened(file: str) -> IO[str]:
    suffix = file[-3:].lower()
    if suffix in OPENERS:
        return OPENERS[suffix](file, "rt", encoding="utf-8-sig", errors=KEPT, newline="")
    return Path(file).open(encoding="utf-8-sig", errors=KEPT, newline="")


def _rows(text: IO[str]) -> Iterator[Division]:
    reader = csv.reader(text, strict=True)
    try:
        header = next(reader, [])
        _readable(header, 1)
        places = _places([cell.strip().lower() for cell in header])
        for cells in reader:
            _readable(cells, reader.line_num)
            if any(cell.strip() for cell in cells):
                yield _division(cells, places, reader.line_num)
    except csv.Error as error:
        raise BadRow(str(error), reader.line_num) from None


def _readable(cells: list[str], line: int) -> None:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        raise BadRow("this is not UTF-8 text: please save the table as UTF-8", line) from None


def _places(header: list[str]) -> dict[str, int]:
    places = {}
    for column, names in COLUMNS.items():
        found = [header.index(name) for name in names if name in header]
        if not found:
            raise BadRow(f'the header has no column "{column}"', 1)
        places[column] = found[0]
    return places


def _division(cells: list[str], places: dict[str, int], line: int) -> Division:
    if len(cells) <= max(places.values()):
        raise BadRow("cells are missing", line)
    code, name, parent, level = (cells[places[column]].strip() for column in COLUMNS)
    if reason := unfit(code, name):
        raise BadRow(reason, line)
    if level not in ("1", "2", "3", "4", "5"):
        raise BadRow(f'"{level[:20]}" is no level from 1 to 5', line)
    return Division(line, code, name, parent, int(level))


def unfit(code: str, name: str) -> str | None:
    """Why these are no code and name of a division; None where they are."""
    if not CODE.fullmatch(code):
        return f'"{code[:45]}" is no code (letters, digits, dots and dashes, at most 40)'
    if not name or any(not letter.isprintable() for letter in name):
        return "the name is empty or unreadable"
    return f"the name is longer than {NAME_LENGTH} characters" if len(name) > NAME_LENGTH else None


def _check_parents(divisions: dict[str, Division]) -> None:
    """Parents in the table stand above; only the top rows, and rows whose parent is known already, need none."""
    for one in divisions.values():
        parent = divisions.get(one.parent)
        if parent is not None and parent.level >= one.level:
            raise BadRow(f"parent {one.parent} is of level {parent.level}, not above {one.level}", one.line)


def top_level(divisions: Sequence[Division]) -> int:
    return min(one.level for one in divisions)


def under(divisions: Sequence[Division], code: str) -> list[Division]:
    """Only the division `code`, what lies below it, and the regions above it. Empty where the table has no such."""
    by_code = {one.code: one for one in divisions}
    if code not in by_code:
        return []
    kept = {code}
    above = by_code[code].parent
    while above in by_code:
        kept.add(above)
        above = by_code[above].parent
    below = {code}
    for one in sorted(divisions, key=lambda division: division.level):
        if one.parent in below:
            below.add(one.code)
    return [one for one in divisions if one.code in kept | below]
