"""The register mended door by door, its grids and compounds; and what stays of a door that was closed."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.community import operations
from app.community.models import Compound, Grid, Household, Membership, Organisation, OrganisationKind, Tenure
from app.community.operations import Entrance
from app.core import clock
from app.core.ids import id_text
from app.core.refusal import Refused
from tenants import db
from tenants.models import Listing
from tests.polls.steps import DAY, OWN_RULES, open_poll
from tests.support.browsing import read_of


@pytest.fixture
def desk(make, community):
    return make.browser(make.official(community), community)


@pytest.fixture
def town(make):
    """A community with rules of its own and a few residents, each with a household."""
    community = make.community(**OWN_RULES)
    people = [make.member(community, household=make.household(community)) for _ in range(6)]
    return community, people, make.official(community)


def page_of(household):
    return f"desk/households/{id_text(household.id)}"


def again(make, community, row):
    with make.inside(community):
        return db.session.get(type(row), (community.id, row.id))


def fields(household, **changed):
    said = {
        "building": household.building,
        "unit": household.unit,
        "room": household.room,
        "adults": "2",
        "tenure": "",
        "area": "",
    }
    return said | changed


def acts(make, community):
    with make.inside(community):
        return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.number)))


def test_a_household_is_corrected_as_people_write_doors(make, community, desk):
    home = make.household(community, building="7", unit="1", room="301")
    member = make.member(community, household=home)
    sent = fields(
        home, building="08号楼", room="0302室", tenure="tenant", area="约72.5㎡", read=read_of(desk, page_of(home))
    )
    assert desk.post(page_of(home), **sent).status_code == 303
    now = again(make, community, home)
    assert (now.building, now.unit, now.room, now.tenure, now.owned_area) == ("8", "1", "302", Tenure.TENANT, 7250)
    assert "record.look" in acts(make, community)
    assert acts(make, community)[-1] in ("household.correct", "record.look")
    assert again(make, community, member).household_id == home.id
    assert 'value="72.5"' in desk.get(page_of(home)).text


def test_what_another_clerk_wrote_meanwhile_is_shown_and_not_written_over(make, community, desk):
    home = make.household(community, building="7", unit="1", room="301")
    other = make.browser(make.official(community), community, locale="en")
    first, second = read_of(desk, page_of(home)), read_of(other, page_of(home))
    assert desk.post(page_of(home), **fields(home, adults="4", read=first)).status_code == 303
    answer = other.post(page_of(home), **fields(home, adults="1", read=second))
    assert answer.status_code == 409
    assert "It now says: 4" in answer.text
    assert 'value="1"' in answer.text
    assert again(make, community, home).adults == 4


def test_a_door_does_not_become_one_that_is_known(make, community, desk):
    home, other = (make.household(community, building="7", unit="1", room=room) for room in ("301", "302"))
    answer = desk.post(page_of(home), **fields(home, room="0302", read=read_of(desk, page_of(home))))
    assert (answer.status_code, "户册上已有这一户" in answer.text) == (409, True)
    assert again(make, community, other).room == "302"


@pytest.mark.parametrize(
    "wrong", [{"area": "large"}, {"adults": "21"}, {"room": ""}, {"building": "x" * 21}, {"tenure": "guest"}]
)
def test_what_cannot_be_is_said_beside_its_field(make, community, desk, wrong):
    home = make.household(community)
    answer = desk.post(page_of(home), **fields(home, read=read_of(desk, page_of(home)), **wrong))
    assert answer.status_code == 422
    assert "请再看一下" in answer.text or 'role="alert"' in answer.text


def test_a_part_of_a_household_gets_a_door_of_its_own(make, community, desk):
    home = make.household(community, building="7", unit="1", room="301")
    assert desk.post(f"{page_of(home)}/split", split_room="301A", split_adults="1").status_code == 303
    with make.inside(community):
        new = operations.household_at(None, "7", "1", "301A")
        assert (new.adults, new.grid_id) == (1, home.grid_id)
    assert desk.post(f"{page_of(home)}/split", split_room="0301a", split_adults="1").status_code == 409
    assert desk.post(f"{page_of(home)}/split", split_room="", split_adults="1").status_code == 422


def test_two_doors_become_one_household_with_its_people(make, community, desk):
    home, other = (make.household(community, building="7", unit="1", room=room) for room in ("501", "502"))
    moved = make.member(community, household=other)
    assert desk.post(f"{page_of(home)}/joining", join_room="502室").status_code == 303
    assert again(make, community, moved).household_id == home.id
    assert again(make, community, other).closed_at is not None
    assert again(make, community, home).adults == 4
    assert desk.post(f"{page_of(home)}/joining", join_room="599").status_code == 422
    assert desk.post(f"{page_of(home)}/joining", join_room="501").status_code == 422
    with make.inside(community):
        assert db.session.get(Listing, community.id).households == 1


def test_a_closed_door_is_no_household_any_more_and_can_be_opened_again(make, community, desk):
    home = make.household(community, building="7", unit="1", room="301")
    member = make.member(community, household=home)
    assert "确定把这一户从户册中注销" in desk.post(f"{page_of(home)}/closing").text
    assert desk.post(f"{page_of(home)}/closing", sure="yes").status_code == 303
    gone = again(make, community, member)
    assert (gone.household_id, gone.verified_at, gone.counts) == (None, None, False)
    with make.inside(community):
        assert operations.household_at(None, "7", "1", "301") is None
        assert db.session.get(Listing, community.id).households == 0
    assert desk.post(f"{page_of(home)}/closing", sure="yes").status_code == 409
    assert make.browser(member, community).post("join/place", building="7", unit="1", room="301").status_code == 303
    assert desk.post(f"{page_of(home)}/opening").status_code == 303
    with make.inside(community):
        assert operations.household_at(None, "7", "1", "301").id == home.id
    assert acts(make, community).count("household.close") == 1


def test_a_door_closed_is_opened_by_entering_it_anew(make, community):
    committee, grid = make.official(community), make.grid_of(community)
    home = make.household(community, building="7", unit="1", room="301", closed_at=clock.now())
    with make.inside(community):
        visitor = make.visitor(committee, community)
        assert operations.add_households(visitor, visitor.community, grid, [("7", "1", "301")]) == 1
        db.commit()
    assert again(make, community, home).closed_at is None


def test_in_a_vote_that_is_open_the_voice_of_a_closed_door_stays(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    home = again(make, community, Household(id=people[0].household_id))
    desk = make.browser(make.official(community), community)
    assert desk.post(f"{page_of(home)}/closing", sure="yes").status_code == 303
    voter = make.browser(people[0], community)
    assert "polls" in voter.get(f"polls/{poll.number}").request.path
    assert voter.post(f"polls/{poll.number}/ballot", choice="yes", step="cast").status_code == 303


def test_in_a_vote_that_opens_later_it_has_none(make, town):
    community, people, _ = town
    home = again(make, community, Household(id=people[0].household_id))
    desk = make.browser(make.official(community), community)
    assert desk.post(f"{page_of(home)}/closing", sure="yes").status_code == 303
    with clock.at(clock.now() + DAY):
        poll = open_poll(make, town)
        answer = make.browser(people[0], community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
        assert answer.status_code == 403


def test_people_of_a_joined_door_cast_its_own_voice_where_a_vote_was_open(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    first, second = people[0], people[1]
    desk = make.browser(make.official(community), community)
    official = make.official(community)
    with make.inside(community):
        visitor = make.visitor(official, community)
        both = [db.session.get(Household, (community.id, one.household_id)) for one in (first, second)]
        operations.join(visitor, visitor.community, *both)
        db.commit()
    assert desk.get("desk/households").status_code == 200
    for one in (first, second):
        ballot = make.browser(one, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
        assert ballot.status_code == 303


def test_an_entrance_moves_with_its_doors_and_people_and_the_totals_follow(make, community, desk):
    home = make.household(community, building="7", unit="1", room="301")
    make.household(community, building="7", unit="2", room="301")
    member = make.member(community, household=home)
    new = make.row(Grid, community, name="第二网格", position=1)
    page = desk.get("desk/grids").text
    assert 'value="7/1"' in page
    answer = desk.post("desk/grids/entrances", entrances=["7/1"], grid=id_text(new.id), follow=True)
    assert "已移动 1 个单元" in answer.text
    assert again(make, community, home).grid_id == new.id
    assert again(make, community, member).grid_id == new.id
    assert again(make, community, new).households == 1
    assert desk.post("desk/grids/entrances", grid=id_text(new.id)).status_code == 422
    assert desk.post("desk/grids/entrances", entrances=["9/9"], grid=id_text(new.id)).status_code == 422


def test_a_door_is_not_entered_into_another_grid_than_its_entrance_lies_in(make, community):
    make.household(community, building="7", unit="1", room="301")
    new, committee = make.row(Grid, community, name="第二网格", position=1), make.official(community)
    with make.inside(community):
        visitor = make.visitor(committee, community)
        with pytest.raises(Refused, match="lies in"):
            operations.add_households(visitor, visitor.community, new, [("7", "1", "302")])
        operations.lay_in(visitor, visitor.community, new, [Entrance(None, "7", "1")])
        assert operations.add_households(visitor, visitor.community, new, [("7", "1", "302")]) == 1


def test_a_grid_gets_another_name(make, community, desk):
    grid = make.grid_of(community)
    assert desk.post(f"desk/grids/{id_text(grid.id)}", name="东片网格").status_code == 303
    assert "东片网格" in desk.get(f"desk/grids/{id_text(grid.id)}").text
    assert again(make, community, grid).name == "东片网格"


def test_a_compound_has_its_property_manager_and_its_owners_committee(make, community, desk):
    desk.post("desk/compounds", first="泉和苑", name="泉景园")
    with make.inside(community):
        one = db.session.scalars(select(Compound).order_by(Compound.position)).first()
    address = f"desk/compounds/{id_text(one.id)}"
    sent = {"name": "泉和苑", "manager": "安居物业", "owners_committee": "泉和苑业委会"}
    assert desk.post(address, **sent, read=read_of(desk, address)).status_code == 303
    assert "安居物业" in desk.get("desk/compounds").text
    old = read_of(desk, address)
    assert desk.post(address, **sent | {"manager": "新物业"}, read=old).status_code == 303
    answer = desk.post(address, **sent, read=old)
    assert (answer.status_code, "新物业" in answer.text) == (409, True)
    make.row(Organisation, community, name="街角小店", kind=OrganisationKind.MERCHANT)
    assert desk.post(address, **sent | {"manager": "街角小店"}, read=read_of(desk, address)).status_code == 422


def test_a_community_of_one_compound_never_sees_the_level(make, community, desk):
    home = make.household(community)
    for page in ("desk/households", "desk/grids", page_of(home)):
        assert 'name="compound"' not in desk.get(page).text
    assert 'name="compound"' not in make.browser(make.account(), community).get("join").text


def test_members_verified_elsewhere_later_count_again(make, community):
    old, new = (make.household(community, building="7", unit="1", room=room) for room in ("1", "2"))
    member = make.member(community, household=old)
    with make.inside(community):
        row = db.session.get(Membership, (community.id, member.id))
        row.move(None, clock.now())
        assert row.household_at(clock.now() - DAY) == old.id
        assert row.household_at(None) is None
        operations.settle_in(row, db.session.get(Household, (community.id, new.id)), "in_person", None)
        assert (row.household_id, row.counts) == (new.id, True)
