"""The role cards and the tour on the demo's front page, and the links that are printed."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, g
from flask_babel import get_locale, gettext
from itsdangerous import URLSafeSerializer

from app.core.ids import id_text
from app.core.refusal import N_
from app.demo.regions import Reviewer
from app.demo.town import Town
from tenants import db
from tenants.models import Instance

TITLES = {
    "resident": (N_("A resident"), N_("votes for the household, asks, confirms")),
    "partner": (N_("The other adult of that household"), N_("sees that the household voted, not what")),
    "neighbour": (N_("A neighbour"), N_("supports, speaks, helps out")),
    "organisation": (N_("An organisation at the table"), N_("one voice, no vote")),
    "grid": (N_("The one who serves this part"), N_("verifies people, posts shifts")),
    "committee": (N_("The committee"), N_("answers, puts to the vote, must deliver")),
    "supervision": (N_("The supervision board"), N_("hears appeals, reads the record")),
    "above": (N_("The level above"), N_("sees published figures only, and is seen looking")),
    "district": (N_("The level above that"), N_("sees published figures only, and is seen looking")),
}
STEPS = (
    ("neighbour", N_("A neighbour proposes something for all, and people speak for and against.")),
    ("resident", N_("Each household votes; the result can be recounted by anyone.")),
    ("committee", N_("The committee delivers by the date that was voted, and says so.")),
    ("supervision", N_("What was done in office stands in a record that nobody can rewrite unseen.")),
    ("district", N_("Those above see the score that came out of it, with its interval, and nothing of any person.")),
)
ORDER = {"zh": ("quanhe", "riverside"), "en": ("riverside", "quanhe")}
STARTS = {"grid": "desk/", "committee": "desk/", "supervision": "desk/audit"}  # the others start on the front page


@dataclass(frozen=True)
class Card:
    """One role of one place; `href` is where it starts."""

    key: str
    name: str
    account_id: uuid.UUID
    href: str

    @property
    def role(self) -> str:
        return self.key.split(".")[1]

    @property
    def title(self) -> str:
        return gettext(TITLES[self.role][0])

    @property
    def note(self) -> str:
        return " · ".join([self.name, gettext(TITLES[self.role][1])])

    @property
    def button(self) -> str:
        return gettext("Be this person")


def remember(towns: dict[str, Town], reviewers: dict[str, Reviewer]) -> None:
    """What the front page needs: roles and their accounts, the names of the places, the tour's addresses."""
    roles: list[tuple[str, ...]] = []  # in the order of the cards, which no JSON object keeps
    for slug in ORDER["zh"]:
        for role in TITLES:
            person, key = towns[slug].cast.get(role), f"{slug}.{role}"
            here = f"/c/{slug}/{STARTS.get(role, '')}"
            roles.append((key, *((person.name, str(person.account_id), here) if person else reviewers[key].card)))
    names = {slug: towns[slug].plan.name for slug in ORDER["zh"]}
    tours = {slug: _tour(towns[slug], reviewers[f"{slug}.district"].card[2]) for slug in ORDER["zh"]}
    with db.unbound(write=True):
        db.session.add(Instance(name="demo", value={"roles": roles, "places": names, "tour": tours}))
        db.commit()


def _tour(town: Town, district: str) -> dict[str, str]:
    """It follows one matter of the place, and the vote about it."""
    here, matter = f"/c/{town.plan.slug}/", f"proposals/{town.followed.row.number}"
    return {
        "neighbour": here + matter, "resident": f"{here}polls/{town.followed.poll.number}/result", "committee": here + matter,
        "supervision": f"{here}{STARTS['supervision']}?about={id_text(town.followed.row.id)}", "district": f"{district}communities/{town.plan.slug}",
    }  # fmt: skip


def _facts() -> dict[str, Any]:
    """What the loader wrote: roles and the tour's addresses. Empty where there is no demo."""
    if "demo_facts" not in g:
        row = db.session.get(Instance, "demo")
        g.demo_facts = row.value if row is not None else {}
    return g.demo_facts


def is_demo() -> bool:
    """Whether this instance holds the demo."""
    return bool(_facts())


def _all() -> Iterator[Card]:
    for key, name, account, href in _facts().get("roles", ()):
        yield Card(key, name, uuid.UUID(account), href)


def find(key: str) -> Card | None:
    return next((card for card in _all() if card.key == key), None)


def shown() -> list[dict[str, Any]]:
    """Cards by place, the place of the reader's language first."""
    order = ORDER[str(get_locale())[:2]]
    names = _facts()["places"]
    return [{"title": names[town], "cards": [card for card in _all() if card.key.startswith(town)]} for town in order]


def tour() -> list[dict[str, str]]:
    """One matter through five roles, in the first place of the reader's language."""
    town = ORDER[str(get_locale())[:2]][0]
    ways = _facts()["tour"][town]
    return [
        {
            "text": gettext(text),
            "button": gettext("Go there as this person"),
            "key": f"{town}.{role}",
            "href": ways[role],
        }
        for role, text in STEPS
    ]


def serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="demo sign-in")


def links(base: str) -> Iterator[str]:
    """The same sign-in links, for printing; they work again and again."""
    with db.unbound():
        row = db.session.get(Instance, "demo")
    for key, name, _account, _href in row.value["roles"] if row is not None else ():
        yield f"  {name} ({key}): {base}/demo/{serializer(current_app.config['SECRET_KEY']).dumps(key)}"
