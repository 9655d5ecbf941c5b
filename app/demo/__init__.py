"""The demo: invented communities with their history, told through the product's own operations.

It is marked on every page, refuses to load beside real members, and can be erased.
"""

from collections.abc import Callable

from sqlalchemy import delete, select

from app import clock
from app.accounts.models import Account
from app.demo import cards, regions
from app.demo.layout import lay_out
from app.demo.places import PLANS
from app.demo.stories import TOLD
from app.demo.telling import Story
from app.demo.town import Town
from app.score import publishing
from tenants import db, provisioning
from tenants.models import Community, Instance
from tenants.saying import Sentence

Say = Callable[[str], None]


def load(progress: Say) -> None:
    """Lay out the communities and tell their stories. Where that fails half-way, what was made is taken back."""
    _refuse()
    try:
        _load(progress)
    except BaseException:  # Ctrl-C too: a database with half a demo is no longer new, so `setup` would leave it so
        _take_back(progress)
        raise
    progress("demo: ready")


def _refuse() -> None:
    with db.unbound():
        if db.session.scalar(select(Account.id).where(Account.is_demo.is_(False)).limit(1)) is not None:
            raise Sentence("There are real members here: the demo loads only into an instance without any.")
        if db.session.get(Instance, "demo") is not None:
            raise Sentence("The demo is loaded already; `demo erase` removes it.")


def _load(progress: Say) -> None:
    above, towns, today = regions.lay_out(), {}, clock.now()
    for number, plan in enumerate(PLANS, 1):
        progress(f"demo {number}/{len(PLANS)}: {plan.name}")
        towns[plan.slug] = town = lay_out(plan, above[plan.region], today)
        for tell in TOLD[plan.slug]:
            tell(Story(town))
        town.until(today)
        _publish(town)
    cards.remember(towns, regions.appoint(above))


def _publish(town: Town) -> None:
    """Scores of the two quarters that ended last, and the running one's evidence."""
    running = clock.quarter(town.today, town.community.zone)
    for back in (2, 1, 0):
        publishing.refresh(town.community.id, clock.quarters_back(running, back))


def _take_back(progress: Say) -> None:
    """As far as it can be done: on a full disk even erasing may find no room."""
    try:
        erase(lambda _line: None)
        progress("demo taken back: nothing of it was kept")
    except Exception as error:
        progress(f"demo not taken back ({type(error).__name__}): `flask --app wsgi demo erase` will do it")


def erase(progress: Say) -> None:
    """Remove the demo's communities, regions and accounts, and everything in them."""
    with db.unbound():
        communities = list(db.session.scalars(select(Community).where(Community.is_demo.is_(True))))
    for community in communities:
        progress(f"erasing {community.name}")
        provisioning.erase_community(community.id)
    with db.unbound(write=True):
        regions.erase()
        db.session.execute(
            delete(Account).where(Account.is_demo.is_(True)), execution_options={"synchronize_session": False}
        )
        db.session.execute(delete(Instance).where(Instance.name == "demo"))
        db.commit()
