"""The demo: invented communities with their history, told through the product's own operations.

It is marked on every page, refuses to load beside real members, and can be erased.
"""

from collections.abc import Callable

from sqlalchemy import delete, select

from app.accounts.models import Account
from app.core import clock
from app.demo import cards, regions
from app.demo.layout import lay_out
from app.demo.places import PLANS, REGIONS
from app.demo.stories import TOLD
from app.demo.telling import Story
from app.demo.town import Town
from app.score import publishing
from tenants import db, provisioning
from tenants.cli_output import Sentence
from tenants.models import Community, Instance, Region

Say = Callable[[str], None]
WANTED = "demo wanted"


def want() -> None:
    """A new database is to hold the demo: remembered until it does, through whatever interrupts the loading."""
    with db.unbound(write=True):
        db.session.merge(Instance(name=WANTED, value={}))
        db.commit()


def is_wanted() -> bool:
    with db.unbound():
        return db.session.get(Instance, WANTED) is not None and not _has_members()


def _has_members() -> bool:
    return db.session.scalar(select(Account.id).where(Account.is_demo.is_(False)).limit(1)) is not None


def load(progress: Say) -> None:
    """Lay out the communities and tell their stories. Where that fails half-way, what was made is taken back."""
    _refuse()
    if _remains():
        progress("demo: taking back what an interrupted start had left")
        erase(lambda _line: None, for_good=False)
    try:
        _load(progress)
    except BaseException:  # Ctrl-C too: a database with half a demo is no longer new, so `setup` would leave it so
        _take_back(progress)
        raise
    with db.unbound(write=True):
        db.session.execute(delete(Instance).where(Instance.name == WANTED))
        db.commit()
    progress("demo: ready")


def _remains() -> bool:
    """A start that was killed had no time to take anything back."""
    with db.unbound():
        return bool(
            db.session.scalar(select(Region.id).where(Region.code.in_([code for code, *_ in REGIONS])).limit(1))
        )


def _refuse() -> None:
    with db.unbound():
        if _has_members():
            raise Sentence("There are real members here: the demo loads only into an instance without any.")
        if db.session.get(Instance, "demo") is not None:
            raise Sentence("The demo is loaded already; `demo erase` removes it.")


def _load(progress: Say) -> None:
    above, towns, today = regions.lay_out(), {}, clock.now()
    reviewers = regions.appoint(above)
    for number, plan in enumerate(PLANS, 1):
        progress(f"demo {number}/{len(PLANS)}: {plan.name}")
        towns[plan.slug] = town = lay_out(plan, above[plan.region], today)
        town.above = next(reviewer for reviewer in reviewers.values() if reviewer.region is above[plan.region])
        for tell in TOLD[plan.slug]:
            tell(Story(town))
        town.live()
        _publish(town)
    cards.remember(towns, reviewers)


def _publish(town: Town) -> None:
    """Scores of the two quarters that ended last, and the running one's evidence.

    In the first days of a quarter that is some days ahead of the rule, so that there is a score to see on every day.
    """
    community = town.community
    running = clock.quarter(town.today, community.zone)
    for period in (clock.quarters_back(running, 2), clock.quarters_back(running, 1)):
        with clock.at(max(town.today, publishing.published_from(community, period))):
            publishing.refresh(community.id, period)
    publishing.refresh(community.id)


def _take_back(progress: Say) -> None:
    """As far as it can be done: on a full disk even erasing may find no room."""
    try:
        erase(lambda _line: None, for_good=False)
        progress("demo taken back: nothing of it was kept")
    except Exception as error:
        progress(f"demo not taken back ({type(error).__name__}): `flask --app wsgi demo erase` will do it")


def erase(progress: Say, *, for_good: bool = True) -> None:
    """Remove the demo's communities, regions and accounts, and everything in them; for good: no start brings it back."""
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
        db.session.execute(delete(Instance).where(Instance.name.in_(["demo", WANTED] if for_good else ["demo"])))
        db.commit()
