"""The kinds of things members are told. Each feature registers its own beside the operation that tells it."""

from dataclasses import dataclass

from app.notifications.policy import Topic

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """`words` is an English message with %(name)s places; `about` the kind of thing it leads to, by its number if any."""

    name: str
    words: str
    about: str
    topic: Topic = Topic.MINE
    while_suspended: bool = False  # leaves the house although the community is suspended: it says so


def kind(name: str, words: str, about: str, topic: Topic = Topic.MINE, *, while_suspended: bool = False) -> Kind:
    """Register a kind: `ANSWERED = kind("answered", N_("Your item %(number)s was answered."), "proposal")`."""
    KINDS[name] = Kind(name, words, about, topic, while_suspended)
    return KINDS[name]
