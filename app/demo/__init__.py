"""The demo: invented communities with their history, told through the product's own operations.

It is marked on every page, refuses to load beside real members, and can be erased.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from app import clock
from app.accounts.models import Account
from app.demo import places, quanhe, riverside, wangyue
from app.demo.places import Town, lay_out
from app.score import publishing
from tenants import db, provisioning
from tenants.columns import new_id
from tenants.models import Community, Instance, Region, RegionOffice, RegionRole
from tenants.saying import Sentence

ROLES = ("resident", "partner", "neighbour", "organisation", "grid", "committee", "supervision")
Say = Callable[[str], None]


def load(progress: Say) -> None:
    """Lay out the communities and tell their stories; takes about a minute."""
    _refuse()
    today = clock.now()
    regions = _regions()
    towns = {}
    for number, plan in enumerate(places.PLANS, 1):
        progress(f"demo {number}/{len(places.PLANS)}: {plan.name}")
        towns[plan.slug] = lay_out(plan, regions[plan.region], today)
    tours = _tell(towns, progress)
    _publish(towns)
    offices = _offices(regions)
    _remember(towns, offices, tours)
    progress("demo: ready")


def _refuse() -> None:
    with db.unbound():
        if db.session.scalar(select(Account.id).where(Account.is_demo.is_(False)).limit(1)) is not None:
            raise Sentence("There are real members here: the demo loads only into an instance without any.")
        if db.session.get(Instance, "demo") is not None:
            raise Sentence("The demo is loaded already; `demo erase` removes it.")


def _regions() -> dict[str, Region]:
    made: dict[str, Region] = {}
    with db.unbound(write=True):
        for code, name, level, parent, profile in places.REGIONS:
            above = made[parent] if parent else None
            path = (above.path if above else "/") + code + "/"
            made[code] = Region(
                id=new_id(), code=code, name=name, level=level, parent_id=above and above.id, path=path, profile=profile
            )
            db.session.add(made[code])
            db.session.flush()  # a child names its parent
        db.commit()
    return made


def _tell(towns: dict[str, Town], progress: Say) -> dict[str, str]:
    tours = {}
    progress("demo: telling 泉和社区")
    tours["quanhe"] = quanhe.tell(towns["quanhe"])
    progress("demo: telling 望岳社区")
    wangyue.tell(towns["wangyue"])
    wangyue.tell_quietly(towns["shunan"], "舜安物业服务中心", ("冯立", "秦朗", "曹芸", "侯经理"), 12)
    wangyue.tell_quietly(towns["nanshanli"], "南山里合作社", ("梁国富", "石磊", "苗青", "汪社长"), 8)
    progress("demo: telling Riverside")
    tours["riverside"] = riverside.tell(towns["riverside"])
    return tours


def _publish(towns: dict[str, Town]) -> None:
    """Scores of the two quarters that ended last, and the running one's evidence."""
    for town in towns.values():
        running = clock.quarter(town.today, town.community.zone)
        for back in (2, 1, 0):
            publishing.refresh(town.community.id, clock.quarters_back(running, back))


def _offices(regions: dict[str, Region]) -> dict[str, tuple[str, str, str]]:
    """The reviewers above: (name, account, where they start)."""
    people = {
        "quanhe.above": ("陈静", "demo-ln", "街道督导"), "quanhe.district": ("高远", "demo-sz", "区社会工作部"),
        "riverside.above": ("Mina Hale", "demo-mb", "City reviewer"), "riverside.district": ("Jon Ferrers", "demo-mb", "City council office"),
    }  # fmt: skip
    made = {}
    with db.unbound(write=True):
        for key, (name, code, title) in people.items():
            account = Account(id=new_id(), display_name=name, created_at=clock.now(), is_demo=True)
            since = clock.now() - timedelta(days=200)
            office = RegionOffice(
                account_id=account.id, region_id=regions[code].id, role=RegionRole.REVIEWER, title=title, since=since
            )
            db.session.add_all([account, office])
            made[key] = (name, str(account.id), f"/r/{code}/")
        db.commit()
    return made


def _remember(towns: dict[str, Town], offices: dict[str, tuple[str, str, str]], tours: dict[str, str]) -> None:
    """What the front page needs: roles and their accounts, the names of the places, the tour's addresses."""
    roles: dict[str, Any] = {}
    for slug in ("quanhe", "riverside"):
        town = towns[slug]
        for role in ROLES:
            person = town.cast[role]
            start = (
                f"/c/{slug}/desk/"
                if role in ("committee", "grid")
                else f"/c/{slug}/desk/audit"
                if role == "supervision"
                else f"/c/{slug}/"
            )
            roles[f"{slug}.{role}"] = (person.name, str(person.account_id), start)
        roles |= {key: value for key, value in offices.items() if key.startswith(slug)}
    tour = {slug: _tour(slug, tours[slug], offices) for slug in tours}
    with db.unbound(write=True):
        names = {slug: towns[slug].plan.name for slug in tours}
        db.session.add(Instance(name="demo", value={"roles": roles, "places": names, "tour": tour}))
        db.commit()


def _tour(slug: str, matter: str, offices: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    return {
        "neighbour": matter, "resident": f"/c/{slug}/polls/1/result", "committee": matter,
        "supervision": f"/c/{slug}/desk/audit", "district": offices[f"{slug}.district"][2] + f"communities/{slug}",
    }  # fmt: skip


def erase(progress: Say) -> None:
    """Remove the demo's communities, regions and accounts, and everything in them."""
    with db.unbound():
        communities = list(db.session.scalars(select(Community).where(Community.is_demo.is_(True))))
    for community in communities:
        progress(f"erasing {community.name}")
        provisioning.erase_community(community.id)
    with db.unbound(write=True):
        codes = [code for code, *_ in reversed(places.REGIONS)]
        ids = select(Region.id).where(Region.code.in_(codes))
        db.session.execute(
            delete(RegionOffice).where(RegionOffice.region_id.in_(ids)),
            execution_options={"synchronize_session": False},
        )
        for code in codes:
            db.session.execute(delete(Region).where(Region.code == code))
        db.session.execute(
            delete(Account).where(Account.is_demo.is_(True)), execution_options={"synchronize_session": False}
        )
        db.session.execute(delete(Instance).where(Instance.name == "demo"))
        db.commit()
