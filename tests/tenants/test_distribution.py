"""What is told to Citus: every owned table by its community, what they refer to on every node, nothing else."""

import re
from types import SimpleNamespace

import pytest

from tenants import db, distribution
from tenants.columns import Base
from tenants.owned import InCommunity, tables

COPY, SPREAD, EMPTY, FREE, HOLD = map(re.compile, (
    r"SELECT create_reference_table\('(\w+)'\)",
    r"SELECT create_distributed_table\('(\w+)', 'community_id'\)",
    r"SELECT truncate_local_data_after_distributing_table\('(\w+)'\)",
    r"ALTER TABLE (\w+) NO FORCE ROW LEVEL SECURITY",
    r"ALTER TABLE (\w+) FORCE ROW LEVEL SECURITY",
))  # fmt: skip


def _named(pattern, lines):
    return [found[1] for line in lines if (found := pattern.fullmatch(line))]


@pytest.fixture
def owned(app):
    return {name for name, model in tables().items() if issubclass(model, InCommunity)}


def test_each_owned_table_is_spread_once_after_all_it_refers_to(owned):
    lines = list(distribution.spreading(["app_role", "superior_role"]))
    assert lines[:3] == [
        "ALTER ROLE app_role SET citus.propagate_set_commands = 'local'",
        "ALTER ROLE superior_role SET citus.propagate_set_commands = 'local'",
        "SET LOCAL citus.enable_local_reference_table_foreign_keys = off",
    ]
    copied, spread = _named(COPY, lines), _named(SPREAD, lines)
    assert copied == ["region", "community"]
    assert len(spread) == len(owned)
    assert set(spread) == owned
    for place, name in enumerate(spread):
        needed = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert needed <= {*copied, *spread[: place + 1]}, name


def test_rows_that_are_there_can_be_moved_and_are_held_to_their_policies_again(owned):
    """Citus copies as the owner, and under forced row-level security not even the owner sees a row."""
    lines = list(distribution.spreading([]))
    free, hold = ([n for n, line in enumerate(lines) if one.fullmatch(line)] for one in (FREE, HOLD))
    moved = [n for n, line in enumerate(lines) if SPREAD.fullmatch(line)]
    assert set(_named(FREE, lines)) == set(_named(HOLD, lines)) == owned
    assert max(free) < min(moved) < max(moved) < min(hold)


def test_nothing_of_what_was_moved_stays_on_the_coordinator(owned):
    """Ballots lay there otherwise. A table is emptied after all that refer to it."""
    emptied = _named(EMPTY, list(distribution.emptying()))
    assert set(emptied) == {*owned, "region", "community"}
    for place, name in enumerate(emptied):
        needed = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys} - {name}
        assert needed <= set(emptied[place + 1 :]), name


def test_no_table_of_the_coordinator_points_at_one_that_is_copied_to_every_node(owned):
    """Such keys lock across nodes: people could not join at once, and nowhere while one node was away."""
    copied = set(_named(COPY, list(distribution.spreading([]))))
    stay = set(Base.metadata.tables) - owned - copied
    found = [
        f"{name}.{key.parent.name}" for name in stay for key in Base.metadata.tables[name].foreign_keys
        if key.column.table.name in copied | owned
    ]  # fmt: skip
    assert not found, found


ANSWERS = {
    "no Citus": (None, 0, 0), "spread already": (1, 40, 2), "no worker node": (1, 0, 0), "": (1, 0, 2),
}  # fmt: skip


@pytest.mark.parametrize("word", ANSWERS)
def test_what_cannot_be_spread_is_said_before_anything_is_changed(word):
    """The catalogue's answers as a cluster gives them: extension, tables that are spread, worker nodes."""
    extension, spread, nodes = ANSWERS[word]

    def answer(query):
        found = extension if "pg_extension" in query else spread if "pg_dist_partition" in query else nodes
        return SimpleNamespace(scalar=lambda: found)

    reason = distribution.why_not(SimpleNamespace(exec_driver_sql=answer))
    assert (word in reason) if word else reason is None


@pytest.mark.postgresql_only
def test_the_operator_reads_the_statements_before_running_them(app, engine):
    """Without the extension nothing is run, and that is said."""
    shown = app.test_cli_runner().invoke(args=["communities", "distribute", "--dry-run"])
    roles = [engine.url.username for engine in (db.engines.app, db.engines.superior, db.engines.owner)]
    assert shown.stdout == "".join(f"{line};\n" for line in distribution.script(roles))
    refused = app.test_cli_runner().invoke(args=["communities", "distribute"])
    assert refused.exit_code == 2
    assert "Citus" in refused.stderr


@pytest.mark.sqlite_only
def test_one_file_has_nothing_to_spread(app):
    """SQLite is the one file."""
    refused = app.test_cli_runner().invoke(args=["communities", "distribute", "--dry-run"])
    assert refused.exit_code == 2
    assert "PostgreSQL" in refused.stderr
