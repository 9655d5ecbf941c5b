"""What a sheet would do to a register: the order of its lines makes no difference, and done twice it is as done once."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.community.models import AdultsSaid, Tenure
from app.community.roll.comparing import Choices, Known, Register, compare
from app.community.roll.lines import Line, Place

A, B = uuid.UUID(int=1), uuid.UUID(int=2)


def line(number, building="7", unit="1", room="301", compound="", **said):
    return Line(Place(1, number), compound, building, unit, room, **said)


def written(lines, register, choices=None):
    """The register once these lines are in it."""
    plan = compare(lines, register, choices or Choices())
    assert plan.problems == []
    doors = dict(register.doors)
    for one in plan.wanted:
        adults = Choices().estimate if one.adults is None else one.adults
        said = None if one.adults is None else AdultsSaid.SHEET
        doors.setdefault(one.key, Known(uuid.uuid4(), one.grid_id, adults, said, one.area, one.tenure, False, 0))
    return Register(
        doors, {one.entrance: one.grid_id for one in plan.wanted},
        register.compounds | {name: key for key, name in plan.compounds}, register.grids | {name: key for key, name in plan.grids},
    )  # fmt: skip


LINES = st.lists(
    st.builds(
        line, st.integers(2, 500), st.sampled_from(["1", "2", "A"]), st.sampled_from(["", "1", "2"]), st.sampled_from(["101", "102", "201"]),
        compound=st.sampled_from(["东苑", "西苑"]), adults=st.just(2), area=st.none(), tenure=st.none(), grid=st.just("甲"),
    ),
    min_size=1, max_size=25, unique_by=lambda one: one.place,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_lines_makes_no_difference(app, lines, chance):
    mixed = list(lines)
    chance.shuffle(mixed)
    first, second = compare(lines, Register(), Choices()), compare(mixed, Register(), Choices())
    assert first.counts == second.counts
    assert {one[2:5] for one in first.wanted} == {one[2:5] for one in second.wanted}
    assert first.doubles == second.doubles


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_twice_is_as_once(app, lines):
    once = written(lines, Register())
    again = compare(lines, once, Choices())
    assert (again.new, again.changed, again.moved, again.absent) == (0, 0, 0, 0)
    assert (again.compounds, again.grids, again.problems) == ([], [], [])


def known(**said):
    values = {
        "id": A,
        "grid_id": B,
        "adults": 2,
        "said_by": AdultsSaid.SHEET,
        "area": None,
        "tenure": None,
        "closed": False,
        "verified": 0,
    }
    return Known(**(values | said))


def plan_of(one, door):
    first = compare([line(2)], Register(grids={"甲": B}), Choices())
    return compare([one], Register(doors={first.wanted[0].key: door}, grids={"甲": B}), Choices())


@pytest.mark.parametrize(
    ("said", "door", "changed", "kept"),
    [({"adults": 3}, known(), 1, {}), ({"adults": 2}, known(), 0, {}), ({}, known(), 0, {}), ({"adults": 2}, known(said_by=None), 1, {}),
     ({"adults": 3}, known(said_by=AdultsSaid.HOUSEHOLD), 0, {"household"}), ({"adults": 1}, known(verified=2), 0, {"verified"}),
     ({"adults": 5}, known(closed=True), 0, {"closed"}), ({"area": 100}, known(), 1, {}), ({"tenure": Tenure.OWNER}, known(), 1, {}),
     ({"area": 100}, known(area=100), 0, {}), ({"tenure": Tenure.OWNER}, known(tenure=Tenure.OWNER), 0, {})],
)  # fmt: skip
def test_what_a_line_changes_about_a_known_door(app, said, door, changed, kept):
    plan = plan_of(line(2, **said), door)
    assert (plan.changed, plan.new, set(plan.kept)) == (changed, 0, set(kept))


@pytest.mark.parametrize(
    ("one", "other", "problems"),
    [({"adults": 2}, {"adults": 2}, 0), ({"adults": 2}, {"adults": 3}, 1), ({"adults": None}, {"adults": 3}, 0), ({"area": 1}, {"area": 2}, 1),
     ({"adults": 2, "tenure": Tenure.OWNER}, {"adults": 3, "tenure": Tenure.TENANT}, 0), ({"grid": "甲"}, {"grid": "乙"}, 1)],
)  # fmt: skip
def test_a_door_in_two_lines_is_one_where_they_agree(app, one, other, problems):
    plan = compare([line(2, **one), line(9, **other)], Register(grids={"甲": B}), Choices())
    assert [(each.place.line, each.values) for each in plan.problems] == [(9, {"line": 2})] * problems
    assert [each.line for each in plan.doubles] == [9]


def test_an_entrance_in_two_grids_is_named(app):
    plan = compare([line(2, grid="甲"), line(3, room="302", grid="乙")], Register(), Choices())
    assert [(one.place.line, one.values) for one in plan.problems] == [(3, {"one": "甲", "other": "乙"})]


def test_lines_without_a_compound_are_asked_about_where_there_are_several(app):
    register = Register(compounds={"东苑": A, "西苑": B}, grids={"甲": B})
    assert [one.place.line for one in compare([line(2)], register, Choices()).problems] == [2]
    assert compare([line(2)], register, Choices(compound="西苑")).wanted[0].compound_id == B


def test_without_any_grid_the_community_gets_its_first(app):
    plan = compare([line(2)], Register(place="泉和社区"), Choices())
    assert [name for _, name in plan.grids] == ["泉和社区"]
    two = Register(grids={"甲": A, "乙": B})
    assert [one.place.line for one in compare([line(2)], two, Choices()).problems] == [2]
    assert compare([line(2)], two, Choices(grid="乙")).wanted[0].grid_id == B
