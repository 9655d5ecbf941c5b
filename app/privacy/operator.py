"""Who runs this instance, as its settings say, and what they must say before anything of anyone is kept.

What is needed differs by country: `[opening]` in profiles/*.toml.
"""

from dataclasses import dataclass, fields

from app.core import profiles
from app.core.refusal import N_
from config import Settings
from tenants import db
from tenants.models import Instance


@dataclass(frozen=True)
class Operator:
    """Shown at the foot of every page and named in the privacy notice."""

    name: str
    address: str
    contact: str
    entrusted: str  # who works with personal information on behalf of the operator, and for what
    icp: str  # 网站备案
    police: str  # 公安备案


INVENTED = (  # of the demo, each in the reader's language
    N_("An invented district office (demo)"), N_("1 Example Road, an invented town"), N_("demo@example.org"),
    "", N_("filing number: invented, this is a demo"), "",
)  # fmt: skip
NAMES = tuple(one.name for one in fields(Operator))


def missing(settings: Settings) -> list[str]:
    """The settings that are empty and without which nobody may sign in."""
    needs = profiles.profile(settings.profile)["opening"]["needs"]
    return [name for name in needs if not getattr(settings, name.lower())]


def given(settings: Settings) -> Operator | None:
    """None where the settings do not say all that is needed."""
    if missing(settings):
        return None
    return Operator(*(getattr(settings, f"operator_{name}") or "" for name in NAMES))


def holds_demo() -> bool:
    return db.session.get(Instance, "demo") is not None


def shut(settings: Settings) -> list[str]:
    """The settings for whose sake no account and no contact is taken; [] in the demo, whose people are invented."""
    empty = missing(settings)
    return [] if not empty or holds_demo() else empty


def concern(settings: Settings) -> str | None:
    """Said to whoever runs the instance; None where people can sign in."""
    with db.unbound():
        empty = shut(settings)
    if not empty:
        return None
    return f"Nobody can sign in, and no contact is taken, until these are set: {', '.join(empty)} (README)."
