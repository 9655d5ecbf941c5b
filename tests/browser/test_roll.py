"""The roll from a sheet on a phone: sent, looked at, written; and the pages of the register around it."""

import os
from pathlib import Path

import pytest

from app.community.models import Grid, Household
from app.core.ids import id_text
from app.outbox import jobs

ROLL_A = Path(__file__).parents[1] / "community" / "data" / "roll-a.xlsx"
PICTURES = os.environ.get("PICTURES")  # a folder to look at them in


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_committee_builds_its_roll_from_the_sheet_it_has(phone, make, dark):
    community = make.community(households=0, name="泉和社区")
    desk = phone(locale="en-GB" if dark else "zh-CN").be(make.official(community))
    desk.page.emulate_media(color_scheme="dark" if dark else "light")
    desk.go(f"/c/{community.slug}/desk/households")
    desk.page.get_by_role("link", name="The roll from a sheet" if dark else "用表格导入户册").first.click()
    _look(desk, "roll", dark)
    desk.page.locator("input[type=file]").set_input_files(ROLL_A)
    desk.tap("Look at it" if dark else "看一看").says("120")
    _look(desk, "preview", dark)
    desk.tap("Write it into the register" if dark else "写入户册")
    jobs.run_jobs(community.id)
    desk.page.reload()
    desk.says("The register says what the sheet says." if dark else "户册已按表格更新。")
    _look(desk, "written", dark)
    for page in ("households", "grids", "compounds"):
        desk.go(f"/c/{community.slug}/desk/{page}")
        _look(desk, page, dark)


def test_bad_lines_and_one_household_are_read_on_a_phone(phone, make):
    community = make.community(households=0)
    home = make.household(community, building="7", unit="1", room="301")
    make.row(Grid, community, name="第二网格", position=1)
    desk = phone().be(make.official(community))
    desk.go(f"/c/{community.slug}/desk/roll")
    desk.page.locator("textarea").first.fill("楼号\t房号\t成年人数\n7\t张三\t2\n7\t301\t99\n")
    desk.tap("看一看").says("不是房号").says("成年人数要写")
    _look(desk, "problems", False)
    desk.go(f"/c/{community.slug}/desk/households/{id_text(home.id)}")
    _look(desk, "household", False)
    assert isinstance(home, Household)
    mine = phone().be(make.member(community, household=home))
    mine.go(f"/c/{community.slug}/join")
    _look(mine, "join", False)


def _look(phone, name, dark):
    phone.fits(360)
    phone.fits_in_large_text()
    if PICTURES:
        phone.page.screenshot(path=f"{PICTURES}/{name}{'-dark-en' if dark else ''}.png", full_page=True)
