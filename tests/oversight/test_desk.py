"""Those above see published figures only, are seen looking, and nothing of any person reaches them."""

import pytest
from sqlalchemy import select

from app.core import clock
from app.oversight.models import ViewLog
from app.proposals.models import Kind, Proposal, State
from app.score import publishing
from app.score.models import ScoreSnapshot
from tenants import db
from tenants.models import Community
from tests.support.score import last_quarter, open_since


@pytest.fixture
def region(make):
    return make.region()


def test_the_desk_shows_communities_below_and_no_others(make, region):
    inside, outside = make.community(region, name="里社区"), make.community(name="外社区")
    page = make.browser(make.reviewer(region)).get(f"/r/{region.code}/").text
    assert inside.name in page
    assert outside.name not in page


@pytest.mark.parametrize("who", ["stranger", "resident", "other"])
def test_the_desk_is_for_the_offices_of_the_region(make, region, who):
    community = make.community(region)
    person = {"stranger": None, "resident": make.member(community), "other": make.reviewer(make.region())}[who]
    status = make.browser(person).get(f"/r/{region.code}/").status_code
    assert status == (303 if who == "stranger" else 403)


def test_an_office_above_sees_the_regions_below_it(make, region):
    below = make.region(region)
    make.community(below, name="下面的社区")
    assert "下面的社区" in make.browser(make.reviewer(region)).get(f"/r/{below.code}/").text


def test_each_look_stands_in_the_communitys_own_log(make, region):
    community = make.community(region)
    reviewer = make.reviewer(region, title="街道督导")
    assert make.browser(reviewer).get(f"/r/{region.code}/communities/{community.slug}").status_code == 200
    with make.inside(community):
        assert [row.office for row in db.session.scalars(select(ViewLog))] == ["街道督导"]
    assert "街道督导" in make.browser(None, community).get("score/looks").text


def test_a_community_of_another_region_is_not_found_and_not_logged(make, region):
    community = make.community()
    assert make.browser(make.reviewer(region)).get(f"/r/{region.code}/communities/{community.slug}").status_code == 404
    with make.inside(community):
        assert not db.session.scalars(select(ViewLog)).all()


def test_no_text_and_no_person_crosses_the_boundary(make, region):
    """Canaries in every text of the community: none comes out above."""
    community = make.community(region, created_at=open_since())
    person = make.member(community, name="金丝雀甲")
    make.row(
        Proposal,
        community,
        author_id=person.id,
        kind=Kind.PROPOSAL,
        state=State.OPEN,
        title="金丝雀乙",
        visible_at=clock.now(),
    )
    assert publishing.refresh(community.id, last_quarter(community)) is not None
    browser = make.browser(make.reviewer(region))
    for address in (f"/r/{region.code}/", f"/r/{region.code}/communities/{community.slug}"):
        page = browser.get(address).text
        assert "金丝雀" not in page
        assert person.id.hex not in page


def test_a_published_quarter_never_changes_and_an_unready_one_holds_no_number(make, region):
    community = make.community(region, created_at=open_since())
    period = last_quarter(community)
    publishing.refresh(community.id, period)
    make.row(Proposal, community, visible_at=clock.now(), quarter=period)
    publishing.refresh(community.id, period)
    with make.inside(community):
        rows = db.session.scalars(select(ScoreSnapshot)).all()
    assert len(rows) == 1
    assert rows[0].published is False
    assert rows[0].score is None


def test_changes_make_a_score_dirty_and_the_worker_cleans_exactly_those(app, make):
    from app.score.models import ScoreDirty

    community = make.community()
    make.row(Proposal, community, visible_at=clock.now())
    assert community.id in publishing.dirty_communities()
    publishing.refresh(community.id)
    with make.inside(community):
        assert not db.session.scalars(select(ScoreDirty)).all()
    with app.app_context(), db.unbound():
        assert db.session.get(Community, community.id) is not None
