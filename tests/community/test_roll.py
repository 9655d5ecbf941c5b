"""The roll from a sheet on the desk: looked at before anything is written, all or nothing, and once is as twice."""

import io
import logging
import re
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.community import operations
from app.community.models import AdultsSaid, Compound, Grid, Household, Tenure
from app.community.roll import operations as roll
from app.community.roll.models import RollSheet
from app.core import clock
from app.outbox import jobs
from app.outbox.models import Job
from tenants import db, sheets, time_limits
from tenants.models import Listing
from tests.support.counting import Counted
from tests.support.spreadsheets import packed, xlsx

ROLL_A = (Path(__file__).parent / "data" / "roll-a.xlsx").read_bytes()


@pytest.fixture
def community(make):
    """With one grid and no door yet."""
    return make.community(households=0)


@pytest.fixture
def desk(make, community):
    return make.browser(make.official(community), community)


def send(desk, content, name="户册.xlsx", **form):
    return desk.post(
        "desk/roll", file=(io.BytesIO(content), name), **({"estimate": "2", "grid": "", "compound": ""} | form)
    )


def preview(desk, content, name="户册.xlsx", **form):
    answer = send(desk, content, name, **form)
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)
    return answer.location


def written(desk, content, name="户册.xlsx", **form):
    """The sheet sent, looked at and written."""
    address = preview(desk, content, name, **form)
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', desk.get(address).text)
    assert seen, re.sub(r"<[^>]+>|\s+", " ", desk.get(address).text)
    assert desk.post(address, seen=seen[1]).status_code == 303
    return desk.get(address).text


def csv(*lines, header="楼号,单元,房号,成年人数,面积,业主/租户,姓名"):
    return "\n".join([header, *lines]).encode()


def register(make, community):
    with make.inside(community):
        rows = db.session.scalars(select(Household).where(Household.closed_at.is_(None)))
        return {(one.building, one.unit, one.room): one for one in rows}


def test_the_sheet_of_an_office_is_looked_at_and_then_written(make, community, desk):
    address = preview(desk, ROLL_A)
    page = desk.get(address).text
    assert "新增 120 户" in page
    assert "其中 5 户的成年人数是估计" in page or "的成年人数是估计" in page
    assert "泉和东区" in page
    assert register(make, community) == {}
    written(desk, ROLL_A)
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Household)) == 120
        assert db.session.get(Listing, community.id).households == 120
        east = db.session.scalars(select(Compound).where(Compound.name == "泉和东区")).one()
        door = operations.household_at(east, "1号楼", "1单元", "0301室")
        assert (door.adults, door.adults_said_by, door.owned_area, door.tenure) == (
            2,
            AdultsSaid.SHEET,
            9000,
            Tenure.OWNER,
        )
        guess = operations.household_at(east, "2", "1", "203")
        assert (guess.adults, guess.adults_confirmed_at) == (2, None)
        totals = dict(db.session.execute(select(Grid.name, Grid.households)).all())
        assert totals == {"第一网格": 84, "第二网格": 36} or sum(totals.values()) == 120
        assert db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "household.sheet")).one()
        assert db.session.scalar(select(RollSheet.kept).where(RollSheet.finished_at.is_not(None))) is None


def test_the_same_sheet_again_changes_nothing(make, community, desk):
    written(desk, ROLL_A)
    before = _all(make, community)
    page = desk.get(preview(desk, ROLL_A)).text
    assert "120 户不变" in page
    assert "新增" not in page
    written(desk, ROLL_A)
    assert _all(make, community) == before


def _all(make, community):
    with make.inside(community):
        names = [one.key for one in Household.__mapper__.column_attrs]
        rows = db.session.scalars(select(Household))
        return sorted((tuple(getattr(row, name) for name in names) for row in rows), key=str)


def test_bad_lines_are_named_and_nothing_is_written(make, community, desk):
    content = csv(
        "7,1,301,2,88,自有,某甲", "7,1,欧阳若兰,2,88,自有,某乙", "7,1,303,99,88,自有,某丙", "7,1,301,3,88,自有,某丁"
    )
    address = preview(desk, content, "a.csv")
    page = desk.get(address).text
    for words in ("第 3 行", "不是房号", "第 4 行", "0 到 20", "第 5 行", "第 2 行也有"):
        assert words in page
    assert "欧阳若兰" not in page
    assert 'name="seen"' not in page
    assert desk.post(address, seen="x").status_code == 422
    assert register(make, community) == {}


def test_what_differs_is_changed_and_what_a_household_said_stays(make, community, desk):
    written(desk, csv("7,1,301,2,88,自有,", "7,1,302,2,88,自有,", "7,1,303,2,88,自有,"), "a.csv")
    with make.inside(community):
        row = operations.household_at(None, "7", "1", "302")
        row.adults, row.adults_said_by = 4, AdultsSaid.HOUSEHOLD
        db.commit()
    page = desk.get(preview(desk, csv("7,1,301,3,,租户,", "7,1,302,1,,,"), "a.csv")).text
    assert "1 户有变动" in page
    assert "1 户不变" in page
    assert "以住户的为准" in page
    assert "户册里有 1 户不在表中" in page
    written(desk, csv("7,1,301,3,,租户,", "7,1,302,1,,,"), "a.csv")
    now = register(make, community)
    assert (now["7", "1", "301"].adults, now["7", "1", "301"].tenure, now["7", "1", "301"].owned_area) == (
        3,
        Tenure.TENANT,
        8800,
    )
    assert now["7", "1", "302"].adults == 4
    assert len(now) == 3


def test_no_fewer_adults_than_are_verified_and_closed_doors_stay_closed(make, community, desk):
    home = make.household(community, building="7", unit="1", room="301", adults_confirmed_at=clock.now())
    make.household(community, building="7", unit="1", room="302", closed_at=clock.now())
    for _ in range(2):
        make.member(community, household=home)
    page = written(desk, csv("7,1,301,1,,,", "7,1,302,1,,,"), "a.csv")
    assert "户册已按表格更新" in page
    assert {key: one.adults for key, one in register(make, community).items()} == {("7", "1", "301"): 2}


def test_owner_and_tenant_of_one_door_are_one_household(make, community, desk):
    page = desk.get(preview(desk, csv("7,1,301,2,88.5,业主,甲", "7,1,0301室,3,,租户,乙"), "a.csv")).text
    assert "同一户重复出现" in page
    written(desk, csv("7,1,301,2,88.5,业主,甲", "7,1,0301室,3,,租户,乙"), "a.csv")
    one = register(make, community)["7", "1", "301"]
    assert (one.adults, one.tenure, one.owned_area) == (3, Tenure.TENANT, 8850)


def test_pasted_cells_are_a_sheet_too(make, community, desk):
    answer = desk.post("desk/roll", pasted="楼号\t单元\t房号\n7\t1\t301\n7\t1\t302\n", estimate="3")
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', desk.get(answer.location).text)[1]
    assert desk.post(answer.location, seen=seen).status_code == 303
    assert {one.adults for one in register(make, community).values()} == {3}


def test_doors_get_the_grid_that_is_named_else_that_of_their_entrance_else_the_chosen(make, community, desk):
    make.household(community, building="7", unit="1", room="101")
    second = make.row(Grid, community, name="第二网格", position=1)
    content = "楼号,单元,房号,网格\n7,1,102,\n8,1,101,第三网格\n9,1,101,\n".encode()
    address = preview(desk, content, "a.csv")
    assert "请说明这些户属于哪个网格" in desk.get(address).text or "第二网格" in desk.get(address).text
    desk.post(f"{address}/choices", estimate="2", grid="第二网格")
    assert "新增网格：第三网格" in desk.get(address).text
    written(desk, "楼号,单元,房号,网格\n9,1,101,第二网格\n8,1,101,第三网格\n7,1,102,\n".encode(), "a.csv")
    now = register(make, community)
    assert now["7", "1", "102"].grid_id == make.grid_of(community).id
    assert now["9", "1", "101"].grid_id == second.id


def test_an_entrance_named_in_another_grid_moves_whole(make, community, desk):
    home = make.household(community, building="7", unit="1", room="101")
    member = make.member(community, household=home)
    page = desk.get(preview(desk, "楼号,单元,房号,网格\n7,1,102,第二网格\n".encode(), "a.csv")).text
    assert "1 个单元换网格" in page
    written(desk, "楼号,单元,房号,网格\n7,1,102,第二网格\n".encode(), "a.csv")
    with make.inside(community):
        grid = db.session.scalars(select(Grid).where(Grid.name == "第二网格")).one()
        assert grid.households == 2
        assert db.session.get(type(member), (community.id, member.id)).grid_id == grid.id


def test_one_compound_in_the_sheet_is_no_level_and_another_one_is_asked_about(make, community, desk):
    first = "小区,楼号,单元,房号\n泉和苑,1,1,101\n泉和苑,1,1,102\n".encode()
    written(desk, first, "a.csv")
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Compound)) == 0
    other = "小区,楼号,单元,房号\n泉景园,1,1,101\n泉景园,2,1,101\n泉景园,2,1,102\n泉景园,2,1,103\n".encode()
    page = desk.get(preview(desk, other, "a.csv")).text
    assert "泉景园像是另一个" in page
    desk.post("desk/compounds", first="泉和苑", name="泉景园")
    written(desk, other, "a.csv")
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Household)) == 6
    assert "2 户不变" in desk.get(preview(desk, first, "a.csv")).text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("户册.docx", b"PK", ".docx 文件不是"), ("户册.xls", b"\xd0\xcf\x11\xe0", "读不了 .xls"), ("a.pdf", b"%PDF", ".pdf"),
     ("户册", b"x", "不是我们能读的"), ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "带密码"), ("a.xlsx", b"PK\x03\x04junk", "已损坏"),
     ("a.csv", b"", "空的"), ("a.csv", b'a,"b\n', "引号"), ("a.csv", b"%PDF-1.4", "不是表格"), ("a.csv", b"\x00\x01\x02", "不是表格"),
     ("a.xlsx", packed('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "很远处"),
     ("a.xlsx", packed("<row><c><v>" + "1" * 170_000_000 + "</v></c></row>"), "大得不像表格")],
    ids=lambda one: str(one)[:14],
)  # fmt: skip
def test_what_is_no_table_is_said_in_a_sentence(desk, name, content, words):
    answer = send(desk, content, name)
    assert answer.status_code == 422
    assert words in answer.text


def test_nothing_chosen_and_too_large_are_sentences(desk):
    assert desk.post("desk/roll", estimate="2").status_code == 422
    assert send(desk, bytes(9 * 1024 * 1024), "a.csv").status_code == 413
    assert send(desk, b"x" * (2 * 1024 * 1024), "a.csv").status_code in (303, 422)
    many = "楼号,房号\n" + "1,101\n" * 100_001
    assert "超过 10 万行" in send(desk, many.encode(), "a.csv").text


def test_what_was_shown_is_what_is_written_or_it_is_shown_anew(make, community, desk):
    address = preview(desk, csv("7,1,301,2,88,自有,"), "a.csv")
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', desk.get(address).text)[1]
    make.household(community, building="7", unit="1", room="301", adults_confirmed_at=clock.now())
    answer = desk.post(address, seen=seen)
    assert answer.status_code == 409
    assert "1 户有变动" in answer.text
    again = re.search(r'name="seen"[^>]*value="(\w+)"', answer.text)[1]
    assert desk.post(address, seen=again).status_code == 303
    assert desk.post(address, seen=again).status_code == 303  # the second tap of two


def test_a_long_sheet_is_written_by_a_worker_part_by_part(make, community, desk, monkeypatch):
    monkeypatch.setattr(roll, "IN_ONE_GO", 50)
    content = csv(*(f"{n // 60 + 1},{n // 20 % 3 + 1},{n % 20 + 101},2,88,自有," for n in range(180)))
    page = written(desk, content, "a.csv")
    assert "180 户中已写入 0 户" in page
    assert re.search(r"href=\"[^\"]*/desk/roll/\w{26}\"[^>]*>\s*再看一遍", page)  # how far it is now
    assert register(make, community) == {}
    jobs.run_jobs(community.id)
    assert len(register(make, community)) == 180
    with make.inside(community):
        sheet = db.session.scalars(select(RollSheet)).one()
        assert (sheet.done, sheet.kept, sheet.counts["new"]) == (180, None, 180)
        roll.write_part(sheet.id.hex)  # a lease that ran out: nothing happens twice
        db.commit()
    assert len(register(make, community)) == 180


def test_a_sheet_whose_reading_takes_longer_than_a_page_may_is_taken_all_the_same(make, community, desk, monkeypatch):
    def slow(*given):
        time_limits.stop()
        time_limits.start(0.0)  # as if all the time of a request had passed
        return read(*given)

    read = roll.read
    monkeypatch.setattr(roll, "read", slow)
    assert "户册已按表格更新" in written(desk, csv("7,1,301,2,88,自有,"), "a.csv")


def test_a_day_later_what_was_kept_is_gone(make, community, desk):
    address = preview(desk, csv("7,1,301,2,88,自有,"), "a.csv")
    with clock.at(clock.now() + roll.WAITS):
        jobs.run_jobs(community.id)
    assert desk.get(address).status_code == 404
    other = preview(desk, csv("7,1,301,2,88,自有,"), "a.csv")
    assert desk.post(f"{other}/dismissal").status_code == 303
    assert desk.get(other).status_code == 404


NAMES = ("欧阳若兰", "司马相如", "37010319770707777X", "19907070707", "Zebediah")
CANARIES = ",".join(NAMES)


def test_names_identity_numbers_and_telephones_are_nowhere(app, make, community, desk, caplog, tmp_path, monkeypatch):
    """They are looked for in every byte of the database, of the log, and of what could have gone onto a disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rows = [["房号", "楼号", "户主", "姓名", "身份证号", "联系电话", "Owner name"], ["87654Q", "7", *NAMES]]
    rows += [["0302室", "7", *NAMES]] * 1 + [[f"9{n:03}", "8", *NAMES] for n in range(2000)]
    with caplog.at_level(logging.DEBUG):
        page = written(desk, xlsx(rows, names=["欧阳若兰"]), "欧阳若兰.xlsx")
        bad = desk.get(preview(desk, xlsx([["房号", "楼号"], ["欧阳若兰", "7"], ["司马相如", "7"]]))).text
    kept = _every_byte(app, make, community)
    for canary in NAMES:
        assert canary.encode() not in kept
        assert canary not in caplog.text
        assert canary not in page
        assert canary not in bad
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
    assert not db.engines.is_sqlite or b"87654Q" not in kept  # the room of a sheet that waits is encrypted too


def _every_byte(app, make, community):
    """The files of the database; of a server all that its tables say to whoever has the keys, which is more."""
    if db.engines.is_sqlite:
        file = Path(db.engines.app.url.database)
        return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    with make.inside(community):
        rows = [
            row for model in (Household, Grid, RollSheet, AuditEntry, Job) for row in db.session.scalars(select(model))
        ]
        return repr([vars(row) for row in rows]).encode()


def test_pages_ask_the_same_questions_however_long_the_register(make, community, desk):
    counts = []
    for size in (5, 50):
        written(desk, csv(*(f"{size},1,{n},2,,," for n in range(size))), "a.csv")
        for page in ("desk/roll", "desk/grids", preview(desk, csv("7,1,301,2,88,自有,"), "a.csv")):
            desk.get(page)
            with Counted(db.engines.app) as counted:
                assert desk.get(page).status_code == 200
            counts.append(len(counted.statements))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 14


def test_only_the_committee_sends_a_roll(make, community):
    for who in (make.member(community), make.official(community, "grid_worker")):
        browser = make.browser(who, community)
        assert browser.get("desk/roll").status_code == 403
        assert send(browser, ROLL_A).status_code == 403


def test_the_page_says_what_is_never_read(desk):
    assert "从不读取" in desk.get("desk/roll").text


@pytest.mark.parametrize("wrong", [sheets.TOO_LONG, sheets.OLD_KIND])
def test_each_sentence_of_the_reader_has_one_of_the_page(wrong):
    assert wrong in roll.WHOLE
