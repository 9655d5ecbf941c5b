"""The rules a text can break, as residents read them. Their numbers stand in rulings and in the public log."""

from app.core.refusal import N_

RULES: dict[int, str] = {
    1: N_("Attacks a person instead of speaking to the matter"),
    2: N_("Shows someone's private details"),
    3: N_("Advertising"),
    4: N_("Says the same again and again"),
    5: N_("Against the law"),
    6: N_("Has nothing to do with this community"),
}
