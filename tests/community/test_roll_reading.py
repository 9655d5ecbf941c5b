"""The roll is read however an office writes it; names, identity numbers and telephones never are."""

import csv
import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.community.doors import Door, door
from app.community.models import Tenure
from app.community.roll.addresses import address
from app.community.roll.columns import Column, meaning
from app.community.roll.keeping import reading_of, text_of
from app.community.roll.lines import LeftOut
from app.community.roll.reading import read
from app.community.roll.rooms import is_room
from app.community.roll.values import Unreadable, adults, area, stands_empty, tenure
from tenants import sheets
from tests.support.spreadsheets import packed, xlsx

DATA = Path(__file__).parent / "data"


def reading(content):
    return read(sheets.tables(content.encode() if isinstance(content, str) else content))


def doors(content):
    return [one.door for one in reading(content).lines]


def test_the_sheet_of_an_office_comes_out_as_whoever_made_it_meant_it():
    found = reading((DATA / "roll-a.xlsx").read_bytes())
    with (DATA / "roll-a-answers.csv").open(encoding="utf-8") as file:
        wanted = [(*row[:4], int(row[4]) if row[4] else None) for row in list(csv.reader(file))[1:]]
    assert [(*one.door, one.adults) for one in found.lines] == wanted
    assert found.problems == []
    assert {why: len(places) for why, places in found.left_out.items()} == {LeftOut.TOTAL: 5, LeftOut.NOTE: 1}
    first = found.lines[2]
    assert (first.place.line, first.area, first.tenure, first.grid) == (6, 7250, Tenure.TENANT, "第一网格")


def test_what_is_read_of_it_holds_no_name_no_identity_number_and_no_telephone():
    content = (DATA / "roll-a.xlsx").read_bytes()
    cells = [cell for table in sheets.tables(content) for _, line in table.lines[3:126] for cell in line[5:8] if cell]
    kept = text_of(reading(content))
    assert len(set(cells)) > 300
    assert not [cell for cell in cells if cell in kept]
    assert reading_of(kept) == reading(content)


SEVEN = ("", "7", "1", "301")
WRITTEN = {
    "one column": "房号,成年人数\n7-1-301,2\n",
    "an address": "地址,成年人\n7号楼1单元301室,2\n",
    "an address in Chinese figures": "住址\n七号楼一单元三百零一室\n",
    "full width": "楼号,单元,房号\n７号楼,１单元,３０１\n",
    "zeros ahead": "楼号,单元,房号\n07,01,0301\n",
    "signs": "楼号,单元,房号\n7#,1单元,301房\n",
    "semicolons": "小区情况\n楼号;单元;房号\n7;1;301\n",
    "tabs": "楼号\t单元\t房号\n7\t1\t301\n",
    "a hidden mark": "\ufeff楼号,单元,房号\n7,1,301\n",
    "marks inside": "楼号,单元,房号\n\ufeff7,\u200b1,301\u200e\n",
    "a building and entrance in one": "楼号-单元,房号\n7-1,301\n",
    "words for it": "楼栋单元,房号\n7号楼1单元,301\n",
    "entrance and room in one": "楼号,房号\n7,1-301\n",
    "figures of a computer": "楼号,单元,房号\n7.0,1.0,301.0\n",
    "English": "Building no.,Entrance,Flat,Owner name\nBuilding 7,Entrance 1,Flat 301,Ann Smith\n",
    "an English address": "Address,Phone\n\"Building 7, Entrance 1, Flat 301\",0199\n",
    "names in two lines": "房屋信息,,,住户\n楼号,单元,房号,姓名\n7,1,301,某人\n",
    "a title that says the entrance": "7号楼1单元住户登记表,\n房号,成年人数\n301,2\n",
    "a heading inside": "单元,房号\n7号楼,\n1,301\n",
    "blanks": " 楼 号 , 单 元 ,房 号\n 7 号楼 , 1 单元 ,301 室\n",
    "old GB": "楼号,单元,房号,姓名\n7,1,301,张三\n".encode("gb18030"),
    "UTF-16": "楼号\t单元\t房号\n7\t1\t301\n".encode("utf-16"),
    "a day in place of 7-1": "楼栋-单元,房号\n7月1日,301\n",
    "a day in English": "楼栋-单元,房号\n1-Jul,301\n",
    "the entrance with the room": "楼号,房号\n7,1单元301\n",
    "the entrance with the building": "楼号,房号\n7号楼1单元,301\n",
    "names that break off": '"楼号\n",单元,"房号\n（室）"\n7,1,301\n',
    "villagers' groups": "村民小组,巷,门牌号\n7组,1巷,301号\n",
}  # fmt: skip


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_one_door_is_one_however_a_sheet_writes_it(content):
    found = reading(content)
    if "组" in str(content):
        assert [one.door[3] for one in found.lines] == ["301"]
        return
    assert found.problems == []
    assert [one.door for one in found.lines] == [SEVEN]


def test_a_day_in_a_spreadsheet_is_what_was_typed_and_is_said():
    found = reading(xlsx([["楼栋-单元", "房号"], [date(2026, 7, 1), 301], ["7-2", 301]]))
    assert [one.door for one in found.lines] == [SEVEN, ("", "7", "2", "301")]
    assert [one.line for one in found.dates] == [2]
    three = reading(xlsx([["房号"], ["7-1-301"], ["7-1-302"], [date(2007, 1, 10)]]))
    assert three.lines[2].door == ("", "7", "1", "10")


def test_merged_cells_count_for_all_their_lines_and_titles_for_none():
    rows = [
        ["户册", "", "", ""],
        ["小区", "楼号", "单元", "房号"],
        ["东苑", "1号楼", "1单元", 101],
        ["", "", "", 102],
        ["", "", "2单元", 101],
    ]
    found = reading(xlsx(rows, merged=["A1:D1", "A3:A5", "B3:B5", "C3:C4"]))
    assert [one.door for one in found.lines] == [
        ("东苑", "1", "1", "101"),
        ("东苑", "1", "1", "102"),
        ("东苑", "1", "2", "101"),
    ]


def test_merged_cells_saved_as_text_are_filled_downward_level_by_level():
    content = "小区,楼号,单元,房号,网格\n东苑,1,1,101,甲\n,,,102,\n,,2,101,\n,2,,101,乙\n西苑,1,1,101,\n"
    assert [(*one.door, one.grid or one.grid_above) for one in reading(content).lines] == [
        ("东苑", "1", "1", "101", "甲"), ("东苑", "1", "1", "102", "甲"), ("东苑", "1", "2", "101", "甲"),
        ("东苑", "2", "", "101", "乙"), ("西苑", "1", "1", "101", "乙"),
    ]  # fmt: skip


def test_every_sheet_of_a_file_is_read_and_its_name_may_say_the_building():
    found = reading(
        xlsx(
            [["单元", "房号"], [1, 101]],
            [["单元", "房号"], [1, 101]],
            [["说明"], ["本表自用"]],
            names=["1号楼", "2号楼", "说明"],
        )
    )
    assert [(one.place.sheet, *one.door) for one in found.lines] == [(1, "", "1", "1", "101"), (2, "", "2", "1", "101")]
    assert found.problems == []


def test_hidden_sheets_stay_hidden():
    body = '<row><c t="inlineStr"><is><t>地址</t></is></c></row><row><c t="inlineStr"><is><t>7-1-301</t></is></c></row>'
    assert doors(packed(body, body.replace("301", "302"), hidden=[2])) == [SEVEN]


@pytest.mark.parametrize(
    "line",
    ["小计,,36户,,", "合计：,,,72,", "本页小计,,2,,", "1号楼合计,,24,,", "Total,,24,48,", "注：仅供内部使用,,,,", "填表人：某某,,审核：某某,,",
     "楼号,单元,房号,成年人数,姓名", ",,,,", "制表日期：2026.9.30,,,,", "第2页 共5页,,,,"],
)  # fmt: skip
def test_totals_notes_headers_of_each_page_and_empty_lines_are_no_doors(line):
    found = reading(f"楼号,单元,房号,成年人数,姓名\n7,1,301,2,张三\n{line}\n7,1,302,1,李四\n")
    assert [one.door[3] for one in found.lines] == ["301", "302"]
    assert found.problems == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [("7,1,,2,88", "room is missing"), ("7,1,张三,2,88", "no room"), ("7,1,37010319000101059X,2,88", "no room"),
     ("7,1,19900008313,2,88", "no room"), ("7,1,301,25,88", "adults"), ("7,1,301,2.5,88", "adults"), ("7,1,301,-1,88", "adults"),
     ("7,1,301,一家人,88", "adults"), ("7,1,301,2,大", "area"), ("7,1,301,2,88+12", "area"), ("#REF!,1,301,2,88", "error"),
     (f"{'长' * 21},1,301,2,88", "too long")],
)  # fmt: skip
def test_what_cannot_be_is_named_by_its_line_and_reason_and_not_said_back(line, reason):
    found = reading(f"楼号,单元,房号,成年人数,面积\n7,1,300,2,88\n{line}\n")
    assert len(found.lines) == 1
    assert [(one.place.line, reason in one.message, one.values) for one in found.problems] == [(3, True, {})]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "", "姓名,电话\n张三,1\n", "\n\n", "楼号,单元\n1,2\n"])
def test_a_sheet_without_a_column_of_rooms_is_named_as_that(content):
    assert [one.place for one in reading(content).problems] == [None]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("3", 3), ("3人", 3), ("三人", 3), ("３", 3), ("3.0", 3), ("约2", 2), ("空置", 0), ("空挂", 0), ("0", 0), ("无人居住", 0), ("", None), ("—", None), ("不详", None)],
)  # fmt: skip
def test_adults_are_numbers_however_they_are_written(cell, number):
    assert adults(cell) == number


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [("88", 8800), ("72.5㎡", 7250), ("约90", 9000), ("101.77", 10177), ("88平方米", 8800), ("1,024.5", 102450), ("72,5", 7250),
     ("90左右", 9000), ("0", None), ("", None), ("/", None), ("８８ m²", 8800)],
)  # fmt: skip
def test_areas_are_hundredths_of_a_square_metre(cell, hundredths):
    assert area(cell) == hundredths


@pytest.mark.parametrize("cell", ["很大", "1e9", "-5", "88-90", "100000000"])
def test_what_is_no_area_is_none(cell):
    with pytest.raises(Unreadable):
        area(cell)


@pytest.mark.parametrize(
    ("cell", "who"),
    [("自有", Tenure.OWNER), ("业主", Tenure.OWNER), ("owner-occupied", Tenure.OWNER), ("租赁", Tenure.TENANT), ("租户", Tenure.TENANT),
     ("公房", Tenure.TENANT), ("Tenant", Tenure.TENANT), ("出租", Tenure.TENANT), ("张三", None), ("", None)],
)  # fmt: skip
def test_owner_and_tenant_in_the_words_of_offices(cell, who):
    assert tenure(cell) is who


def test_a_home_that_stands_empty_has_no_adults_wherever_that_is_said():
    assert [one.adults for one in reading("房号,楼号,居住情况\n1,7,空置\n2,7,自住\n").lines] == [0, None]
    assert [one.adults for one in reading("房号,楼号,是否空置\n1,7,是\n2,7,否\n").lines] == [0, None]
    assert [one.adults for one in reading("房号,楼号,常住人口\n1,7,空挂\n2,7,3\n3,7,0\n").lines] == [0, None, 0]
    assert stands_empty("空关")


@pytest.mark.parametrize(
    "label",
    ["姓名", "户主", "户主姓名", "身份证号", "身份证号码", "联系电话", "手机", "业主姓名", "产权人姓名", "网格员", "网格员电话", "出生日期", "备注",
     "民族", "18岁以下", "60岁以上", "Owner name", "Phone", "ID number", "Contact", "微信号", "序号"],
)  # fmt: skip
def test_columns_of_persons_are_never_read(label):
    assert meaning(label) is None


@pytest.mark.parametrize(
    ("label", "column"),
    [("楼号", Column.BUILDING), ("建筑面积（㎡）", Column.AREA), ("18岁以上", Column.ADULTS), ("成年人数（人）", Column.ADULTS),
     ("所属网格", Column.GRID), ("业主/租户", Column.TENURE), ("房号", Column.ROOM), ("小区名称", Column.COMPOUND), ("地址", Column.ADDRESS),
     ("Adults (18+)", Column.ADULTS), ("Floor area [m²]", Column.AREA), ("Owner / tenant", Column.TENURE), ("房间号码", Column.ROOM),
     ("年满18周岁人数", Column.ADULTS), ("Compound name", Column.COMPOUND)],
)  # fmt: skip
def test_columns_are_known_by_the_names_offices_give_them(label, column):
    assert meaning(label) is column


def test_a_column_headed_owner_that_holds_names_keeps_none_of_them():
    kept = text_of(reading("楼号,房号,业主,租户\n7,301,欧阳若兰,司马相如\n"))
    assert not re.search("欧阳|司马", kept)


FIGURES = st.integers(1, 40)


@settings(max_examples=60, deadline=None)
@given(FIGURES, st.integers(1, 9), st.integers(101, 3299), st.randoms(use_true_random=False))
def test_any_door_in_any_spelling_is_the_same_door(building, unit, room, chance):
    spelling = chance.choice((
        (f"{building}号楼", f"{unit}单元", f"{room}室"), (f"{building:02}", f"{unit:02}", f"{room:05}"), (f"{building}#", str(unit), f"{room}房"),
        (f"第{building}栋", f"第{unit}单元", str(room)), (str(building), "", f"{unit}-{room}"), (f"Building {building}", f"Entrance {unit}", f"Flat {room}"),
    ))  # fmt: skip
    meant = Door(str(building), str(unit), str(room))
    assert door(*spelling) == meant
    whole = chance.choice(
        (
            f"{building}号楼{unit}单元{room}室",
            f"{building}-{unit}-{room}",
            f"{building}幢{unit}门{room}",
            f"泉和苑{building}号楼{unit}单元{room}",
        )
    )
    parts = address(whole)
    assert door(*parts[1:]) == meant
    assert is_room(parts.room)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_whole_lines_makes_no_difference(chance):
    lines = [
        f"{building},{unit},{room},{room % 4}" for building in (1, 2) for unit in (1, 2) for room in (101, 102, 201)
    ]
    mixed = list(lines)
    chance.shuffle(mixed)
    first, second = (
        sorted(one.door for one in reading("楼号,单元,房号,成年人\n" + "\n".join(some)).lines)
        for some in (lines, mixed)
    )
    assert first == second


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12), st.booleans())
def test_whatever_a_table_holds_is_read_or_named(rows, headed):
    head = [["楼号", "单元", "房号", "成年人数", "面积", "地址"]] if headed else []
    table = sheets.Table("", list(enumerate([*head, *rows], 1)))
    found = read([table])
    assert found.lines or found.problems or found.left_out or not rows or headed


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-1.7", b"\x00\x01"])
def test_what_is_no_table_is_named_as_that(start):
    with pytest.raises(sheets.BadRow):
        reading(start + random.Random(7).randbytes(3000))


def test_a_cell_of_a_spreadsheet_that_shows_an_error_is_named_and_a_formula_says_what_it_comes_to():
    rows = [["楼号", "单元", "房号", "成年人数", "电话"], [7, 1, "<c t=\"e\"><v>#REF!</v></c>", 2, ""],
            [7, 1, "<c><f>300+1</f><v>301</v></c>", "<c t=\"str\"><f>A1</f><v>2人</v></c>", "<c t=\"e\"><v>#N/A</v></c>"]]  # fmt: skip
    found = reading(xlsx(rows))
    assert [(one.place.line, one.message) for one in found.problems] == [
        (2, "The spreadsheet shows an error here. Please mend the cell.")
    ]
    assert [(*one.door, one.adults) for one in found.lines] == [(*SEVEN, 2)]


def test_the_compound_may_stand_with_the_building():
    assert doors("楼栋,单元,房号\n泉和东区7号楼,1,301\n泉和东区7号楼,1,302\n") == [
        ("泉和东区", "7", "1", "301"),
        ("泉和东区", "7", "1", "302"),
    ]


def test_names_in_two_lines_with_merged_groups():
    rows = [
        ["泉和社区户册（联系电话见后）"],
        ["房屋信息", "", "", "户主信息", "", "人口情况", ""],
        ["楼号", "单元", "房号", "姓名", "电话", "常住人口", "18岁以上"],
        ["7号楼", 1, 301, "某甲", "199", 3, 2],
        ["", 1, 302, "某乙", "198", 0, ""],
    ]
    found = reading(xlsx(rows, merged=["A1:G1", "A2:C2", "D2:E2", "F2:G2", "A4:A5"]))
    assert [(*one.door, one.adults) for one in found.lines] == [(*SEVEN, 2), ("", "7", "1", "302", 0)]
    assert not re.search("某|19[89]", text_of(found))
