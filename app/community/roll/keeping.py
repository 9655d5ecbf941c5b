"""A reading as text and back, to be kept encrypted between the upload and the yes."""

import json
import uuid
from typing import Any

from app.community.models import Tenure
from app.community.roll.columns import Column
from app.community.roll.comparing import Wanted
from app.community.roll.lines import LeftOut, Line, Place, Problem, Reading


def text_of(reading: Reading) -> str:
    return json.dumps(
        {
            "lines": [
                (*one.place, *one.door, one.grid, one.adults, one.area, one.tenure, one.grid_above, one.community)
                for one in reading.lines
            ],
            "problems": [(one.message, one.place, one.values) for one in reading.problems],
            "left_out": {why.value: places for why, places in reading.left_out.items()},
            "dates": reading.dates,
            "columns": sorted(reading.columns),
            "not_read": reading.not_read,
        },
        ensure_ascii=False,
    )


def reading_of(text: str) -> Reading:
    kept = json.loads(text)
    return Reading(
        [_line(*one) for one in kept["lines"]],
        [Problem(message, place and Place(*place), values) for message, place, values in kept["problems"]],
        {LeftOut(why): [Place(*one) for one in places] for why, places in kept["left_out"].items()},
        [Place(*one) for one in kept["dates"]],
        {Column(one) for one in kept["columns"]},
        kept["not_read"],
    )


def _line(sheet: int, line: int, *said: Any) -> Line:
    compound, building, unit, room, grid, adults, area, tenure, above, of = said
    lives = Tenure(tenure) if tenure else None
    return Line(Place(sheet, line), compound, building, unit, room, grid, adults, area, lives, above, of)


def text_of_wanted(wanted: list[Wanted]) -> str:
    rows = [
        (*one.place, one.compound_id and one.compound_id.hex, *one[2:5], one.grid_id.hex, *one[6:]) for one in wanted
    ]
    return json.dumps(rows, ensure_ascii=False)


def wanted_of(text: str) -> list[Wanted]:
    return [_wanted(*one) for one in json.loads(text)]


def _wanted(sheet: int, line: int, compound: str | None, *said: Any) -> Wanted:
    building, unit, room, grid, adults, area, tenure = said
    lies_in = uuid.UUID(compound) if compound else None
    grid_id = uuid.UUID(grid)
    return Wanted(Place(sheet, line), lies_in, building, unit, room, grid_id, adults, area, tenure and Tenure(tenure))
