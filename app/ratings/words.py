"""Rounds in words: how the draw was found when it was counted, and why one could not be counted."""

from app.core.refusal import N_
from app.core.sealing import Lost
from app.ratings.models import DrawFound, RatingRound, RoundState
from app.web.formats import as_due
from app.web.reader import gettext
from app.web.shapes import Tag

DRAW: dict[DrawFound | None, str] = {
    DrawFound.SOUND: N_("The draw was checked when the round was counted: the seed is the one whose fingerprint was published, and those it draws were asked."),
    DrawFound.SEED: N_("The draw was checked when the round was counted and is not sound: the seed is not the one whose fingerprint was published."),
    DrawFound.PEOPLE: N_("The draw was checked when the round was counted and is not sound: those who were asked are not those whom the seed draws."),
}  # fmt: skip
WHY_VOID: dict[Lost | None, str] = {
    Lost.LATE: N_("This round is void: it was not counted within seven days of its close, and its key was destroyed, as the rules say."),
    Lost.GONE: N_("This round is void: the database was brought back from an older copy, and its key had been destroyed after the count."),
    Lost.KEY: N_("This round is void: the key kept outside the database was lost, so nobody can open the answers."),
}  # fmt: skip
ENDS = {RoundState.PUBLISHED: N_("result"), RoundState.TOO_FEW: N_("too few answers"), RoundState.VOID: N_("void")}


def round_tag(rating_round: RatingRound) -> Tag:
    """Until when it runs, or how it ended."""
    if rating_round.state is RoundState.OPEN:
        return Tag(gettext("until %(day)s", day=as_due(rating_round.closes_at)), "warm")
    return Tag(gettext(ENDS[rating_round.state]))
