"""What is told to Citus: every owned table by its community, what they refer to on every node, nothing else."""

import re

import pytest

from tenants import db, distribution
from tenants.columns import Base
from tenants.owned import InCommunity, tables

COPY, SPREAD = (
    re.compile(r"SELECT create_reference_table\('(\w+)'\)"),
    re.compile(r"SELECT create_distributed_table\('(\w+)', 'community_id'\)"),
)


def _named(pattern, lines):
    return [found[1] for line in lines if (found := pattern.fullmatch(line))]


def test_each_owned_table_is_spread_once_after_all_it_refers_to(app):
    lines = list(distribution.statements(["app_role", "superior_role"]))
    assert lines[:3] == [
        "ALTER ROLE app_role SET citus.propagate_set_commands = 'local'",
        "ALTER ROLE superior_role SET citus.propagate_set_commands = 'local'",
        "SET LOCAL citus.enable_local_reference_table_foreign_keys = off",
    ]
    copied, spread = _named(COPY, lines), _named(SPREAD, lines)
    assert copied == ["region", "community"]
    assert sorted(spread) == sorted(name for name, model in tables().items() if issubclass(model, InCommunity))
    assert lines[3:] == [f"SELECT create_reference_table('{one}')" for one in copied] + [
        f"SELECT create_distributed_table('{one}', 'community_id')" for one in spread
    ]
    for place, name in enumerate(spread):
        needed = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert needed <= {*copied, *spread[: place + 1]}, name


@pytest.mark.postgresql_only
def test_the_operator_reads_the_statements_before_running_them(app, engine):
    """Without the extension nothing is run, and that is said."""
    shown = app.test_cli_runner().invoke(args=["communities", "distribute", "--dry-run"])
    roles = [engine.url.username for engine in (db.engines.app, db.engines.superior, db.engines.owner)]
    assert shown.stdout == "".join(f"{line};\n" for line in distribution.statements(roles))
    refused = app.test_cli_runner().invoke(args=["communities", "distribute"])
    assert refused.exit_code == 2
    assert "Citus" in refused.stderr


@pytest.mark.sqlite_only
def test_one_file_has_nothing_to_spread(app):
    """SQLite is the one file."""
    refused = app.test_cli_runner().invoke(args=["communities", "distribute", "--dry-run"])
    assert refused.exit_code == 2
    assert "PostgreSQL" in refused.stderr
