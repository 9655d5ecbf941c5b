"""What can be chosen, row by row as it was typed: each mistake is refused with its line, nothing is cut or dropped."""

from typing import NoReturn

from app.core.refusal import N_, Refused
from app.polls.methods import METHODS
from tenants.text import folded

LONGEST, MOST = 60, 30
STOPS = "。．.,，;；!！?？… "  # at the end they make no other choice
Row = tuple[str, int | None]  # words, and the cost in cents where there is a sum to share out


def checked_options(kind: str, rows: list[Row], budget: int | None = None) -> list[Row]:
    """The rows that say something, in order; Refused (422, beside its row) where one of them cannot stand."""
    method, filled = METHODS[kind], [(line, *row) for line, row in enumerate(rows, 1) if row[0] or row[1] is not None]
    if not method.NEEDS_OPTIONS:
        if filled:
            _refuse(N_("Yes or no takes no options. Empty line %(line)s, or let people pick one."), filled[0][0])
        return []
    for line, title, cost in filled:
        if not title:
            _refuse(N_("Line %(line)s has a cost and no words. Please say what it is for, or empty it."), line)
        if len(title) > LONGEST:
            _refuse(N_("Line %(line)s is too long: at most %(most)s characters."), line, most=LONGEST)
        if method.HAS_COSTS and cost is None:
            _refuse(N_("Line %(line)s has no cost. Where it costs nothing, write 0."), line, "cost")
        if budget and (cost or 0) > budget:
            _refuse(N_("Line %(line)s costs more than the whole sum, so it could never be chosen."), line, "cost")
    _no_doubles(filled)
    if len(filled) < 2:
        raise Refused(N_("Please give two options at least."), status=422, field="options-0-title")
    if len(filled) > MOST:
        _refuse(N_("Please give at most %(most)s options."), filled[MOST][0], most=MOST)
    return [(title, cost if method.HAS_COSTS else None) for _, title, cost in filled]


def _no_doubles(filled: list[tuple[int, str, int | None]]) -> None:
    first: dict[str, int] = {}
    for line, title, _ in filled:
        alike = folded(title.rstrip(STOPS)) or title
        if alike in first:
            _refuse(
                N_("Lines %(first)s and %(line)s say the same. Nobody could tell them apart."), line, first=first[alike]
            )
        first[alike] = line


def _refuse(sentence: str, line: int, part: str = "title", **values: object) -> NoReturn:
    raise Refused(sentence, status=422, field=f"options-{line - 1}-{part}", line=line, **values)
