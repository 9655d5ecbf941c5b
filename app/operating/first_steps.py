"""What an operator does next with an instance: `setup` says it, as far as the instance has come."""

from flask import current_app
from sqlalchemy import select

from app.privacy import operator
from tenants import db
from tenants.models import AccountCommunity, Community, Region

FLASK = "flask --app wsgi"
REGIONS = f"{FLASK} regions add CODE NAME --level 4   (or all at once: {FLASK} communities import FILE)"
COMMUNITIES = f"{FLASK} communities add CODE NAME --under CODE"
PEOPLE = f"{FLASK} people appoint CODE CONTACT   (prints a link that signs the first official in)"
SERVE = f"{FLASK} serve"


def to_do(*last: str) -> str:
    """The commands that are still to be given, the next one first; "" where there are none."""
    with db.unbound():
        there = [
            db.session.scalar(select(key).limit(1)) for key in (Region.id, Community.id, AccountCommunity.account_id)
        ]
    first = operator.concern(current_app.config["SETTINGS"])
    steps = [first] if first else []
    steps += [step for step, found in zip((REGIONS, COMMUNITIES, PEOPLE), there, strict=True) if found is None]
    lines = [f"  {number}. {step}" for number, step in enumerate([*steps, *last], 1)]
    return "\n".join(["Ready. What comes next:", *lines]) if lines else ""
