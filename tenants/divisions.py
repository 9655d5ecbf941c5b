"""Reads a table of divisions: `code,name,parent,level` under any order of columns, more of them ignored.

Levels 1–4 are regions (province, city, district, subdistrict), 5 are communities. The whole table is read and
checked before anything is written; a bad row is named by its line. Codes are one whatever the case of their letters.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tenants import sheets
from tenants.sheets import BadRow as BadRow
from tenants.text import visible

COMMUNITY_LEVEL = 5
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
SPREADSHEETS_NUMBER = re.compile(r"[0-9]+\.0+|[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
NAME_LENGTH = 80
COLUMNS = {"code": ("code",), "name": ("name",), "parent": ("parent", "parent_code"), "level": ("level",)}


class Division(NamedTuple):
    """One row: a region or, at level 5, a community. `parent` is "" where the table names none."""

    line: int
    code: str
    name: str
    parent: str
    level: int


def read(file: str) -> list[Division]:
    """Every row of FILE, whatever kind of table it is (tenants/sheets.py). Raises BadRow or OSError."""
    divisions: dict[str, Division] = {}
    for division in _divisions(sheets.rows(file)):
        if division.code in divisions:
            raise BadRow(f"code {division.code} stands in line {divisions[division.code].line} already", division.line)
        divisions[division.code] = division
    if not divisions:
        raise BadRow("there is no row in it")
    _check_parents(divisions)
    return list(divisions.values())


def _divisions(rows: Iterator[sheets.Line]) -> Iterator[Division]:
    _, header = next(rows, (1, []))
    index_of = _indexes([cell.strip().lower() for cell in header])
    for line, cells in rows:
        yield _division(cells, index_of, line)


def _indexes(header: list[str]) -> dict[str, int]:
    index_of = {}
    for column, names in COLUMNS.items():
        found = [header.index(name) for name in names if name in header]
        if not found:
            raise BadRow(f'the header has no column "{column}"', 1)
        index_of[column] = found[0]
    return index_of


def _division(cells: list[str], index_of: dict[str, int], line: int) -> Division:
    if len(cells) <= max(index_of.values()):
        raise BadRow("cells are missing", line)
    code, name, parent, level = (cells[index_of[column]].strip() for column in COLUMNS)
    code, parent = code.lower(), parent.lower()
    if reason := unfit(code, name):
        raise BadRow(reason, line)
    if level not in ("1", "2", "3", "4", "5"):
        raise BadRow(f'"{level[:20]}" is no level from 1 to 5', line)
    return Division(line, code, name, parent, int(level))


def unfit(code: str, name: str) -> str | None:
    """Why these are no code and name of a division; None where they are."""
    if SPREADSHEETS_NUMBER.fullmatch(code):
        return (
            f'a spreadsheet has made "{code[:45]}" of a code: format the column as text and write the code out in full'
        )
    if not CODE.fullmatch(code):
        return f'"{code[:45]}" is no code (letters, digits, dots and dashes, at most 40)'
    if not visible(name) or any(not letter.isprintable() for letter in name):
        return "the name is empty or unreadable"
    return f"the name is longer than {NAME_LENGTH} characters" if len(name) > NAME_LENGTH else None


def _check_parents(divisions: dict[str, Division]) -> None:
    """Parents in the table stand above; only the top rows, and rows whose parent is known already, need none."""
    for division in divisions.values():
        parent = divisions.get(division.parent)
        if parent is not None and parent.level >= division.level:
            raise BadRow(
                f"parent {division.parent} is of level {parent.level}, not above {division.level}", division.line
            )


def top_level(divisions: Sequence[Division]) -> int:
    return min(division.level for division in divisions)


def under(divisions: Sequence[Division], code: str) -> list[Division]:
    """Only the division `code`, what lies below it, and the regions above it. Empty where the table has no such."""
    by_code = {division.code: division for division in divisions}
    if code not in by_code:
        return []
    kept = {code}
    above = by_code[code].parent
    while above in by_code:
        kept.add(above)
        above = by_code[above].parent
    below = {code}
    for division in sorted(divisions, key=lambda division: division.level):
        if division.parent in below:
            below.add(division.code)
    return [division for division in divisions if division.code in kept | below]
