"""Reads tables as offices keep them, row by row: text with commas, semicolons or tabs, in UTF-8 or GB 18030, packed or
not, and spreadsheets, of which the first sheet is read.
"""

import codecs
import csv
import gzip
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

SPREADSHEETS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
OPENERS: dict[str, Callable[..., IO[Any]]] = {".gz": gzip.open, ".xz": lzma.open}
KEPT = "surrogateescape"  # bytes that cannot be read are carried on, so that their line can be named
LOOKED_AT = 65_536  # bytes from which the encoding is told
Line = tuple[int, list[str]]  # the line a row stands in, and its cells


class BadRow(ValueError):
    """What is wrong with the table, and in which line (None: with the whole)."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def rows(file: str) -> Iterator[Line]:
    """The header and every row that holds something. Raises BadRow or OSError."""
    lines = _of_spreadsheet(file) if Path(file).suffix.lower() in SPREADSHEETS else _of_text(file)
    try:
        for number, cells in lines:
            if any(cell.strip() for cell in cells):
                yield number, cells
    except (lzma.LZMAError, EOFError, gzip.BadGzipFile):
        raise BadRow("the packed file is damaged or incomplete") from None


def _of_spreadsheet(file: str) -> Iterator[Line]:
    Path(file).open("rb").close()  # what cannot be opened is said in the system's words
    try:
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise BadRow(f"this spreadsheet cannot be read: {error}") from None
    for number, cells in enumerate(sheet, 1):
        yield number, [_as_typed(cell) for cell in cells]


def _as_typed(cell: object) -> str:
    """A spreadsheet keeps every number with a fraction; a whole one is written without."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _of_text(file: str) -> Iterator[Line]:
    opened = OPENERS.get(file[-3:].lower(), open)
    with opened(file, "rb") as raw:
        encoding = _encoding(raw.read(LOOKED_AT))
    with opened(file, "rt", encoding=encoding, errors=KEPT, newline="") as text:
        header = text.readline()
        yield from _split(header, text)


def _encoding(start: bytes) -> str:
    """UTF-8, unless hardly a line with other letters than ASCII is; then GB 18030, as Chinese spreadsheets save text."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    lines = [line for line in start.splitlines()[: start.count(b"\n") or 1] if not line.isascii()]  # whole ones
    other = [line for line in lines if not _reads(line, "utf-8")]
    mostly = len(other) > 0.9 * len(lines)
    return "gb18030" if other and mostly and all(_reads(line, "gb18030") for line in other) else "utf-8-sig"


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _split(header: str, text: IO[str]) -> Iterator[Line]:
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(_lines(header, text), strict=True, delimiter=delimiter)
    try:
        for cells in reader:
            _check_readable(cells, reader.line_num)
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadRow(str(error), reader.line_num) from None


def _lines(header: str, text: IO[str]) -> Iterator[str]:
    yield header
    yield from text


def _check_readable(cells: list[str], line: int) -> None:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        raise BadRow("this is not UTF-8 text: please save the table as UTF-8", line) from None
