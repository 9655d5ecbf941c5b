"""What is told where, in this order. A new story is a file with `tell`, and a place in this table.

Stories are set by hand (`fmt: off`): one line an event, days ago first, each matter in the order of time.
"""

from collections.abc import Callable
from functools import partial

from app.demo.everyday import requests, shifts
from app.demo.stories import (
    flood,
    footpath,
    left_over,
    lift,
    night_parking,
    office,
    quanhe,
    quiet,
    riverside,
    small_fund,
    towpath,
    waste,
)  # fmt: skip
from app.demo.telling import Story

TOLD: dict[str, tuple[Callable[[Story], None], ...]] = {
    "quanhe": (
        waste.tell, lift.tell, flood.tell, quanhe.tell, office.tell, partial(requests, count=44), partial(shifts, count=15),
    ),
    "shunan": (footpath.tell, partial(requests, count=12), partial(shifts, count=2), quiet.weekends, office.tell),
    "wangyue": (
        small_fund.tell, night_parking.tell, quiet.bicycles, office.tell, partial(requests, count=30), partial(shifts, count=15),
    ),
    "nanshanli": (partial(requests, count=8), partial(shifts, count=2), quiet.weekends, office.tell),
    "riverside": (
        towpath.tell, left_over.tell, riverside.tell, office.tell, partial(requests, count=40), partial(shifts, count=15),
    ),
}  # fmt: skip
