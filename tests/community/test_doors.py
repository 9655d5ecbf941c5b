"""Doors as people write them: one door however it is written, and the compound as part of the address."""

import pytest
from sqlalchemy import func, select

from app.community import operations
from app.community.doors import Door, door, door_hash
from app.community.models import Compound, Household
from app.core.refusal import Refused
from tenants import db

ONE = [
    ("7", "1", "301"), ("07", "01", "0301"), ("七号楼", "一单元", "301"), ("7#", "1", "301房"), ("7-1", "", "301"),
    ("7", "", "1-301"), ("7", "1", "7-1-301"), ("７号楼", "１单元", "３０１室"), ("第七栋", " 1 单元", "三百零一"),
    ("7号楼", "一单元", "三〇一"), ("7", "1", "三零一"), ("7", "1", "三○一室"), ("柒号楼", "壹单元", "叁佰零壹"), ("#7", "1", "#301"),
    ("No.7", "1", "301"), ("楼7", "单元1", "301"), ("7号楼1单元", "", "301"), ("7号楼1单元301", "", "301"), ("7", "1", "1单元301"),
    ("7", "1", "7号楼1单元301室"), ("7", "", "1单元301室"), ("7栋1门", "", "301"), ("7_1", "", "301"), ("7～1", "", "301"),
    ("7", "1", "3楼301"), ("7", "1", "3层301室"), ("7", "1", "301。"), ("7", "1", "（301）"), ("7", "1/301", "301"), ("7", "7-1", "301"),
    ("7-1-301", "", "301"), ("7–1–301", "1", "301"), ("7号楼-1单元-301", "", "301"), ("7", "1", "1-301-"), ("7\u200b", "1", "301"),
]  # fmt: skip


@pytest.mark.parametrize("written", ONE, ids=lambda one: "/".join(one))
def test_one_door_is_one_however_it_is_written(app, written):
    assert door(*written) == Door("7", "1", "301")
    assert door_hash("", *written) == door_hash("", "7", "1", "301")


@pytest.mark.parametrize(
    "other",
    [
        ("7", "1", "302"),
        ("7", "2", "301"),
        ("17", "1", "301"),
        ("7", "", "301"),
        ("7", "1", "301A"),
        ("71", "", "301"),
        ("7", "1", "1301"),
        ("7", "1", "2单元301"),
        ("7", "1", "8号楼1单元301"),
        ("7-1-302", "", "301"),
        ("7-2", "1", "301"),
        ("7", "1", "13层301"),
        ("7号院1号楼", "2", "301"),
        ("7", "1", "3-301"),
    ],
)
def test_other_doors_are_others(app, other):
    assert door_hash("", *other) != door_hash("", "7", "1", "301")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (("A座", "", "1201"), ("A", "", "1201")),
        (("Block A", "", "Flat 3"), ("Block A", "", "3")),
        (("Building 7", "Entrance 1", "Room 0301"), ("7", "1", "301")),
        (("二十一号楼", "十单元", "一百零二"), ("21", "10", "102")),
        (("廿一号楼", "", "二〇二"), ("21", "", "202")),
        (("A", "", "A座1201"), ("A", "", "1201")),
        (("12", "3", "B-2"), ("12", "3", "B-2")),
        (("楼", "", "室"), ("楼", "", "室")),
    ],
)
def test_what_is_kept_reads_as_people_say_it(written, kept):
    assert door(*written) == Door(*kept)


def test_the_case_of_letters_makes_no_other_door(app):
    assert door_hash("", "a座", "", "12b") == door_hash("", "A", "", "12B")


def test_a_door_entered_in_another_way_is_no_further_household(make, community):
    grid, committee = make.grid_of(community), make.official(community)
    with make.inside(community):
        visitor = make.visitor(committee, community)
        assert operations.add_households(visitor, visitor.community, grid, [("7", "1", "301")]) == 1
        assert operations.add_households(visitor, visitor.community, grid, ONE) == 0
        assert operations.household_at(None, "七号楼", "一单元", "0301室") is not None


def test_the_second_compounds_door_of_the_same_number_is_another_household(make, community):
    """1号楼1单元101 of two compounds: two families, two voices."""
    grid, committee = make.grid_of(community), make.official(community)
    desk = make.browser(committee, community)
    first = make.household(community, building="1", unit="1", room="101")
    assert desk.post("desk/compounds", first="泉和苑", name="泉景园").status_code == 303
    with make.inside(community):
        visitor = make.visitor(committee, community)
        old, new = db.session.scalars(select(Compound).order_by(Compound.position)).all()
        assert operations.household_at(old, "1", "1", "101").id == first.id
        assert operations.add_households(visitor, visitor.community, grid, [("1", "1", "101")], compound=new) == 1
        assert operations.household_at(new, "1号楼", "1单元", "101室").id != first.id
        with pytest.raises(Refused, match="several compounds"):
            operations.add_households(visitor, visitor.community, grid, [("2", "1", "101")])
        assert db.session.scalar(select(func.count()).select_from(Household)) == 2
        db.commit()
    assert "泉景园" in desk.get("desk/households").text
    assert make.browser(make.account(), community).get("join").text.count("泉和苑") == 1


@pytest.mark.parametrize("names", [("", "泉景园"), ("泉和苑", "泉和苑"), ("North Court", "north  court")])
def test_compounds_have_names_of_their_own(make, community, names):
    desk = make.browser(make.official(community), community)
    assert desk.post("desk/compounds", first=names[0], name=names[1]).status_code == 422
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Compound)) == 0
