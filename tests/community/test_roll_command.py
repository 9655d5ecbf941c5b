"""`households import`: a register from the sheet of an office; all of it, or nothing, and exit code 2 with the line."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.community.models import Household
from tenants import db

ROLL_A = Path(__file__).parent / "data" / "roll-a.xlsx"


@pytest.fixture
def community(make):
    return make.community(households=0)


@pytest.fixture
def run(app, community):
    def command(*given):
        return app.test_cli_runner().invoke(args=["households", "import", community.slug, *map(str, given)])

    return command


def households(make, community):
    with make.inside(community):
        return db.session.scalar(select(func.count()).select_from(Household))


def test_a_sheet_is_imported_once_and_again_changes_nothing(make, community, run):
    first = run(ROLL_A)
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["new"] == 120
    assert "households" in first.stderr
    again = json.loads(run(ROLL_A).stdout)
    assert (again["new"], again["changed"], again["unchanged"], again["written"]) == (0, 0, 120, True)
    assert households(make, community) == 120
    with make.inside(community):
        offices = db.session.scalars(select(AuditEntry.office).where(AuditEntry.act == "household.sheet")).all()
        assert offices == ["operator", "operator"]


def test_a_dry_run_writes_nothing(make, community, run):
    said = json.loads(run(ROLL_A, "--dry-run").stdout)
    assert (said["new"], said["compounds"], said["written"]) == (120, 2, False)
    assert households(make, community) == 0


def test_bad_lines_are_named_with_file_line_and_reason_and_nothing_is_written(make, community, run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("楼号,单元,房号,成年人数\n7,1,301,2\n7,1,,2\n7,1,303,99\n", encoding="gb18030")
    answer = run(file)
    assert answer.exit_code == 2
    assert f"{file}, line 3: The room is missing." in answer.stderr
    assert f"{file}, line 4: The number of adults" in answer.stderr
    assert answer.stdout == ""
    assert households(make, community) == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.xls", b"\xd0\xcf\x11\xe0", "older kind"), ("a.csv", b"a,b\n1,2\n", "No table"), ("a.xlsx", b"PK", "damaged"), ("b.csv", None, "No such file"),
     ("a.csv", b'a,"b\n', "Line 1")],
)  # fmt: skip
def test_what_is_no_sheet_is_said_with_its_file(run, tmp_path, name, content, words):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    answer = run(file)
    assert answer.exit_code == 2
    assert str(file) in answer.stderr
    assert words in answer.stderr


def test_choices_hold_for_lines_that_leave_it_out(make, community, run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("楼号,单元,房号\n7,1,301\n", encoding="utf-8")
    assert run(file, "--adults", "3", "--grid", "东网格").exit_code == 0
    with make.inside(community):
        assert db.session.scalars(select(Household.adults)).all() == [3]


def test_an_unknown_community_is_said(app):
    answer = app.test_cli_runner().invoke(args=["households", "import", "nowhere", str(ROLL_A)])
    assert answer.exit_code == 2
    assert "nowhere" in answer.stderr


def test_a_sheet_of_a_subdistrict_goes_to_its_communities(app, make, tmp_path):
    region = make.region()
    places = [make.community(region, name=name, households=0) for name in ("东风社区", "西苑社区")]
    file = tmp_path / "a.csv"
    file.write_text("社区,楼号,单元,房号\n东风社区居委会,1,1,101\n西苑,1,1,101\n,1,1,102\n", encoding="utf-8")
    answer = app.test_cli_runner().invoke(args=["households", "import", region.code, str(file)])
    assert answer.exit_code == 0, answer.output
    assert [households(make, one) for one in places] == [1, 2]
    assert json.loads(answer.stdout)["new"] == 3
    file.write_text("社区,楼号,单元,房号\n东风社区,2,1,101\n南湖社区,1,1,101\n", encoding="utf-8")
    answer = app.test_cli_runner().invoke(args=["households", "import", region.code, str(file)])
    assert (answer.exit_code, "line 3" in answer.stderr) == (2, True)
    assert [households(make, one) for one in places] == [1, 2]


def test_of_a_sheet_of_a_subdistrict_a_community_takes_its_own_lines(app, make, tmp_path):
    community = make.community(name="东风社区", households=0)
    file = tmp_path / "a.csv"
    file.write_text("社区,楼号,单元,房号\n东风社区,1,1,101\n西苑社区,1,1,102\n", encoding="utf-8")
    answer = app.test_cli_runner().invoke(args=["households", "import", community.slug, str(file)])
    assert answer.exit_code == 0, answer.output
    assert households(make, community) == 1
