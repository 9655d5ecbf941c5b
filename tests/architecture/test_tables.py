"""Tables: whose they are, what they point at, how they are named."""

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint

from tenants.columns import Base
from tenants.owned import Published
from tests.support.house import owned, owned_tables

SHARED = {
    "account", "account_community", "account_message", "body", "code_contact", "code_request", "consent", "community", "former_slug", "instance", "login_session", "sign_in_code", "appointment",
    "rate_count", "region", "region_entry", "region_office",
}  # fmt: skip


def test_every_table_is_owned_by_a_community_or_known_to_be_shared():
    assert set(Base.metadata.tables) - set(owned()) == SHARED


def test_an_owned_table_its_key_and_its_indexes_start_with_its_community():
    found = []
    for name, table in owned_tables().items():
        keys = {"columns": table.columns, "primary key": table.primary_key.columns}
        keys |= {one.name: one.columns for one in table.constraints if isinstance(one, UniqueConstraint)}
        keys |= {index.name: index.columns for index in table.indexes}
        firsts = {what: next(iter(columns)).name for what, columns in keys.items()}
        seen_above = {index.name for index in table.indexes} if issubclass(owned()[name], Published) else set()
        for what, first in firsts.items():
            if first != "community_id" and not (first == "region_path" and what in seen_above):
                found.append(f"{name}: {what} starts with {first}")
    assert not found, found


def test_an_owned_table_points_only_inside_its_community():
    found = []
    for name, table in owned_tables().items():
        keys = [key for key in table.constraints if isinstance(key, ForeignKeyConstraint)]
        inner, plain = [key for key in keys if len(key.columns) > 1], [key for key in keys if len(key.columns) == 1]
        found += [f"{name}: {fault}" for key in keys for fault in _faults(key)]
        found += [f"{name}: {fault}" for key in inner for fault in _faults_inside(key, _indexed(table))]
        if len(plain) != (0 if inner else 1):
            found.append(f"{name}: the key to community stands where no other owned key does")
    assert not found, found


def _faults(key):
    local, far = [column.name for column in key.columns], [element.column for element in key.elements]
    if local[0] != "community_id":
        yield f"{local} does not start with community_id"
    if key.ondelete not in ("RESTRICT", "CASCADE"):
        yield f"{local} does not say what a deletion does"
    if far[0].table.name == "account":
        yield f"{local} points at an account, which lies outside"


def _faults_inside(key, indexed):
    local, far = tuple(column.name for column in key.columns), [element.column.name for element in key.elements]
    if far != ["community_id", "id"]:
        yield f"{local} points at {far}"
    if local not in indexed:
        yield f"{local} has no index"


def _indexed(table):
    found = {tuple(column.name for column in index.columns) for index in table.indexes}
    found |= {
        tuple(column.name for column in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)
    }
    return {prefix for columns in found for prefix in [columns[:n] for n in range(1, len(columns) + 1)]}


def test_names_of_constraints_fit_every_database():
    things = [one for table in Base.metadata.tables.values() for one in (*table.constraints, *table.indexes)]
    assert not [thing.name for thing in things if thing.name is not None and len(str(thing.name)) > 50]
