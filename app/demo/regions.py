"""The regions above the communities, and the reviewers who hold an office there."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from app.access import Visitor
from app.accounts.models import Account
from app.core import clock
from app.demo.places import BODIES, OFFICES, REGIONS
from tenants import bodies, db
from tenants.columns import new_id
from tenants.models import Body, Region, RegionOffice, RegionRole


def lay_out() -> dict[str, Region]:
    made: dict[str, Region] = {}
    with db.unbound(write=True):
        for code, name, level, parent, profile in REGIONS:
            above = made[parent] if parent else None
            path = (above.path if above else "/") + code + "/"
            made[code] = Region(
                id=new_id(), code=code, name=name, level=level, parent_id=above and above.id, path=path, profile=profile
            )
            db.session.add(made[code])
            db.session.flush()  # a child names its parent
        for region, code, name, kind in BODIES:
            bodies.add(made[region], code, name, kind, clock.now())
        db.commit()
    return made


@dataclass(frozen=True)
class Reviewer:
    """Someone above: their account, their office and where it is."""

    account: Account
    office: RegionOffice
    region: Region

    @property
    def card(self) -> tuple[str, str, str]:
        """As the front page needs it: name, account, where they start."""
        return self.account.display_name, str(self.account.id), f"/r/{self.region.code}/"

    @property
    def visitor(self) -> Visitor:
        return Visitor(account=self.account, region_offices=(self.office,), region=self.region)


def appoint(regions: dict[str, Region]) -> dict[str, Reviewer]:
    """The reviewers, by the card that is theirs."""
    made, now = {}, clock.now()
    with db.unbound(write=True):
        for key, (name, code, title) in OFFICES.items():
            account = Account(id=new_id(), display_name=name, created_at=now, is_demo=True)
            office = RegionOffice(
                account_id=account.id, region_id=regions[code].id, role=RegionRole.REVIEWER, title=title,
                since=now - timedelta(days=200),
            )  # fmt: skip
            db.session.add_all([account, office])
            made[key] = Reviewer(account, office, regions[code])
        db.commit()
    return made


def erase() -> None:
    """The caller commits."""
    codes = [code for code, *_ in reversed(REGIONS)]
    of_these = RegionOffice.region_id.in_(select(Region.id).where(Region.code.in_(codes)))
    listed = Body.region_id.in_(select(Region.id).where(Region.code.in_(codes)))
    for model, theirs in ((RegionOffice, of_these), (Body, listed)):
        db.session.execute(delete(model).where(theirs), execution_options={"synchronize_session": False})
    for code in codes:  # a child before its parent
        db.session.execute(delete(Region).where(Region.code == code))
