"""Regions and lists of bodies, made one by one by an operator; what a command that finds none says."""

import json

import pytest
from sqlalchemy import select

from app.operating import first_steps
from tenants import db
from tenants.cli import communities
from tenants.models import Region
from tenants.regions_cli import body_lists, regions
from tests.support.factories import _serial


@pytest.fixture
def code():
    """Codes of a test's own, as tests share a database."""
    prefix = f"r{next(_serial)}x"
    return lambda last="": f"{prefix}{last}"


@pytest.fixture
def run(app):
    def given(group, *arguments):
        answer = app.test_cli_runner().invoke(group, [str(one) for one in arguments])
        return answer.exit_code, json.loads(answer.stdout) if answer.stdout else None, answer.stderr

    return given


def test_a_community_under_a_region_that_is_not_there_is_told_the_next_command_and_it_works(run, code):
    exit_code, _, said = run(communities, "add", code(9), "新社区", "--under", code(1))
    assert exit_code == 2
    assert said.count("\n") == 1
    assert f"regions add {code(1)} NAME" in said
    assert run(regions, "add", code(1), "某街道", "--level", 4)[0] == 0
    assert run(communities, "add", code(9), "新社区", "--under", code(1))[0] == 0


def test_regions_are_added_one_under_the_other_and_listed(run, code):
    assert run(regions, "add", code(1), "甲市", "--level", 2)[1]["level"] == 2
    _, district, _ = run(regions, "add", code(11).upper(), "乙区", "--under", code(1))
    assert (district["code"], district["level"], district["path"]) == (code(11), 3, f"/{code(1)}/{code(11)}/")
    run(regions, "add", code(111), "丙街道", "--under", code(11))
    _, listed, _ = run(regions, "list", "--under", code(1))
    assert [one["name"] for one in listed] == ["甲市", "乙区", "丙街道"]


def test_a_region_takes_the_profile_of_the_one_above_unless_told(run, code):
    run(regions, "add", code(1), "Shire", "--level", 2, "--profile", "generic")
    assert run(regions, "add", code(2), "Borough", "--under", code(1))[1]["profile"] == "generic"
    assert run(regions, "add", code(3), "某市", "--level", 2)[1]["profile"] == "cn"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "#2", "Nowhere"), "--under CODE"),
        (("add", "#1", "Again", "--level", "4"), "already"),
        (("add", "3.7E+11", "某街道", "--level", "4"), "spreadsheet"),
        (("add", "#2", "\u3164", "--level", "4"), "empty or unreadable"),
        (("add", "#2", "Below a street", "--under", "#1"), "level 4"),
        (("add", "#2", "Beside it", "--under", "#1", "--level", "4"), "level 4"),
        (("rename", "#9", "Nobody"), "no region"),
        (("rename", "#1", ""), "empty or unreadable"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run, code, arguments, sentence):
    run(regions, "add", code(1), "某街道", "--level", 4)
    exit_code, made, said = run(regions, *(one.replace("#", code()) for one in arguments))
    assert (exit_code, made) == (2, None)
    assert sentence in said
    assert said.count("\n") == 1


def test_a_region_is_never_a_community_too(run, code):
    run(regions, "add", code(1), "某街道", "--level", 4)
    run(communities, "add", code(2), "某社区", "--under", code(1))
    assert "community already" in run(regions, "add", code(2), "某街道", "--level", 4)[2]
    assert "region already" in run(communities, "add", code(1), "某社区", "--under", code(1))[2]


def test_a_renamed_region_is_found_by_its_new_name(app, run, code):
    run(regions, "add", code(1), "旧街道", "--level", 4)
    assert run(regions, "rename", code(1), "新街道")[1]["name"] == "新街道"
    with app.app_context(), db.unbound():
        assert "xinjiedao" in db.session.scalar(select(Region.found_by).where(Region.code == code(1)))


def test_bodies_are_put_on_a_list_renamed_by_their_code_and_taken_off(run, code):
    run(regions, "add", code(1), "乙区", "--level", 3)
    run(regions, "add", code(11), "丙街道", "--under", code(1))
    run(body_lists, "add", "lights", "路灯所", "--under", code(1), "--kind", "utility")
    added = run(body_lists, "add", "fire", "消防所", "--under", code(11))
    assert added[0] == 0, added
    run(body_lists, "add", "FIRE", "消防站", "--under", code(11))
    _, listed, _ = run(body_lists, "list", "--under", code(11))
    assert [(one["name"], one["region"]) for one in listed] == [("消防站", code(11)), ("路灯所", code(1))]
    assert run(body_lists, "end", "fire", "--under", code(11))[0] == 0
    assert [one["name"] for one in run(body_lists, "list", "--under", code(11))[1]] == ["路灯所"]
    exit_code, _, said = run(body_lists, "end", "fire", "--under", code(11))
    assert (exit_code, said.count("\n")) == (2, 1)


def test_a_new_instance_is_told_each_step_and_one_that_has_begun_only_what_is_left(fresh_app, code):
    runner = fresh_app.test_cli_runner()
    with fresh_app.app_context():
        said = first_steps.to_do(first_steps.SERVE)
    steps = ["regions add", "communities add", "people appoint", "serve"]
    assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
    runner.invoke(regions, ["add", code(1), "某街道", "--level", "4"])
    runner.invoke(communities, ["add", code(2), "某社区", "--under", code(1)])
    with fresh_app.app_context():
        said = first_steps.to_do(first_steps.SERVE)
    assert "1. flask --app wsgi people appoint" in said
    assert "regions add" not in said
    with fresh_app.app_context():
        assert "serve" not in first_steps.to_do()  # whoever serves already is not told to serve


def test_kinds_are_typed_as_they_are_printed(run, code):
    run(regions, "add", code(1), "某街道", "--level", 4)
    assert run(communities, "add", code(2), "南山里", "--under", code(1), "--kind", "village")[1]["kind"] == "village"
    assert run(body_lists, "add", "gas", "燃气", "--under", code(1), "--kind", "utility")[1]["kind"] == "utility"
