"""The kinds of things members are told. Each feature registers its own beside the operation that tells it."""

from dataclasses import dataclass

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """`words` is an English message with %(name)s places; `about` the kind of thing it leads to, by its number if any."""

    name: str
    words: str
    about: str
    urgent: bool = True  # False: waits for the digest


def kind(name: str, words: str, about: str, *, urgent: bool = True) -> Kind:
    """Register a kind: `ANSWERED = kind("answered", N_("Your item %(number)s was answered."), "proposal")`."""
    KINDS[name] = Kind(name, words, about, urgent)
    return KINDS[name]
