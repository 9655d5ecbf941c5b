"""Reads tables as offices keep them, row by row: text with commas, semicolons or tabs, in UTF-8 or GB 18030, packed or
not, and spreadsheets. `rows` reads a file of the operator's; `tables` what somebody sends, which may be anything.
"""

import codecs
import csv
import gzip
import io
import itertools
import lzma
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from tenants import workbooks

SPREADSHEETS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
OPENERS: dict[str, Callable[..., IO[Any]]] = {".gz": gzip.open, ".xz": lzma.open}
KEPT = "surrogateescape"  # bytes that cannot be read are carried on, so that their line can be named
LOOKED_AT = 65_536  # bytes from which the encoding is told
MOST_LINES = 100_000  # of one table that somebody sends
DELIMITERS = ",;\t"
LOOKED_THROUGH = 20  # lines of which the one with most delimiters tells which it is
OLD = b"\xd0\xcf\x11\xe0"  # how files of older office programs begin, and of newer ones under a password
TOO_LONG = "this table has more than 100,000 lines: please send it in parts"
OLD_KIND = "this is an older kind of file, or one with a password: please save it as .xlsx without"
NO_TABLE = "this is no table: please send .xlsx or .csv"
NO_TEXT = "this is not UTF-8 text: please save the table as UTF-8"
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


class Table(NamedTuple):
    """A sheet of a spreadsheet, or a whole text, which has no name; without its empty lines."""

    name: str
    lines: list[Line]


def tables(content: bytes) -> Iterator[Table]:
    """Each sheet of a spreadsheet, or the one table of a text; what it is, its bytes tell.

    Raises BadRow; nothing that somebody sends takes more memory than a large table does.
    """
    if content.startswith(OLD):
        raise BadRow(OLD_KIND)
    if content.startswith(b"PK"):
        yield from _of_workbook(content)
    else:
        yield Table("", _shortened(_of_bytes(content)))


def _of_workbook(content: bytes) -> Iterator[Table]:
    try:
        for name, sheet in workbooks.sheets(content):
            yield Table(name, _shortened(enumerate(sheet, 1)))
    except workbooks.Unusable as error:
        raise BadRow(str(error)) from None


def _shortened(lines: Iterable[Line]) -> list[Line]:
    kept = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if len(kept) > MOST_LINES:
        raise BadRow(TOO_LONG)
    return kept


def _of_bytes(content: bytes) -> Iterator[Line]:
    encoding = _encoding(content[:LOOKED_AT])
    try:
        text = content.decode(encoding, errors=KEPT)
    except UnicodeDecodeError:
        raise BadRow(NO_TABLE) from None
    if "\0" in text[:LOOKED_AT] or text.startswith(("%PDF", "{\\rtf", "<")):
        raise BadRow(NO_TABLE)
    first = text.splitlines()[:LOOKED_THROUGH]
    most = max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in first), default=0))
    yield from _split(most, io.StringIO(text, newline=""))


def _of_spreadsheet(file: str) -> Iterator[Line]:
    Path(file).open("rb").close()  # what cannot be opened is said in the system's words
    try:
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise BadRow(f"this spreadsheet cannot be read: {error}") from None
    for number, cells in enumerate(sheet, 1):
        yield number, [workbooks.as_typed(cell) for cell in cells]


def _of_text(file: str) -> Iterator[Line]:
    opened = OPENERS.get(file[-3:].lower(), open)
    with opened(file, "rb") as raw:
        encoding = _encoding(raw.read(LOOKED_AT))
    with opened(file, "rt", encoding=encoding, errors=KEPT, newline="") as text:
        header = text.readline()
        yield from _split(max(DELIMITERS, key=header.count), itertools.chain([header], text))


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


def _split(delimiter: str, lines: Iterable[str]) -> Iterator[Line]:
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    try:
        for cells in reader:
            _check_readable(cells, reader.line_num)
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadRow(str(error), reader.line_num) from None


def _check_readable(cells: list[str], line: int) -> None:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        raise BadRow(NO_TEXT, line) from None
