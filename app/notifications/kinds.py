"""The kinds of things members are told. Each feature registers its own beside the operation that tells it."""

from dataclasses import dataclass

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """`words` is an English message with %(name)s places; `endpoint` is where its number leads."""

    name: str
    words: str
    endpoint: str
    urgent: bool = True  # False: waits for the digest


def kind(name: str, words: str, endpoint: str, *, urgent: bool = True) -> Kind:
    """Register a kind: `ANSWERED = kind("answered", N_("Your item %(number)s was answered."), "proposals.show")`."""
    KINDS[name] = Kind(name, words, endpoint, urgent)
    return KINDS[name]
