"""A spreadsheet for tests, written cell by cell: what offices send, and what somebody sends who means harm."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(*sheets: Sequence[Sequence[Any]], merged: Sequence[str] = (), names: Sequence[str] = ()) -> bytes:
    """Each sheet a list of rows; a cell is a text, a number, a day, None, or a markup of its own."""
    bodies = ["".join(_row(number, row) for number, row in enumerate(rows, 1)) for rows in sheets]
    return packed(*bodies, merged=merged, names=names)


def packed(*bodies: str, merged: Sequence[str] = (), names: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    names = names or [f"Sheet{number}" for number, _ in enumerate(bodies, 1)]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _frame(names, hidden).items():
            file.writestr(name, text)
        for number, body in enumerate(bodies, 1):
            cells = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
            merges = f"<mergeCells>{cells}</mergeCells>" if merged and number == 1 else ""
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merges}</worksheet>'
            file.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
    return held.getvalue()


def _frame(names: Sequence[str], hidden: Sequence[int]) -> dict[str, str]:
    marks = dict.fromkeys(hidden, ' state="hidden"')
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}"{marks.get(number, "")} r:id="s{number}"/>'
        for number, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="s{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in enumerate(names, 1)
    )
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    book = f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{book}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }


def _row(number: int, cells: Sequence[Any]) -> str:
    return (
        f'<row r="{number}">'
        + "".join(_cell(f"{letters(place)}{number}", cell) for place, cell in enumerate(cells))
        + "</row>"
    )


def _cell(at: str, cell: Any) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str) and cell.startswith("<"):
        return cell.replace("<c", f'<c r="{at}"', 1)
    if isinstance(cell, date):
        return f'<c r="{at}" s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{at}"><v>{cell}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{cell}</t></is></c>'


def letters(place: int) -> str:
    """The name of a column, counted from nought: A, B, … AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
