"""A region opens its communities and appoints its people on pages; each act stands in its record."""

import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.accounts import letters
from app.accounts.models import Account
from app.outbox import channels, messages
from tenants import db
from tenants.models import Community, RegionOffice, RegionRole
from tests.support.at_once import at_once
from tests.support.factories import _serial
from tests.support.gateways import mailbox


@pytest.fixture
def region(make):
    return make.region(level=4, name="舜泉街道")


@pytest.fixture
def steward(make, region):
    return make.browser(make.reviewer(region, role=RegionRole.STEWARD, title="街道书记"))


@pytest.fixture
def here(region):
    return lambda address="": f"/r/{region.code}/{address}"


@pytest.fixture
def contact():
    return f"person-{next(_serial)}@example.org"


def all_of(make, region):
    with make.app.app_context(), db.unbound():
        found = db.session.scalars(select(Community).where(Community.region_id == region.id).order_by(Community.name))
        return {one.name: one for one in found}


def link_in(page):
    return re.search(r"https?://[^/]+(/sign-in/link\?[^<\s]+)", page.text)[1].replace("&amp;", "&")


def of_the_table(make, region, name="泉和社区"):
    return make.community(region, name=name, opened_at=None, began_at=None)


def test_a_community_of_the_table_is_opened_staffed_by_link_and_used(make, region, steward, here, contact):
    listed = of_the_table(make, region)
    assert "未开通" in steward.get(here("communities/")).text
    opened = steward.post(here(f"communities/{listed.slug}/opening"))
    assert opened.location == here(f"communities/{listed.slug}/standing")
    assert "在准备" in steward.get(opened.location).text

    page = steward.post(here(f"communities/{listed.slug}/appointment"), contact=contact, title="书记", name="王敏")
    assert page.status_code == 200
    assert "还没有就职" in steward.get(opened.location).text
    first = make.browser(None, listed)
    assert "书记" in first.get(link_in(page)).text
    assert first.post(link_in(page), agreed="yes").location == f"/c/{listed.slug}/desk/"
    assert first.get("desk/").status_code == 200
    assert "已开通" in steward.get(opened.location).text
    assert make.browser().post(link_in(page), agreed="yes").status_code == 410
    again = steward.post(here(f"communities/{listed.slug}/appointment"), contact="b@example.org", title="书记")
    assert (again.status_code, "自己任命" in again.text) == (409, True)


def test_before_a_link_is_used_there_is_no_account_and_no_office(make, region, steward, here, contact):
    page = steward.post(here("people"), contact=contact, title="督导", name="李青", role="reviewer")
    assert "李青" in page.text
    with make.app.app_context(), db.unbound():
        assert db.session.scalar(select(Account).where(Account.display_name == "李青")) is None
        assert len(db.session.scalars(select(RegionOffice).where(RegionOffice.region_id == region.id)).all()) == 1
    person = make.browser()
    assert person.post(link_in(page), agreed="yes").location == here()
    assert person.get(here()).status_code == 200
    assert person.get(here("communities/new")).status_code == 403
    assert "李青" in steward.get(here("people")).text
    assert "任命了人员" in steward.get(here("record")).text


def test_a_link_taken_back_is_worth_nothing_and_a_new_one_is(make, steward, here, contact):
    page = steward.post(here("people"), contact=contact, title="督导", role="reviewer")
    twice = steward.post(here("people"), contact=contact, title="督导", role="reviewer")
    assert (twice.status_code, "已经发出" in twice.text) == (409, True)
    key = re.search(r"people/appointments/(\w+)/anew", steward.get(here("people")).text)[1]
    newer = steward.post(here(f"people/appointments/{key}/anew"))
    assert make.browser().post(link_in(page), agreed="yes").status_code == 410
    assert steward.post(here(f"people/appointments/{key}/end")).status_code == 404
    key = re.search(r"people/appointments/(\w+)/end", steward.get(here("people")).text)[1]
    assert steward.post(here(f"people/appointments/{key}/end")).status_code == 303
    ended = make.browser().get(link_in(newer))
    assert (ended.status_code, "已经收回" in ended.text) == (410, True)


def test_an_office_ends_but_not_that_of_the_last_who_can_appoint(make, region, steward, here):
    other = make.reviewer(region)
    offices = re.findall(r"people/(\w+)/end", steward.get(here("people")).text)
    assert len(offices) == 2
    answers = [steward.post(here(f"people/{one}/end"), sure="yes").status_code for one in offices]
    assert sorted(answers) == [303, 409]
    assert make.browser(other).get(here()).status_code == 403
    assert "结束了任职" in steward.get(here("record")).text


@pytest.mark.parametrize("address", ["communities/", "people", "record", "communities/new", "communities/sheet"])
def test_another_region_is_not_opened_by_its_code(make, here, address):
    stranger = make.browser(make.reviewer(make.region(), role=RegionRole.STEWARD))
    assert stranger.get(here(address)).status_code == 403
    assert stranger.get(f"/r/nowhere/{address}").status_code == 404


def test_a_community_of_another_region_is_not_found(make, region, steward, here, contact):
    foreign = of_the_table(make, make.region(), "外社区")
    for act in ("opening", "appointment", "standing", "standing/end"):
        answer = steward.post(
            here(f"communities/{foreign.slug}/{act}"), contact=contact, title="x", sure="yes", how="close", reason="x"
        )
        assert answer.status_code == 404, act
    assert steward.get(here(f"communities/{foreign.slug}/standing")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("纬一路社区居委会", "纬一路社区"), ("某村村委会", "某村"), (" 泉和社区 ", "泉和社区")],
)
def test_one_is_opened_by_its_name_without_the_organ_and_only_once(make, region, steward, here, typed, kept):
    assert steward.post(here("communities/new"), name=typed, under=region.code).status_code == 303
    assert list(all_of(make, region)) == [kept]
    again = steward.post(here("communities/new"), name=typed, under=region.code)
    assert (again.status_code, kept in again.text) == (409, True)


@pytest.mark.parametrize(
    "given", [{"name": "长" * 300}, {"name": "  "}, {"name": "泉", "code": "a b"}, {"name": "泉", "under": "x"}]
)
def test_what_is_no_community_is_said_beside_its_field(region, steward, here, given):
    assert steward.post(here("communities/new"), **{"under": region.code, **given}).status_code == 422


def test_the_same_community_opened_twice_at_once_is_opened_once(make, region, here):
    listed = of_the_table(make, region)
    both = [make.browser(make.reviewer(region, role=RegionRole.STEWARD)) for _ in range(2)]
    acts = [lambda one=one: one.post(here(f"communities/{listed.slug}/opening")).status_code for one in both]
    assert sorted(at_once(*acts, at="UPDATE community")) == [303, 409]


def test_two_new_ones_of_one_name_at_once_are_one(make, region, here):
    both = [make.browser(make.reviewer(region, role=RegionRole.STEWARD)) for _ in range(2)]
    acts = [
        lambda one=one: one.post(here("communities/new"), name="泉和社区", under=region.code).status_code
        for one in both
    ]
    assert sorted(at_once(*acts, at="INSERT INTO community")) == [303, 409]
    assert len(all_of(make, region)) == 1


def test_one_person_appointed_twice_at_once_gets_one_link(make, region, here, contact):
    both = [make.browser(make.reviewer(region, role=RegionRole.STEWARD)) for _ in range(2)]
    given = {"contact": contact, "title": "督导", "role": "reviewer"}
    acts = [lambda one=one: one.post(here("people"), **given).status_code for one in both]
    assert sorted(at_once(*acts, at="INSERT INTO appointment")) == [200, 409]


def test_a_link_used_twice_at_once_is_used_once(make, steward, here, contact):
    address = link_in(steward.post(here("people"), contact=contact, title="督导", role="reviewer", name="李青"))
    both = [make.browser() for _ in range(2)]
    acts = [lambda one=one: one.post(address, agreed="yes").status_code for one in both]
    assert sorted(at_once(*acts, at="UPDATE appointment")) == [303, 410]


SHEET = "代码\t名称\t备注\n{known}\t泉和社区居委会\t老\n\t纬一路社区居委会\t新\n\t某村村委会\t新"


def test_many_are_opened_from_a_sheet_after_a_look_and_a_second_time_nothing_changes(make, region, steward, here):
    known = of_the_table(make, region)
    looked = steward.post(here("communities/sheet"), table=SHEET.format(known=known.code))
    assert looked.status_code == 200
    assert [one.opened_at for one in all_of(make, region).values()] == [None]
    read = re.search(r'name="read" value="([^"]*)"', looked.text)[1]
    assert steward.post(here("communities/sheet"), read=read).status_code == 303
    opened = all_of(make, region)
    assert set(opened) == {"泉和社区", "纬一路社区", "某村"}
    assert all(one.opened_at for one in opened.values())
    again = steward.post(here("communities/sheet"), read=read)
    assert again.status_code == 303
    assert len(all_of(make, region)) == 3
    assert "都已经开通" in steward.post(here("communities/sheet"), table=SHEET.format(known=known.code)).text


def test_one_bad_line_opens_nothing_and_each_is_named_by_number_and_reason(make, region, steward, here):
    foreign = make.community(make.region(), name="外社区")
    table = f"名称\t代码\n泉和社区\t\n\t\n外社区\t{foreign.code}\n泉和社区居委会\t\n{'长' * 90}\t\n{region.name}\t{region.code}"
    page = steward.post(here("communities/sheet"), table=table)
    assert page.status_code == 422
    for line in (4, 5, 6, 7):
        assert f"第 {line} 行" in page.text, line
    assert "第 2 行" not in page.text.split("summary")[1].split("</ul>")[0].replace("第 2 行已经有了", "")
    assert not all_of(make, region)


def test_a_file_is_read_by_its_kind_and_a_wrong_one_named(region, steward, here):
    names = "名称\n泉和社区\n舜安社区".encode("gb18030")
    good = steward.client.post(here("communities/sheet"), data={"file": (io.BytesIO(names), "社区.csv")})
    assert (good.status_code, "舜安社区" in good.text) == (200, True)
    wrong = steward.client.post(here("communities/sheet"), data={"file": (io.BytesIO(b"%PDF"), "社区.pdf")})
    assert (wrong.status_code, "社区.pdf" in wrong.text) == (422, True)
    broken = steward.client.post(here("communities/sheet"), data={"file": (io.BytesIO(b"PK"), "a.xlsx")})
    assert (broken.status_code, "读不成表格" in broken.text) == (422, True)
    assert steward.post(here("communities/sheet"), read="x").status_code == 422


def test_a_region_suspends_and_resumes_with_a_reason_and_both_stay_on_its_page(make, region, steward, here):
    community = make.community(region)
    standing = here(f"communities/{community.slug}/standing")
    assert steward.post(standing, sure="yes", how="suspend", reason=" ").status_code == 422
    assert "确定" in steward.post(standing, how="suspend", reason="整理户册").text
    assert steward.post(standing, sure="yes", how="suspend", reason="整理户册").status_code == 303
    assert steward.post(standing, sure="yes", how="suspend", reason="再来一次").status_code == 409
    assert "整理户册" in make.browser(None, community).get("").text
    assert steward.post(f"{standing}/end").status_code == 303
    assert "整理户册" not in make.browser(None, community).get("").text
    assert "整理户册" in steward.get(standing).text
    assert steward.post(f"{standing}/end").status_code == 409


def test_lists_ask_the_same_few_questions_at_5_and_at_50(make, region, steward, here):
    from tests.support.counting import Counted

    asked = []
    for more in (5, 45):
        for number in range(more):
            of_the_table(make, region, f"社区 {len(asked)}-{number}")
        with Counted(db.engines.app, db.engines.superior) as counted:
            assert steward.client.get(here("communities/")).status_code == 200
        asked.append(len(counted.statements))
    assert asked[0] == asked[1] <= 8


def test_three_hundred_are_opened_from_one_sheet_in_one_go(make, region, steward, here):
    table = "名称\n" + "\n".join(f"第{number}社区" for number in range(300))
    looked = steward.post(here("communities/sheet"), table=table)
    assert "开通 300 个社区" in looked.text
    read = re.search(r'name="read" value="([^"]*)"', looked.text)[1]
    assert steward.post(here("communities/sheet"), read=read).status_code == 303
    opened = all_of(make, region)
    assert len(opened) == 300
    assert len({one.code for one in opened.values()}) == 300
    assert steward.post(here("communities/sheet"), table="名称\n" + "\n".join(map(str, range(1001)))).status_code == 422


def test_where_there_is_a_way_out_the_link_is_sent_as_well(app, steward, here, contact, monkeypatch):
    with mailbox() as box:
        settings = replace(app.config["SETTINGS"], mail_url=box.url)
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        channels.init_app(app)
        page = steward.post(here("people"), contact=contact, title="督导", role="reviewer")
        with app.app_context():
            messages.send_due(settings, channels.channel_in_use(settings, "email"), letters.WAITING)
        monkeypatch.undo()
        channels.init_app(app)
    assert "也已发到" in page.text
    mine = [message for message in map(str, box.got) if contact in message]
    assert len(mine) == 1
