"""Every page of a feature as every role, opened once; what came is kept, and every question is asked of that."""

from dataclasses import dataclass

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.audit.models import AuditEntry
from app.community.models import Grid, PostKind
from tenants import db
from tenants.models import CommunityKind
from tests.support.directions import NAME
from tests.support.factories import Make
from tests.support.village import ROLES, Village, addresses, new_village

WORLDS = {"zh_Hans": {"kind": CommunityKind.VILLAGE, "name": f"{NAME} 村"}, "en": {"name": f"{NAME} 社区"}}


class Arabic(Make):
    """Whoever and whatever is not named has an Arabic name, so that its direction can be looked at."""

    words = NAME

    def region(self, *given, **more):
        return super().region(*given, **({"name": f"{NAME} 区"} | more))

    def official(self, community, kind=PostKind.COMMITTEE, **given):
        return super().official(community, kind, **({"title": NAME} | given))

    def reviewer(self, region, **given):
        return super().reviewer(region, **({"title": NAME} | given))

    def row(self, model, community, **given):
        """What is done in office is named by the product."""
        ours = {"act": "member.verify"} if model is AuditEntry else {}
        return super().row(model, community, **(ours | given))


@dataclass(frozen=True)
class Page:
    role: str
    endpoint: str
    address: str
    response: TestResponse

    @property
    def where(self) -> str:
        return f"{self.role} {self.endpoint}"

    @property
    def is_html(self) -> bool:
        moved = self.response.status_code in (301, 302, 303, 308)
        return self.response.mimetype == "text/html" and not moved

    @property
    def is_shown(self) -> bool:
        return self.is_html and self.response.status_code == 200


def arabic_village(app, **given) -> Village:
    make = Arabic(app)
    made = new_village(make, **given)
    with make.inside(made.community):
        for number, grid in enumerate(db.session.scalars(select(Grid))):
            grid.name = f"{NAME} {number}"
        db.commit()
    return made


def walk(app, village: Village, feature: str, locale: str) -> list[Page]:
    make = Make(app)
    found = list(addresses(app, village.region, village.community, village.rows, feature))
    assert found, "a feature without pages"
    pages = []
    for role in ROLES:
        browser = make.browser(village.people[role], village.community, locale=locale)
        pages += [Page(role, endpoint, address, browser.get(address)) for endpoint, address in found]
    return pages
