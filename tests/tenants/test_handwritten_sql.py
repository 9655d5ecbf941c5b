"""What a statement hides from the guard (SQL written by hand, another's condition, rows in its values) is refused."""

# ruff: noqa: ARG005  (tables of ways: each takes the two communities, needed or not)

from collections import namedtuple

import pytest
import sqlalchemy as sa
from sqlalchemy import bindparam, delete, func, insert, literal, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import quoted_name
from sqlalchemy.sql.functions import Function
from sqlalchemy.types import UserDefinedType

from app.board.models import Notice
from app.core import clock
from app.notifications.models import Notification
from tenants import db
from tenants.columns import Id, new_id
from tenants.models import Community, Region
from tenants.statement_tables import OWN

Two = namedtuple("Two", "here there")
MIN = "(SELECT min(title) FROM notice)"
bare = Notice.metadata.tables["notice"]


class Written(UserDefinedType):
    """A type that writes its own SQL."""

    cache_ok = True

    def get_col_spec(self, **_):
        return f"TEXT) || {MIN} || CAST('' AS TEXT"


class Rendered(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **_):
        return "TEXT"

    def literal_processor(self, _dialect):
        return lambda _value: MIN


@pytest.fixture
def two(make):
    here, there = make.community(), make.community()
    make.row(Notice, here, title="MINE"), make.row(Notice, there, title="FOREIGN")
    return Two(here, there)


def raw(name):
    return quoted_name(name, quote=False)


def theirs(two, name="own_community"):
    return bindparam(name, two.there.id, type_=Id)


READS = {
    "the condition's value": lambda t: (select(Notice.title), {"own_community": t.there.id}),
    "a condition of the same name": lambda t: (select(Notice.title).where(Notice.community_id == theirs(t)),),
    "a table under it": lambda t: (select(bare.c.title).where(bare.c.community_id == theirs(t)),),
    "a value asked for": lambda t: (
        select(bare.c.title).where(bare.c.community_id == bindparam("own_community", callable_=lambda: t.there.id, type_=Id)),
    ),
    "all but one's own": lambda t: (select(bare.c.title).where(bare.c.community_id != OWN),),
    "another column's condition": lambda t: (select(bare.c.title).where(bare.c.id != OWN),),
    "a condition looked at": lambda t: (select(bare.c.title, bare.c.id == OWN),),
    "a full join": lambda t: (select(Notice.title).select_from(Region).join(Notice, true(), full=True),),
    "an operator": lambda t: (select(literal("").op(f"|| {MIN} ||")("")),),
    "an operator of truth": lambda t: (select(literal(1).bool_op(f"= 1 AND {MIN} ||")("")),),
    "a sign before": lambda t: (select(sa.sql.elements.UnaryExpression(literal(""), operator=sa.sql.operators.custom_op(f"{MIN} ||"))),),
    "a name of a column": lambda t: (select(Notice.title, sa.column(raw(MIN))),),
    "a name given": lambda t: (select(Notice.title.label(raw(f"x, {MIN} AS y"))),),
    "a name of a collation": lambda t: (select(sa.collate(Notice.title, raw(f'"C" || {MIN}'))),),
    "a name of a function": lambda t: (select(Function(raw(f"{MIN} || lower"), literal(""))),),
    "a name of a table": lambda t: (select(sa.column("title")).select_from(func.lower("").table_valued("x", name=raw("x, notice"))),),
    "a hint": lambda t: (select(Notice.title).with_statement_hint("UNION ALL SELECT title FROM notice"),),
    "a type": lambda t: (select(sa.cast(literal("x"), Written())),),
    "a value written out": lambda t: (select(literal("x", Rendered(), literal_execute=True)),),
    "a function that runs SQL": lambda t: (select(sa.cast(func.query_to_xml("SELECT 1", True, False, ""), sa.Text)),),
    "a function that changes who asks": lambda t: (select(func.set_config("app.community_id", str(t.there.id), True)),),
    "a class from a change": lambda t: (select(Notice).from_statement(update(Notice).values(title="x").returning(Notice)),),
}  # fmt: skip


@pytest.mark.parametrize("ask", ["execute", "rows"])
def test_what_hides_in_a_query_is_refused(make, two, ask):
    let_in = {}
    with make.inside(two.here):
        for way, given in READS.items():
            try:
                let_in[way] = list(db.session.execute(*given(two)) if ask == "execute" else db.rows(*given(two)))
            except LookupError:
                continue
            except sa.exc.DatabaseError as error:
                db.session.rollback()
                let_in[way] = error
    assert not let_in


def _told(**values):
    return {
        "id": new_id(), "membership_id": new_id(), "kind": "evil", "values": {}, "created_at": clock.now(), **values
    }  # fmt: skip


def _another_community(two):
    """Made under the key of one that is there."""
    insert_of = (sqlite if db.engines.is_sqlite else postgresql).insert
    there = {name: getattr(two.there, name) for name in ("id", "slug", "code", "name", "region_id", "region_path")}
    change = insert_of(Community).on_conflict_do_update(index_elements=["id"], set_={"members_only": True})
    return change, {**there, "created_at": clock.now()}


WRITES = {
    "an update under the condition's value": lambda t: (update(Notice).values(title="CHANGED"), {"own_community": t.there.id}),
    "a deletion under it": lambda t: (delete(Notice), {"own_community": t.there.id}),
    "a table under it": lambda t: (update(bare).where(bare.c.community_id == theirs(t)).values(title="CHANGED"),),
    "a value beside the row": lambda t: (
        insert(Notification).values(community_id=theirs(t, "other")), _told(other=t.there.id)
    ),
    "rows in the statement": lambda t: (insert(Notification).values([_told(community_id=t.there.id)]), _told()),
    "another community": _another_community,
}  # fmt: skip


@pytest.mark.parametrize("send", ["execute", "changed", "written"])
def test_what_hides_in_a_change_is_refused(make, two, send):
    let_in = []
    for way, given in WRITES.items():
        with make.inside(two.here):
            try:
                (db.session.execute if send == "execute" else getattr(db, send))(*given(two))
                let_in.append(way)
            except LookupError:
                continue
            except sa.exc.SQLAlchemyError as error:
                let_in.append((way, error))
    assert not let_in


def test_signs_counts_and_names_stay_open(make, two):
    """The tables above would be as content with a guard that refuses everything."""
    titles = select(Notice.title)
    open_ways = [
        titles.where(Notice.title.op("=")("MINE")), titles.where(Notice.title.contains("MIN")), titles.order_by(func.lower(Notice.title)),
        select(Notice.title.label("SELECT")), select(func.coalesce(Notice.title, "SELECT TABLE")), select(func.count("*").over(), Notice.title),
        titles.where(Notice.title == bindparam("title", "MINE")), titles.where(Notice.title.in_(["MINE"])),
    ]  # fmt: skip
    with make.inside(two.here):
        assert [{row[-1] for row in db.rows(query)} for query in open_ways] == [{"MINE"}] * len(open_ways)
