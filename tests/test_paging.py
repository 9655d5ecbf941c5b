"""Lists go on where they stopped: nothing twice, nothing left out, in an order people expect."""

import html
import re
from datetime import timedelta

from sqlalchemy import select

from app.community.models import Household
from app.core import clock
from app.core.ids import id_text
from app.moderation.models import Appeal, Ruling
from app.score.models import ScoreSnapshot
from tenants import db


def walked(browser, address):
    """The texts of all pages, following "next"."""
    pages = []
    while address:
        pages.append(browser.get(address).text)
        more = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        address = html.unescape(more[1]) if more else ""
    return pages


def test_a_desk_of_many_communities_shows_those_without_a_score_first_on_whatever_page(make):
    region, names = make.region(), []
    for place in range(70):
        community = make.community(region, name=f"社区 {place:02d}")
        scored = place < 60
        make.row(
            ScoreSnapshot, community, published=scored, score=50.0 + place / 10 if scored else None, low=40.0, high=70.0,
            evidence=0.7, pillars=dict.fromkeys("ABCDE", 0.5),
        )  # fmt: skip
        names.append(community.name)
    pages = walked(make.browser(make.reviewer(region), None), f"/r/{region.code}/")
    seen = re.findall(r"社区 \d\d(?=</a>)", "".join(pages))
    assert len(pages) == 2
    assert seen == names[60:] + names[:60]


def test_a_corrected_quarter_stands_once_on_the_desk_with_its_newest_figures(make):
    region = make.region()
    community = make.community(region, name="改过的社区")
    for turn, score in ((1, 61.0), (2, 64.0)):
        make.row(
            ScoreSnapshot, community, period="2026Q3", turn=turn, published=True, score=score, low=55.0, high=70.0,
            evidence=0.7, pillars=dict.fromkeys("ABCDE", 0.5),
        )  # fmt: skip
    page = make.browser(make.reviewer(region), None).get(f"/r/{region.code}/").text
    assert page.count("改过的社区</a>") == 1
    assert "64" in page
    assert "约 61" not in page


def test_entrances_stand_in_the_order_of_their_numbers_and_go_on_on_the_next_page(make):
    community = make.community()
    grid = make.grid_of(community)
    for building in range(1, 66):
        make.row(Household, community, grid_id=grid.id, building=str(building), unit="1", room="101")
    pages = walked(make.browser(make.official(community), community), "desk/households")
    seen = re.findall(r"(\d+) 号楼 1 单元</a>", "".join(pages))
    assert seen == [str(building) for building in range(1, 66)]
    assert len(pages) == 2


def test_the_doors_of_a_tall_entrance_go_on_on_the_next_page(make):
    community = make.community()
    grid = make.grid_of(community)
    for room in range(100, 165):
        make.row(Household, community, grid_id=grid.id, building="1", unit="1", room=str(room))
    pages = walked(make.browser(make.official(community), community), "desk/households?building=1&unit=1")
    assert sorted(re.findall(r">(1\d\d)</a>", "".join(pages))) == [str(room) for room in range(100, 165)]
    assert len(pages) == 2


def test_whoever_belongs_to_many_places_finds_them_all(make):
    account, region = make.account(), make.region()
    names = []
    for place in range(45):
        community = make.community(region, name=f"住处 {place:02d}")
        make.member(community, account=account, verified=False)
        names.append(community.name)
    pages = walked(make.browser(account), "/me")
    assert re.findall(r"(住处 \d\d)</a>", "".join(pages)) == names
    assert len(pages) == 3


def test_all_appeals_are_found_the_first_due_on_top(make):
    community, now = make.community(), clock.now()
    author = make.member(community)
    dues = []
    for place in range(45):
        ruling = make.row(Ruling, community, hidden=True, author_id=author.id, rule=1, subject_kind="proposal")
        dues.append(now + timedelta(days=(place * 7) % 45))
        make.row(Appeal, community, ruling_id=ruling.id, due_at=dues[-1])
    board = make.browser(make.official(community, "supervision"), community)
    desk = board.get("desk/moderation").text
    assert desk.count("/moderation/appeals/") == 10
    assert "/desk/moderation/appeals" in desk
    pages = walked(board, "desk/moderation/appeals")
    keys = re.findall(r"/moderation/appeals/(\w+)", "".join(pages))
    with make.inside(community):
        inorder = db.session.scalars(select(Appeal).order_by(Appeal.due_at)).all()
    assert keys == [id_text(one.id) for one in inorder]
    assert len(pages) == 3
    own = walked(make.browser(author, community), "moderation/mine")
    assert sum(page.count('class="card') for page in own) == 45
