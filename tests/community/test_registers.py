"""The desk's registers: doors, letters, posts and terms, settings; and who serves, as residents see it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.community import operations, queries
from app.community.models import Grid, Household, Membership, OrganisationKind, Post, PostKind, PostTerm, Verification
from app.core import clock
from app.core.ids import id_text
from app.core.refusal import Refused
from app.outbox.models import Job
from app.outbox.operations import HANDLERS
from tenants import db
from tenants.models import Community, Listing
from tests.support.browsing import read_of
from tests.support.counting import Counted

MOST = {
    "desk/members": 6,
    "desk/households": 8,  # one of them asks how many numbers of adults are over a year old
    "desk/invitations": 5,
    "desk/posts": 6,
    "people": 5,
    "inbox": 6,  # one of them asks which rating rounds run
    "join": 7,
}


@pytest.fixture
def desk(make, community):
    return make.browser(make.official(community), community)


def grid_key(make, community):
    return id_text(make.grid_of(community).id)


def totals(make, community):
    with make.inside(community):
        grids = db.session.execute(select(Grid.households, Grid.adults).order_by(Grid.position, Grid.name)).all()
        return [tuple(one) for one in grids], db.session.get(Listing, community.id).households


def test_doors_come_one_a_line_and_the_totals_follow(make, community, desk):
    form = {"grid": grid_key(make, community), "building": "3", "unit": "1", "adults": "2"}
    assert desk.post("desk/households", room="101\n102\n\n 103 \n101室", **form).status_code == 303
    assert totals(make, community) == ([(3, 6)], 3)
    again = desk.post("desk/households", room="103\n104", **form, follow=True)
    assert "已添加 1 户" in again.text
    assert totals(make, community) == ([(4, 8)], 4)
    assert "104" in desk.get("desk/households", building="3", unit="1").text


def test_bad_doors_are_said_and_kept(make, community, desk):
    form = {"grid": grid_key(make, community), "building": "3", "unit": "", "adults": "2"}
    for room in ("", "x" * 21, "\n".join(str(n) for n in range(201))):
        answer = desk.post("desk/households", room=room, **form)
        assert answer.status_code == 422
        assert 'value="3"' in answer.text
    assert desk.post("desk/households", room="1", **(form | {"grid": "nowhere"})).status_code == 422
    assert desk.post("desk/households", room="1", **(form | {"adults": "99"})).status_code == 422
    assert totals(make, community)[1] == 100  # what the community said of itself


def test_parts_are_named_once(make, community, desk):
    assert desk.post("desk/grids", name="第二网格").status_code == 303
    twice = desk.post("desk/grids", name=" 第二网格 ")
    assert twice.status_code == 409
    assert "第二网格" in twice.text


def test_a_household_opened_is_recorded_and_its_adults_are_counted(make, community, desk):
    household = make.household(community, adults=2)
    member = make.member(community, household=household)
    record = f"desk/households/{id_text(household.id)}"
    assert member.name in desk.get(record).text
    door = {"building": household.building, "unit": "1", "room": household.room, "read": read_of(desk, record)}
    assert desk.post(record, adults="0", **door).status_code == 409
    assert desk.post(record, adults="-1", **door).status_code == 422
    assert desk.post(record, adults="3", **door).status_code == 303
    with make.inside(community):
        row = db.session.scalar(select(Household).where(Household.id == household.id))
        assert (row.adults, row.adults_confirmed_at is not None) == (3, True)
        acts = list(db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_id == household.id)))
        assert acts.count("record.look") >= 1
        assert acts.count("household.correct") == 1
    assert "居委会主任" in make.browser(member, community).get("join").text


def test_a_letter_carries_code_and_square_and_is_not_shown_again(make, community, desk):
    household = make.household(community, building="5", unit="1", room="88")
    letter = desk.post(f"desk/households/{id_text(household.id)}/invitation", places="3")
    assert letter.status_code == 200
    assert "<svg" in letter.text
    assert f"/c/{community.slug}/join?code=" in letter.text
    code = letter.text.split("join?code=")[1][:10]
    listed = desk.get("desk/invitations").text
    assert "还剩 3 个名额" in listed
    assert code not in listed
    assert make.browser(make.account(), community).post("join/code", code=code).status_code == 303


def test_letters_for_an_entrance_go_to_those_who_have_not_joined(make, community, desk):
    joined, *_ = (make.household(community, building="6", unit="2", room=str(n)) for n in (1, 2, 3))
    make.member(community, household=joined)
    letters = desk.post("desk/invitations", building="6", unit="2").text
    assert letters.count("<svg") - letters.count('class="icon"') == 2


def test_a_lost_letter_is_ended(make, community, desk):
    household = make.household(community)
    letter = desk.post(f"desk/households/{id_text(household.id)}/invitation").text
    code = letter.split("join?code=")[1][:10]
    with make.inside(community):
        from app.community.models import Invitation

        invitation = db.session.scalar(select(Invitation))
    assert desk.post(f"desk/invitations/{id_text(invitation.id)}/end").status_code == 303
    assert make.browser(make.account(), community).post("join/code", code=code).status_code == 410


def new_post(make, community, desk, **given):
    form = {"kind": "committee", "title": "委员", "grid": "", "organisation_kind": "resident_org"} | given
    answer = desk.post("desk/posts", **form)
    assert answer.status_code == 303, answer.text
    with make.inside(community):
        return db.session.scalar(select(Post).order_by(Post.position.desc()).limit(1))


def test_a_term_makes_an_official_and_its_end_a_resident(make, community, desk):
    member, post = make.member(community), new_post(make, community, desk)
    browser, address = make.browser(member, community), f"desk/posts/{id_text(post.id)}/term"
    assert browser.get("desk/members").status_code == 403
    assert member.name in desk.get(address, q=member.name).text

    today = clock.local(clock.now(), community.zone).date().isoformat()
    assert desk.post(f"{address}?q={member.name}", member=id_text(member.id), since=today, until="").status_code == 303
    assert browser.get("desk/members").status_code == 200
    assert staff(make, community, member)
    again = {"member": id_text(member.id), "since": today}
    assert desk.post(f"{address}?q={member.name}", **again).status_code == 303  # twice is as once
    later = desk.post(f"{address}?q={member.name}", **again | {"until": today})
    assert later.status_code == 409
    assert member.name in later.text

    with make.inside(community):
        term = db.session.scalar(select(PostTerm).where(PostTerm.post_id == post.id))
    assert desk.post(f"desk/terms/{id_text(term.id)}/end", sure="yes").status_code == 303
    with clock.at(clock.now() + timedelta(days=1)):
        assert make.browser(member, community).get("desk/members").status_code == 403
        run_jobs(make, community)
        assert not staff(make, community, member)


def staff(make, community, member):
    with make.inside(community):
        return db.session.scalar(select(Membership.staff).where(Membership.id == member.id))


def run_jobs(make, community):
    with make.inside(community):
        for job in db.session.scalars(select(Job).where(Job.kind == "community.staff", Job.due_at <= clock.now())):
            HANDLERS[job.kind](**job.payload)
        db.commit()


def test_a_term_that_begins_tomorrow_counts_from_tomorrow(make, community):
    member = make.member(community)
    with make.inside(community):
        post = operations.add_post(None, PostKind.GRID_WORKER, "联络人")
        day = operations.today(community)
        operations.appoint(None, member, post, day + timedelta(days=1), day + timedelta(days=3))
        db.commit()
    assert not staff(make, community, member)
    with clock.at(clock.now() + timedelta(days=1)):
        run_jobs(make, community)
        assert staff(make, community, member)
    with clock.at(clock.now() + timedelta(days=4)):
        run_jobs(make, community)
        assert not staff(make, community, member)


def test_two_terms_of_one_post_do_not_overlap(make, community):
    first, second = make.member(community), make.member(community)
    with make.inside(community):
        post, day = operations.add_post(None, PostKind.SUPERVISION, "委员"), operations.today(community)
        operations.appoint(None, first, post, day, day + timedelta(days=10))
        for since, until in ((0, None), (10, None), (-5, 0), (-5, None)):
            with pytest.raises(Refused):
                operations.appoint(
                    None,
                    second,
                    post,
                    day + timedelta(days=since),
                    until if until is None else day + timedelta(days=until),
                )
        operations.appoint(None, second, post, day + timedelta(days=11))
        with pytest.raises(Refused):
            operations.appoint(None, second, post, day - timedelta(days=5), day - timedelta(days=6))


def test_nobody_serves_and_supervises_at_the_same_time(make, community, desk):
    person = make.member(community)
    with make.inside(community):
        day, posts = operations.today(community), {}
        for kind in (PostKind.COMMITTEE, PostKind.LEADING, PostKind.SUPERVISION):
            posts[kind] = operations.add_post(None, kind, kind.value)
        operations.appoint(None, person, posts[PostKind.COMMITTEE], day, day + timedelta(days=10))
        with pytest.raises(Refused, match="same time"):
            operations.appoint(None, person, posts[PostKind.SUPERVISION], day + timedelta(days=10))
        operations.appoint(None, person, posts[PostKind.SUPERVISION], day + timedelta(days=11))
        with pytest.raises(Refused, match="same time"):
            operations.appoint(None, person, posts[PostKind.LEADING], day - timedelta(days=9))
        operations.appoint(None, person, posts[PostKind.LEADING], day, day + timedelta(days=10))


def test_a_committee_does_not_put_itself_on_the_board_that_looks_at_it(make, community):
    official = make.official(community)
    board, today = make.row(Post, community, kind=PostKind.SUPERVISION), clock.local(clock.now(), community.zone).date()
    address = f"desk/posts/{id_text(board.id)}/term?q={official.name}"
    answer = make.browser(official, community).post(
        address, member=id_text(official.id), since=today.isoformat(), until=""
    )
    assert answer.status_code == 409
    assert "同时" in answer.text


@pytest.mark.parametrize(
    ("since", "until"), [("2026-11-01", "9999-12-31"), ("0001-01-01", ""), ("1899-12-31", "2101-01-01")]
)
def test_a_term_lies_in_days_that_can_be_reckoned_with(make, community, desk, since, until):
    post, member = make.row(Post, community, kind=PostKind.COMMITTEE), make.member(community)
    answer = desk.post(
        f"desk/posts/{id_text(post.id)}/term?q={member.name}", member=id_text(member.id), since=since, until=until
    )
    assert answer.status_code == 422
    assert "1900 年" in answer.text


def test_who_asked_to_join_is_verified_before_serving_and_who_lives_elsewhere_by_it(make, community):
    pending, guest = make.member(community, verified=False), make.guest(community)
    with make.inside(community):
        pending, guest = (db.session.get(Membership, (community.id, one.id)) for one in (pending, guest))
        first, second = (operations.add_post(None, PostKind.COMMITTEE, title) for title in ("甲", "乙"))
        day = operations.today(community)
        with pytest.raises(Refused):
            operations.appoint(None, pending, first, day)
        operations.appoint(None, guest, second, day)
        assert (guest.verified_how, guest.household_id) == ("appointed", None)


def test_the_seat_of_an_organisation_names_it(make, community, desk):
    refused = desk.post(
        "desk/posts", kind="organisation_seat", title="代表", grid="", organisation="", organisation_kind="merchant"
    )
    assert refused.status_code == 422
    new_post(
        make,
        community,
        desk,
        kind="organisation_seat",
        title="代表",
        organisation="河畔书店",
        organisation_kind="merchant",
    )
    assert "河畔书店" in desk.get("people").text


def test_who_serves_stands_in_order_of_office_with_names_only_for_those_signed_in(make, community, desk):
    holder = make.official(community, PostKind.GRID_WORKER, title="网格员")
    new_post(make, community, desk, title="书记员", duty="记录会议", hours="周二下午", contact="0531-00000000")
    page = desk.get("people").text
    assert holder.name in page
    assert page.index("网格员") < page.index("书记员")
    assert "空缺" in page
    stranger = make.browser(None, community).get("people").text
    assert holder.name not in stranger
    assert "周二下午" in stranger


@pytest.mark.parametrize("address", ["people", "desk/posts"])
def test_whoever_serves_is_found_however_many_there_are(make, community, desk, address):
    titles = [f"第{n}号楼长" for n in range(1, 70)]
    with make.inside(community):
        for title in titles:
            operations.add_post(None, PostKind.GRID_WORKER, title)
        db.commit()
    first = desk.get(address).text
    second = desk.get(re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")).text
    seen = re.findall(r"第\d+号楼长", first), re.findall(r"第\d+号楼长", second)
    assert seen[0] + seen[1] == titles
    assert 'rel="next"' not in second


def test_settings_are_kept_and_recorded_by_name_only(make, community, desk):
    form = {
        "rules_text": "三分之二以上的户参加，四分之三以上同意。", "rules_adopted_on": "2026-01-05", "members_only": "y",
        "quorum_how": "least", "quorum_num": "2", "quorum_den": "3", "threshold_how": "least", "threshold_num": "3",
        "threshold_den": "4", "read": read_of(desk, "desk/setup"),
    }  # fmt: skip
    assert desk.post("desk/setup", **form).status_code == 303
    with make.inside(community):
        row = db.session.get(Community, community.id)
        assert (row.rules_text, str(row.rules_adopted_on)) == (form["rules_text"], "2026-01-05")
        assert (row.members_only, row.check_first) == (True, False)
        assert row.rules_quorum == {"num": 2, "den": 3, "strict": False}
        assert row.rules_threshold == {"num": 3, "den": 4, "strict": False}
        entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "community.settings"))
        assert entry.details == {
            "changed": ["members_only", "rules_adopted_on", "rules_quorum", "rules_text", "rules_threshold"]
        }
    assert make.browser(None, community).get("people").status_code == 303
    assert desk.post("desk/setup", rules_text="x" * 20001).status_code == 422
    assert desk.post("desk/setup", rules_adopted_on="gestern").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"quorum_num": "3", "quorum_den": "2"}, {"quorum_num": "2", "quorum_den": "2", "quorum_how": "more"}, {"threshold_num": ""},
     {"threshold_den": "0"}, {"quorum_num": "-1"}, {"quorum_how": "sometimes"}, {"threshold_den": "1.5"}],
)  # fmt: skip
def test_a_part_of_the_own_rules_that_is_none_is_refused_beside_its_field(make, community, desk, wrong):
    form = {
        "rules_text": "写了很久", "rules_adopted_on": "2026-01-05", "quorum_how": "least", "quorum_num": "1", "quorum_den": "2",
        "threshold_how": "least", "threshold_num": "1", "threshold_den": "2", "read": read_of(desk, "desk/setup"),
    } | wrong  # fmt: skip
    page = desk.post("desk/setup", **form)
    assert page.status_code == 422
    assert "写了很久" in page.text
    with make.inside(community):
        assert db.session.get(Community, community.id).rules_text is None


def test_settings_changed_by_someone_else_meanwhile_are_shown_and_not_written_over(make, community, desk):
    other = make.browser(make.official(community), community, locale="en")
    first, second = read_of(desk, "desk/setup"), read_of(other, "desk/setup")
    form = {"rules_adopted_on": "2026-01-05", "quorum_how": "more", "quorum_num": "1", "quorum_den": "2",
            "threshold_how": "more", "threshold_num": "1", "threshold_den": "2"}  # fmt: skip
    assert desk.post("desk/setup", **form, rules_text="第一稿", read=first).status_code == 303
    page = other.post("desk/setup", **form, rules_text="第二稿", read=second)
    assert page.status_code == 409
    assert "第二稿" in page.text
    assert "It now says: 第一稿" in page.text
    with make.inside(community):
        assert db.session.get(Community, community.id).rules_text == "第一稿"
    again = re.search(r'name="read"[^>]*value="(\w+)"', page.text)[1]
    assert other.post("desk/setup", **form, rules_text="第二稿", read=again).status_code == 303  # now it was read


def test_settings_that_were_read_nowhere_are_not_written_over(make, community, desk):
    form = {"quorum_how": "more", "quorum_num": "1", "quorum_den": "2", "threshold_how": "more", "threshold_num": "1",
            "threshold_den": "2"}  # fmt: skip
    for read in ({}, {"read": ""}, {"read": "0" * 32}):
        assert desk.post("desk/setup", **form, members_only="y", **read).status_code == 409
    with make.inside(community):
        assert not db.session.get(Community, community.id).members_only


@pytest.mark.parametrize("rows", [5, 50])
def test_the_lists_of_the_desk_ask_the_same_questions_however_long(make, community, desk, rows):
    for _ in range(rows):
        make.member(community, verified=False)
        make.household(community)
    for address in MOST:
        desk.get(address)
        with Counted(db.engines.app) as counted:
            assert desk.get(address).status_code == 200
        assert len(counted.statements) <= MOST[address], (address, counted.statements)


def test_names_that_differ_in_case_or_blanks_alone_are_one(make):
    community = make.community()
    with make.inside(community):
        first = operations.organisation("Green  Fund", OrganisationKind.RESIDENT_ORG)
        assert operations.organisation("green fund", OrganisationKind.RESIDENT_ORG).id == first.id
        operations.add_grid("North", 1)
        with pytest.raises(Refused, match="already"):
            operations.add_grid("north", 2)


def test_a_building_whose_name_stands_for_a_longer_one_is_refused(make, community, desk):
    grid = id_text(make.grid_of(community).id)
    answer = desk.post("desk/households", grid=grid, building="㍿" * 20, unit="", room="1", adults="2")
    assert answer.status_code == 422
    assert "㍿㍿" in answer.text


def test_the_desk_counts_as_waiting_whom_its_list_shows(make, community):
    household = make.household(community)
    make.member(community, household=household)
    asked_about, waits = make.member(community, verified=False), make.member(community, verified=False)
    make.row(Verification, community, membership_id=asked_about.id, household_id=household.id)
    official = make.official(community)
    with make.inside(community):
        visitor = make.visitor(official, community)
        assert [one.id for one in db.session.scalars(queries.pending(visitor))] == [waits.id]
        assert queries.pending_count(visitor) == 1


def test_the_last_of_the_committee_does_not_leave_it_to_nobody(make, community):
    first = make.official(community)
    desk = make.browser(first, community)
    with make.inside(community):
        mine = db.session.scalars(select(PostTerm.id).where(PostTerm.membership_id == first.id)).one()
    make.official(community, PostKind.GRID_WORKER)
    answer = desk.post(f"desk/terms/{id_text(mine)}/end", sure="yes")
    assert (answer.status_code, "没有人管理" in answer.text) == (409, True)
    make.official(community)
    assert desk.post(f"desk/terms/{id_text(mine)}/end", sure="yes").status_code == 303


def test_everyday_acts_write_nothing_that_every_node_of_a_cluster_has_a_copy_of(make, community, desk):
    member = make.browser(make.member(community), community)
    form = {"grid": grid_key(make, community), "building": "3", "unit": "1", "adults": "2"}
    words = {"category": "other", "title": "楼道灯", "text": "三单元的灯坏了", "scope": "community"}
    with Counted(db.engines.app) as counted:
        assert desk.post("desk/households", room="101", **form).status_code == 303
        for kind in ("request", "proposal"):
            assert member.post(f"proposals/new?kind={kind}", **words).status_code == 303
    written = {statement.split()[2 if statement.startswith("INSERT") else 1] for statement in counted.statements
               if statement.startswith(("INSERT", "UPDATE"))}  # fmt: skip
    assert {"household", "listing", "proposal"} <= written
    assert not {"community", "region", "body"} & written
