"""What tests of the demo look at: who plays whom, that no list is empty, that nothing ahead is past."""

from uuid import UUID

from sqlalchemy import func, select

from app.proposals import life
from app.proposals.models import Proposal
from app.score.models import ScoreSnapshot
from app.volunteering.models import Shift
from tenants import db
from tenants.models import Community
from tests.support.browsing import Browser
from tests.support.factories import Make

EVERYONE = (
    "", "proposals/", "proposals/?kind=request", "proposals/?kind=proposal", "volunteering/", "volunteering/?show=past",
    "board/", "people", "polls/", "ratings/", "log", "score/looks",
)  # fmt: skip


OWN = {
    "resident": ("inbox", "proposals/?mine=1"),
    "neighbour": ("inbox", "proposals/?mine=1", "volunteering/?show=mine", "moderation/mine"),
    "organisation": ("inbox",),
    "grid": ("inbox", "desk/", "desk/members"),
    "committee": (
        "inbox", "desk/", "desk/members", "desk/invitations", "desk/households", "desk/posts", "desk/moderation", "desk/audit",
    ),
    "supervision": ("inbox", "desk/moderation", "desk/audit"),
}  # fmt: skip


def quiet(_line):
    pass


def communities():
    with db.unbound():
        return {one.slug: one for one in db.session.scalars(select(Community).where(Community.is_demo.is_(True)))}


def stands_well(app, casts, day):
    with app.app_context():
        found = communities()
        for slug, community in found.items():
            with db.as_community(community.id):
                _nothing_past(slug, day)
    for slug, community in found.items():
        _nothing_empty(app, community, casts[slug])


def _nothing_past(slug, day):
    items = db.session.scalars(select(Proposal)).all()
    overdue = [one.title for one in items if (step := life.next_step(one)) is not None and step.overdue]
    assert not overdue, f"{slug}: {overdue}"
    assert db.session.scalar(select(func.count()).select_from(Shift).where(Shift.starts_at > day))
    assert any(life.phase(one) is life.Phase.GATHERING for one in items)
    published = db.session.scalars(select(ScoreSnapshot.published).order_by(ScoreSnapshot.period)).all()
    assert published[-1] is (slug in ("quanhe", "wangyue", "riverside")), f"{slug}: {published}"


def _nothing_empty(app, community, cast):
    make = Make(app)
    for role, own in {"visitor": (), **OWN}.items():
        account = cast.get(role)
        browser = Browser(app, community, make._login(UUID(account)) if account is not None else None)
        for address in EVERYONE + own:
            page = browser.get(address)
            assert page.status_code == 200, f"{role} {community.slug}/{address}"
            assert 'class="empty"' not in page.text, f"{role}: {community.slug}/{address} is empty"
            assert "演示：人物均为虚构" in page.text
