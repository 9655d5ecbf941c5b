"""Regions and communities from a table of divisions."""

import gzip
import json
import lzma
import os
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.board.models import Notice
from app.community.cli import people
from app.core import clock
from app.score.models import ScoreSnapshot
from tenants import db, divisions
from tenants.cli import communities
from tenants.divisions import BadRow
from tenants.models import Community, CommunityKind, Region
from tenants.owned import InCommunity, tables
from tests.support.factories import _serial

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("GONGZHI_DATA", ROOT.parent / "shared" / "data")) / "divisions-cn"
HEADER = "code,name,parent,level"


@pytest.fixture
def table(tmp_path):
    """Writes a table; codes get a prefix of their own in each test, as tests share a database."""
    prefix = f"t{next(_serial)}x"

    def write(*rows, header=HEADER, name="table.csv"):
        file = tmp_path / name
        file.write_text("\n".join([header, *(row.replace("#", prefix) for row in rows)]) + "\n", encoding="utf-8")
        return file

    write.prefix = prefix
    return write


TOWN = ("#1,甲市,,2", "#11,乙区,#1,3", "#111,丙街道,#11,4", "#1111,丁社区居民委员会,#111,5", "#1112,戊村,#111,5")


def run(app, *arguments, **options):
    return app.test_cli_runner().invoke(communities, [str(one) for one in arguments], **options)


def imported(app, file, *more):
    answer = run(app, "import", file, *more)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def named(app, code, model=Community):
    with app.app_context(), db.unbound():
        return db.session.scalar(select(model).where(model.code == code))


def counts(app):
    with app.app_context(), db.unbound():
        return [db.session.scalar(select(func.count()).select_from(model)) for model in (Region, Community)]


def test_levels_one_to_four_are_regions_and_five_communities(app, table):
    result = imported(app, table(*TOWN))
    assert {key: result[key] for key in ("regions", "communities", "changed", "unchanged")} == {
        "regions": 3, "communities": 2, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    village, p = named(app, f"{table.prefix}1112"), table.prefix
    assert (village.slug, village.kind, village.region_path) == (
        f"{p}1112",
        CommunityKind.VILLAGE,
        f"/{p}1/{p}11/{p}111/",
    )
    assert named(app, f"{p}1111").kind is CommunityKind.RESIDENTIAL


def test_a_second_import_changes_nothing_and_says_so(app, table):
    imported(app, table(*TOWN))
    answer = run(app, "import", table(*TOWN))
    assert json.loads(answer.stdout)["unchanged"] == 5
    assert "0 new, 0 changed" in answer.stderr


def test_an_imported_community_is_read_at_once_and_written_once_somebody_is_appointed(app, make, table):
    imported(app, table(*TOWN))
    community = named(app, f"{table.prefix}1111")
    page = make.browser(None, community, locale="en").get("")
    assert page.status_code == 200
    assert "Not open here yet" in page.text
    someone = make.browser(make.account(), community, locale="en")
    asking = {"title": "路灯不亮", "text": "三号楼前", "category": "lamp", "kind": "request"}
    refused = someone.post("proposals/new?kind=request", **asking)
    assert (refused.status_code, "not open here yet" in refused.text) == (403, True)
    assert app.test_cli_runner().invoke(people, ["appoint", community.code, "first@example.org"]).exit_code == 0
    assert "Not open here yet" not in make.browser(None, community, locale="en").get("").text
    assert someone.post("proposals/new?kind=request", **asking).status_code == 303
    notice = make.row(Notice, community)
    assert notice.number >= 1


@pytest.mark.parametrize("header", ["level,code,parent_code,name,full_name", "LEVEL, Code ,PARENT_CODE,Name,x"])
def test_columns_stand_in_any_order_and_more_of_them_do_not_matter(app, table, header):
    result = imported(app, table("2,#1,,甲市,全称", "3,#11,#1,乙区,全称", "5,#111,#11,丁社区,全称", header=header))
    assert (result["regions"], result["communities"]) == (2, 1)


def test_mark_line_ends_quotes_and_packing_do_not_matter(app, table):
    plain = (
        table(*TOWN).read_text(encoding="utf-8").replace("丁社区居民委员会", '"丁社区居民委员会"').replace("\n", "\r\n")
    )
    for suffix, pack in (("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)):
        file = table(name=f"packed.csv{suffix}")
        file.write_bytes(pack(("\ufeff" + plain).encode()))
        result = imported(app, file)
        assert result["regions"] + result["communities"] + result["unchanged"] == 5


def test_children_may_stand_before_their_parents(app, table):
    assert imported(app, table(*reversed(TOWN)))["communities"] == 2


def test_a_new_name_is_a_change(app, table):
    imported(app, table(*TOWN))
    result = imported(app, table(*TOWN[:3], "#1111,己社区居民委员会,#111,5", TOWN[4]))
    assert (result["changed"], result["unchanged"]) == (1, 4)
    assert named(app, f"{table.prefix}1111").name == "己社区"


BAD = {
    "a parent that is not there": (("#9,丁社区,#8,5",), 7, "neither in this table nor known"),
    "no parent below the top": (("#9,丁社区,,5",), 7, "neither in this table nor known"),
    "an empty name": (("#9,,#111,5",), 7, "name is empty"),
    "an unreadable name": (("#9,丁\x07社区,#111,5",), 7, "name is empty or unreadable"),
    "a name too long": ((f"#9,{'长' * 81},#111,5",), 7, "longer than 80"),
    "a code twice": (("#1112,戊村,#111,5",), 7, "stands in line 6 already"),
    "a level that is none": (("#9,丁社区,#111,6",), 7, "no level from 1 to 5"),
    "a level in words": (("#9,丁社区,#111,五",), 7, "no level"),
    "an empty code": ((",丁社区,#111,5",), 7, "no code"),
    "a code that is no address": (("a/b,丁社区,#111,5",), 7, "no code"),
    "a code too long": ((f"{'1' * 41},丁社区,#111,5",), 7, "no code"),
    "cells missing": (("#9,丁社区",), 7, "cells are missing"),
    "a parent below": (("#9,辛街道,#1111,4",), 7, "not above 4"),
    "a quote never closed": (('#9,"丁社区,#111,5',), 7, "unexpected end"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_is_named_and_nothing_is_written(app, table, what):
    rows, line, reason = BAD[what]
    before, file = counts(app), table(*TOWN, *rows)
    answer = run(app, "import", file)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert f"{file}, line {line}: " in answer.stderr
    assert reason in answer.stderr
    assert counts(app) == before


def test_a_file_that_is_no_table_is_said_in_one_sentence(app, tmp_path):
    contents = {
        "empty.csv": b"", "only-header.csv": b"code,name,parent,level\n", "other.csv": b"a,b\n1,2\n",
        "latin.csv": b"code,name,parent,level\n1,\xff\xfe,,1\n", "half.csv.xz": lzma.compress(b"x" * 999)[:50],
        "no.csv.gz": b"not packed",
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    for name in [*contents, "absent.csv", "."]:
        answer = run(app, "import", tmp_path / name)
        assert answer.exit_code == 2, name
        assert answer.stderr.count("\n") == 1, answer.stderr
        assert answer.exception is None or isinstance(answer.exception, SystemExit)


def test_a_table_in_two_encodings_is_named_by_its_line(app, tmp_path):
    """The first lines here are UTF-8, so that the last is the bad one."""
    file = tmp_path / "mixed.csv"
    file.write_bytes("code,name,parent,level\n11,甲市,,2\n12,乙区,11,3\n".encode() + "13,丙区,11,3\n".encode("gbk"))
    answer = run(app, "import", file)
    assert answer.exit_code == 2
    assert f"{file}, line 4: this is not UTF-8 text" in answer.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_as_spreadsheets_save_it(app, table, encoding, delimiter):
    file = table(*TOWN)
    file.write_text(file.read_text(encoding="utf-8").replace(",", delimiter), encoding=encoding)
    assert imported(app, file)["communities"] == 2
    assert named(app, f"{table.prefix}1111").name == "丁社区"


def test_a_spreadsheet_is_read_and_its_lines_are_named(app, table, tmp_path):
    """Codes are numbers there, which a spreadsheet keeps with a fraction; above the header stands nothing."""
    number = 990_000_000_000 + next(_serial)
    rows = [["code", "name", "parent", "level"], [number, "甲市", "", 2], [number + 1, "乙区", number, 3]]
    file = spreadsheet(tmp_path / "table.xlsx", rows)
    assert imported(app, file)["regions"] == 2
    assert named(app, str(number + 1), Region).name == "乙区"
    answer = run(app, "import", spreadsheet(tmp_path / "bad.xlsx", [*rows, [number + 2, "丙区", number, 9]]))
    assert (answer.exit_code, "bad.xlsx, line 4: " in answer.stderr) == (2, True)
    (tmp_path / "no.xlsx").write_bytes(b"no spreadsheet")
    answer = run(app, "import", tmp_path / "no.xlsx")
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)


def spreadsheet(file, rows):
    """The least that is a workbook: one sheet, numbers as numbers, text inline."""

    def cell(value):
        if isinstance(value, int):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    space = "http://schemas.openxmlformats.org"
    main, office = f"{space}/spreadsheetml/2006/main", f"{space}/officeDocument/2006/relationships"
    package = f"{space}/package/2006"
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="b" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }  # fmt: skip
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file


@pytest.mark.parametrize("code", ["370103001001.0", "370103001001.00", "3.7E11", "3.70103E+11", "4e2"])
def test_a_code_that_a_spreadsheet_made_a_number_of_is_refused_by_its_line(app, table, code):
    answer = run(app, "import", table("#1,甲市,,2", f"{code},乙区,#1,3"))
    assert answer.exit_code == 2
    assert "line 3: a spreadsheet has made " in answer.stderr
    assert "format the column as text" in answer.stderr


def test_codes_that_differ_in_case_alone_are_one(app, table):
    answer = run(app, "import", table("#1,甲市,,2", "#A,乙区,#1,3", "#a,乙区,#1,3"))
    assert (answer.exit_code, "stands in line 3 already" in answer.stderr) == (2, True)
    assert (
        imported(app, table("#1,甲市,,2", "#11,乙区,#1,3", "#111,丙街道,#11,4", "#ABC,丁社区,#111,5"))["communities"]
        == 1
    )
    again = table("#1,甲市,,2", "#11,乙区,#1,3", "#111,丙街道,#11,4", "#abc,丁社区,#111,5")
    assert imported(app, again)["communities"] == 0
    answer = run(app, "add", f"{table.prefix}AbC", "戊社区", "--under", f"{table.prefix}111".upper())
    assert (answer.exit_code, "already" in answer.stderr) == (2, True)


def test_what_is_added_by_hand_lies_in_the_zone_of_its_profile(app, table):
    imported(app, table(*TOWN))
    for profile, zone in (("generic", "Europe/London"), ("cn", "Asia/Shanghai")):
        code = f"{table.prefix}{profile}"
        assert run(app, "add", code, "丙社区", "--under", f"{table.prefix}111", "--profile", profile).exit_code == 0
        assert named(app, code).zone == zone


def test_only_one_division_of_a_table(app, table):
    more = ("#12,庚区,#1,3", "#121,辛街道,#12,4", "#1211,壬社区,#121,5")
    result = imported(app, table(*TOWN, *more), "--under", f"{table.prefix}12")
    assert (result["regions"], result["communities"]) == (3, 1)  # the city above it comes along
    assert named(app, f"{table.prefix}1111") is None


def test_a_table_of_streets_lies_under_a_known_district(app, make, table):
    district = make.region()
    assert imported(app, table(*TOWN[2:]), "--under", district.code)["communities"] == 2
    assert named(app, f"{table.prefix}1111").region_path == f"{district.path}{table.prefix}111/"
    unknown = run(app, "import", table(*TOWN), "--under", "nowhere")
    assert unknown.exit_code == 2
    assert unknown.stderr.startswith('There is no region "nowhere".')


def test_when_the_city_comes_later_all_below_moves_under_it(app, make, table):
    imported(app, table(*TOWN[1:]))
    community, p = named(app, f"{table.prefix}1111"), table.prefix
    snapshot = make.row(ScoreSnapshot, community)
    assert snapshot.region_path == f"/{p}11/{p}111/"

    result = imported(app, table(*TOWN))
    assert (result["regions"], result["changed"]) == (1, 1)
    path = f"/{p}1/{p}11/{p}111/"
    assert named(app, f"{p}1111").region_path == path
    assert named(app, f"{p}111", Region).path == path
    with make.inside(community):
        assert db.session.scalar(select(ScoreSnapshot.region_path)) == path


def test_a_community_that_changes_its_street_moves_alone(app, table):
    streets = (*TOWN, "#112,辛街道,#11,4")
    imported(app, table(*streets))
    result = imported(app, table(*streets[:3], "#1111,丁社区居民委员会,#112,5", *streets[4:]))
    assert result["changed"] == 1
    assert named(app, f"{table.prefix}1111").region_path.endswith(f"{table.prefix}112/")
    assert named(app, f"{table.prefix}1112").region_path.endswith(f"{table.prefix}111/")


def test_a_community_does_not_become_a_region(app, table):
    imported(app, table(*TOWN))
    answer = run(app, "import", table(*TOWN[:3], "#1111,丁街道,#11,4"))
    assert answer.exit_code == 2
    assert "known at level 5" in answer.stderr


def test_by_hand_a_community_is_added_listed_suspended_opened_and_erased(app, make):
    region = make.region()
    added = run(
        app,
        "add",
        f"{region.code}-9",
        "河畔社区",
        "--under",
        region.code,
        "--profile",
        "generic",
        "--zone",
        "Europe/London",
    )
    slug = json.loads(added.stdout)["slug"]
    again = run(app, "add", slug, "河畔社区", "--under", region.code)
    assert (again.exit_code, "already" in again.stderr) == (2, True)
    assert [one["slug"] for one in json.loads(run(app, "list", "--under", region.code).stdout)] == [slug]

    visit = make.browser()
    assert visit.get(f"/c/{slug}/").status_code == 200
    assert run(app, "suspend", slug).exit_code == 0
    assert "暂停" in visit.get(f"/c/{slug}/").text
    assert run(app, "suspend", slug).exit_code == 2
    assert run(app, "close", slug, "--reason", "并入泉和社区").exit_code == 0
    closed = visit.get(f"/c/{slug}/")
    assert (closed.status_code, "并入泉和社区" in closed.text) == (410, True)
    assert run(app, "suspend", slug, "--undo").exit_code == 0
    assert visit.get(f"/c/{slug}/").status_code == 200

    assert run(app, "erase", slug, input="n\n").exit_code == 1
    assert run(app, "erase", slug, "--yes").exit_code == 0
    assert visit.get(f"/c/{slug}/").status_code == 404
    assert run(app, "erase", slug, "--yes").exit_code == 2


def test_erasing_takes_every_row_of_a_community_and_none_of_its_neighbours(app, make):
    erased, kept = make.community(), make.community()
    for name, model in tables().items():
        if issubclass(model, InCommunity) and name not in ("counter", "listing"):
            for community in (erased, kept):
                make.row(model, community)
    left = {name: _count(make, model, kept) for name, model in tables().items() if issubclass(model, InCommunity)}
    assert all(left.values())

    assert run(app, "erase", erased.slug, "--yes").exit_code == 0
    for name, model in tables().items():
        if issubclass(model, InCommunity):
            assert _count(make, model, kept) == left[name], name
            assert _count(make, model, erased) == 0, name


def _count(make, model, community):
    with make.inside(community):
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_bad_row_keeps_its_line_for_callers(table):
    with pytest.raises(BadRow) as bad:
        divisions.read(str(table(*TOWN, "#9,,#111,5")))
    assert bad.value.line == 7


@pytest.mark.skipif(not DATA.exists(), reason=f"the divisions of China are not at {DATA}")
def test_all_of_jinan_in_a_minute(fresh_app):
    started = clock.now()
    result = imported(fresh_app, DATA / "jinan_five_levels.csv")
    assert (clock.now() - started).total_seconds() < 60
    assert (result["regions"], result["communities"]) == (179, 5758)
    again = imported(fresh_app, DATA / "jinan_five_levels.csv")
    assert (again["regions"], again["communities"], again["changed"], again["unchanged"]) == (0, 0, 0, 5937)


@pytest.mark.skipif(not DATA.exists(), reason=f"the divisions of China are not at {DATA}")
def test_one_district_first_and_its_city_afterwards(fresh_app):
    assert imported(fresh_app, DATA / "shizhong_370103.csv")["communities"] == 216
    result = imported(fresh_app, DATA / "jinan_five_levels.csv")
    assert (result["regions"], result["communities"], result["changed"]) == (161, 5542, 1)
    with fresh_app.app_context(), db.unbound():
        under = select(func.count()).select_from(Community).where(Community.region_path.startswith("/37/3701/370103/"))
        assert db.session.scalar(under) == 216
