"""Whoever writes a query in a bound session, however it is written, sees and changes one community's rows only."""

# ruff: noqa: ARG005  (tables of ways: each takes the town, needed or not)

from collections import namedtuple

import pytest
import sqlalchemy as sa
from sqlalchemy import and_, case, delete, exists, func, insert, inspect, literal, select, true, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import LoginSession
from app.audit.models import AuditEntry
from app.board.models import Notice
from app.community.models import Membership
from app.core import clock
from app.notifications.models import Notification
from app.polls.models import Poll
from app.proposals.models import Kind, Proposal
from app.score.models import ScoreSnapshot
from tenants import across_communities, db, provisioning
from tenants.columns import Base, new_id
from tenants.models import AccountCommunity, Community, Counter

P = Proposal
Town = namedtuple("Town", "here there mine foreign notice own_notice")
other = aliased(P)
bare = Base.metadata.tables["proposal"]


@pytest.fixture
def town(make):
    """Two communities; what lies in the other is called so, and must neither be read nor change."""
    here, there = make.community(), make.community()
    return Town(
        here, there, make.row(P, here, kind=Kind.PROPOSAL, title="MINE"),
        make.row(P, there, kind=Kind.PROPOSAL, title="FOREIGN"), make.row(Notice, there, title="FOREIGN"),
        make.row(Notice, here, title="MINE"),
    )  # fmt: skip


def theirs(town, of=P):
    return of.id == town.foreign.id


# -- reading: each gives nothing of the other community, or is refused ------------------------------------------------

READS = {
    "columns": lambda t: select(P.title),
    "an alias": lambda t: select(other.title),
    "an expression": lambda t: select(func.upper(case((P.title == "FOREIGN", P.title), else_="MINE"))),
    "a subquery": lambda t: select(select(P.title).subquery().c.title),
    "an aliased subquery": lambda t: select(aliased(P, select(P).subquery()).title),
    "a CTE in a CTE": lambda t: select(select(select(P.title).cte("x").c.title).cte("y").c.title),
    "a union": lambda t: union_all(select(P.title), select(Notice.title)),
    "a union as a table": lambda t: select(union_all(select(P.title), select(Notice.title)).subquery().c.title),
    "a scalar subquery": lambda t: select(select(P.title).where(theirs(t)).scalar_subquery()),
    "a subquery of an alias": lambda t: select(select(other.title).where(theirs(t, other)).scalar_subquery()),
    "exists": lambda t: select(literal("FOREIGN")).where(exists().where(theirs(t))),
    "in": lambda t: select(literal("FOREIGN")).where(literal(t.foreign.id, P.id.type).in_(select(P.id))),
    "a join from a global table": lambda t: select(P.title).select_from(Community).join(P, P.community_id == Community.id),
    "a global row where an owned one is": lambda t: select(literal("FOREIGN")).select_from(Community).where(
        exists().where(P.community_id == Community.id, theirs(t))
    ),
    "a figure of the other": lambda t: select(literal("FOREIGN")).where(
        select(func.count()).where(theirs(t)).scalar_subquery() > 0
    ),
    "a relationship": lambda t: select(P).options(joinedload(P.author)),
    "only a window": lambda t: select(func.min(P.title).over()),
    "only a first value": lambda t: select(func.first_value(P.title).over(order_by=P.title)),
    "only a filter": lambda t: select(func.max(P.title).filter(P.title == "FOREIGN")),
    "a window in a subquery": lambda t: select(
        literal("MINE"), select(func.min(P.title).over().label("n")).limit(1).scalar_subquery()
    ),
    "a window in a table": lambda t: (lambda s: select(Notice.title, s.c.n).join(s, true()))(
        select(func.min(P.title).over().label("n")).subquery()
    ),
    "a window in a CTE": lambda t: (lambda c: select(Notice.title, c.c.n).join(c, true()))(
        select(func.min(P.title).over().label("n")).cte()
    ),
    "a table": lambda t: select(bare.c.title),
    "a whole table": lambda t: select(bare),
    "a table beside a class": lambda t: select(Notice.title, bare.c.title).join(bare, true()),
    "a table's alias": lambda t: (lambda x: select(Notice.title, x.c.title).join(x, true()))(bare.alias("x")),
    "a table in exists": lambda t: select(literal("FOREIGN"), Notice.id).where(
        exists(select(bare.c.id).where(bare.c.id == t.foreign.id))
    ),
    "a mapper's table": lambda t: select(inspect(P).local_table.c.title),
    "a mapper's columns": lambda t: select(P.__mapper__.c.title),
    "a mapper's selectable": lambda t: select(inspect(P).selectable.c.title),
    "a light table": lambda t: select(sa.column("title")).select_from(sa.table("proposal")),
    "a light table beside a class": lambda t: (lambda x: select(Notice.title, x.c.title).join(x, true()))(
        sa.table("proposal", sa.column("title"))
    ),
    "text": lambda t: sa.text("SELECT title FROM proposal"),
    "text with columns": lambda t: sa.text("SELECT title FROM proposal").columns(sa.column("title")),
    "text as a table": lambda t: select(sa.text("title")).select_from(sa.text("proposal")),
    "text from which a class is read": lambda t: select(P).from_statement(sa.text("SELECT * FROM proposal")),
    "a written column": lambda t: select(Notice.id, sa.literal_column("(SELECT max(title) FROM proposal)")),
    "the directory": lambda t: select(literal("FOREIGN")).where(AccountCommunity.community_id == t.there.id),
    "the other community": lambda t: select(literal("FOREIGN")).where(Community.id == t.there.id),
}  # fmt: skip


ASKED = {"as objects": lambda query: db.session.execute(query).all(), "as columns": db.rows}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_nothing_of_another_community_is_read(make, town, ask):
    make.member(town.there)
    seen = {way: _seen(make, town, way, ask) for way in READS}
    assert not {way: found for way, found in seen.items() if found & {"FOREIGN", town.foreign.id, town.notice.id}}
    of_classes = {"a relationship", "a union of rows"} if ask == db.rows else set()  # they give all their columns
    own = {"MINE", None, 0, town.own_notice.id}
    assert not {way: found for way, found in seen.items() if not found <= own and way not in of_classes}


def _seen(make, town, way, ask):
    with make.inside(town.here):
        try:
            rows = ask(READS[way](town))
        except LookupError:
            return set()
    return {_title(value) for row in rows for value in row}


def _title(value):
    """A string has a `title` too."""
    return value.title if isinstance(value, P) else value


def test_the_ways_a_feature_reads_stay_open(make, town):
    """The table above would be as content with a guard that refuses everything."""
    titles = select(P.title)
    open_ways = [
        titles, select(other.title), select(titles.subquery().c.title), select(titles.cte().c.title), titles.union_all(titles),
        select(P.title, func.count().over()), select(titles.scalar_subquery()), select(P.title).join(Notice, true()),
        select(P.title).where(exists().where(Notice.title == P.title)), select(P.title).order_by(P.title.desc()).limit(1),
        select(func.max(P.title)), select(P).options(joinedload(P.author)), select(P.title).with_for_update(),
        select(P.title).join(Community, and_(Community.id == P.community_id)),
    ]  # fmt: skip
    with make.inside(town.here):
        for query in open_ways:
            assert {_title(row[0]) for row in db.session.execute(query)} == {"MINE"}


@pytest.mark.parametrize("write", [False, True])
def test_a_row_of_another_community_cannot_be_carried_over(make, town, write):
    with make.inside(town.there):
        carried = db.session.scalars(select(P).where(theirs(town))).one()
    if write:
        carried.community_id, carried.title = town.here.id, "CHANGED"
    with make.inside(town.here), pytest.raises(LookupError, match="another community"):
        db.session.add(carried)


def test_no_row_is_carried_into_an_unbound_session(app, make, town):
    with app.app_context(), db.unbound(), pytest.raises(LookupError, match="another community"):
        db.session.add(town.mine)


# -- writing: nothing changes in the other community, nothing comes to lie in it --------------------------------------


def _told(**values):
    return {
        "id": new_id(), "membership_id": new_id(), "kind": "evil", "values": {}, "created_at": clock.now(), **values
    }  # fmt: skip


def _upsert(of=Counter, **to):
    dialect = sqlite if db.engines.is_sqlite else postgresql
    return dialect.insert(of).on_conflict_do_update(index_elements=list(inspect(of).local_table.primary_key), set_=to)


def _selected(town):
    columns = select(
        literal(town.there.id, P.id.type), literal(new_id(), P.id.type), literal(new_id(), P.id.type), literal("evil"),
        literal({}, Notification.values.type), literal(clock.now(), P.created_at.type),
    )  # fmt: skip
    return insert(Notification).from_select(
        ["community_id", "id", "membership_id", "kind", "values", "created_at"], columns
    )


WRITES = {
    "update": lambda t: (update(P).where(theirs(t)).values(title="CHANGED"),),
    "update and return": lambda t: (update(P).where(theirs(t)).values(title="CHANGED").returning(P.title),),
    "update from": lambda t: (update(P).where(P.author_id == Membership.id, theirs(t)).values(title="CHANGED"),),
    "update by key": lambda t: (update(P), [{"community_id": t.there.id, "id": t.foreign.id, "title": "CHANGED"}]),
    "update a table": lambda t: (update(bare).values(title="CHANGED"),),
    "update a light table": lambda t: (update(sa.table("proposal", sa.column("title"))).values(title="CHANGED"),),
    "update by what the other has": lambda t: (
        update(Notice).where(exists(select(literal(1)).where(theirs(t)))).values(title="CHANGED"),
    ),
    "update by a window over the other": lambda t: (
        update(Notice).values(title=select(func.min(P.title).over()).limit(1).scalar_subquery()),
    ),
    "update the other community": lambda t: (update(Community).values(members_only=True),),
    "delete": lambda t: (delete(Notice).where(Notice.id == t.notice.id),),
    "delete all": lambda t: (delete(Notice),),
    "delete from a table": lambda t: (delete(bare),),
    "delete the other community": lambda t: (delete(Community).where(Community.id == t.there.id),),
    "move away": lambda t: (update(Notice).values(community_id=t.there.id),),
    "move away by an expression": lambda t: (update(Notice).values(community_id=func.coalesce(t.there.id)),),
    "move away by a parameter": lambda t: (update(Notice), {"community_id": t.there.id}),
    "move away by an upsert": lambda t: (
        _upsert(community_id=t.there.id, kind="evil"), [{"kind": "notice", "last": 1}]
    ),
    "insert": lambda t: (insert(Notification).values(community_id=t.there.id, **_told()),),
    "insert rows": lambda t: (insert(Notification), [_told(community_id=t.there.id)]),
    "insert values and rows": lambda t: (insert(Notification).values(community_id=t.there.id), [_told()]),
    "insert what is selected": lambda t: (_selected(t),),
    "insert what is selected, with parameters": lambda t: (_selected(t), {"kind": "evil"}),
    "insert into a table": lambda t: (insert(Base.metadata.tables["notification"]), [_told(community_id=t.there.id)]),
    "insert inside a query": lambda t: (
        select(insert(Notification).values(community_id=t.there.id, **_told()).returning(Notification.id).cte()),
    ),
    "upsert from the other": lambda t: (
        _upsert(last=select(P.number).where(theirs(t)).scalar_subquery()), [{"kind": "notice", "last": 1}]
    ),
    "upsert from a window over the other": lambda t: (
        _upsert(last=select(func.max(P.number).over()).limit(1).scalar_subquery()), [{"kind": "notice", "last": 1}]
    ),
    "a row of the directory": lambda t: (
        insert(AccountCommunity), [{"account_id": new_id(), "community_id": t.there.id, "slug": "evil", "since": clock.now()}]
    ),
    "text": lambda t: (sa.text("UPDATE proposal SET title = 'CHANGED'"),),
}  # fmt: skip
ROWS = {
    "bulk_insert_mappings": lambda t: (Notification, [_told(community_id=t.there.id)]),
    "bulk_update_mappings": lambda t: (P, [{"community_id": t.there.id, "id": t.foreign.id, "title": "CHANGED"}]),
    "bulk_save_objects": lambda t: ([Notification(community_id=t.there.id, **_told())],),
}


def _held(make, town):
    with make.inside(town.there):
        counts = [
            db.session.scalar(select(func.count()).select_from(one)) for one in (P, Notice, Notification, Counter)
        ]
        open_to_all = db.session.scalar(select(Community.members_only).where(Community.id == town.there.id))
        known = db.session.scalar(select(func.count()).select_from(AccountCommunity))
        return (
            db.session.scalars(select(P.title)).all(),
            db.session.scalars(select(Notice.title)).all(),
            counts,
            open_to_all,
            known,
        )


def _as_objects(statement, values=None):
    db.session.execute(statement, values, execution_options={"synchronize_session": False})


@pytest.mark.parametrize("send", [_as_objects, db.changed, db.written], ids=["as objects", "as columns", "returning"])
def test_nothing_of_another_community_is_written(make, town, send):
    before, harmed = _held(make, town), {}
    for way in WRITES:
        _write(make, town, way, send)
        if (after := _held(make, town)) != before:
            before, harmed[way] = after, after
    assert not harmed


def _write(make, town, way, send):
    with make.inside(town.here):
        try:
            statement, *values = WRITES[way](town)
            send(statement, *(one[0] if send is not _as_objects and isinstance(one, list) else one for one in values))
            db.commit()
        except (LookupError, sa.exc.DatabaseError, sa.exc.ResourceClosedError):
            db.session.rollback()
        assert "FOREIGN" not in db.session.scalars(select(Notice.title)).all(), way
        last = db.session.scalar(select(Counter.last).where(Counter.kind == "notice"))
        assert last is not None, way
        assert last < town.foreign.number, way


def test_rows_are_not_written_past_the_guard(make, town):
    before = _held(make, town)
    for way, given in ROWS.items():
        with make.inside(town.here), pytest.raises(LookupError, match="pass by the guard"):
            getattr(db.session, way)(*given(town))
    assert _held(make, town) == before


def test_another_communitys_own_row_is_not_reached(make, town):
    with make.inside(town.here):
        assert db.session.get(Community, town.there.id) is None
        assert db.session.get(Community, town.here.id).id == town.here.id
        with pytest.raises(LookupError, match="another community"):
            db.session.add(town.there)


def test_superiors_and_counters_read_by_the_same_rule(app, make):
    """What is published under a region is not read by a window that has no region; nor anything by hand."""
    region = make.region()
    make.row(ScoreSnapshot, make.community(region)), make.row(ScoreSnapshot, make.community())
    count = func.count(ScoreSnapshot.id)
    with app.app_context(), db.as_superior(region.path):
        assert (
            db.session.scalars(select(ScoreSnapshot.id, count.over())).all()
            == db.session.scalars(select(ScoreSnapshot.id)).all()
        )
        assert db.session.scalar(select(count)) == 1
        for query in (select(count.over()), select(bare.c.title), sa.text("SELECT 1"), select(Notice.title)):
            with pytest.raises(LookupError):
                db.session.execute(query)
    make.row(Poll, make.community())
    with app.app_context(), across_communities("a test") as session:
        assert session.scalar(select(func.count(Poll.community_id))) >= 1
        for query in (select(Notice.title), sa.text("SELECT title FROM notice"), delete(Poll), select(count)):
            with pytest.raises(LookupError):
                session.execute(query)


# -- what is only ever appended to ------------------------------------------------------------------------------------


def _values(entry):
    return {column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns}


ENDS = {
    "a changed row": lambda entry: setattr(entry, "act", "forged"),
    "a deleted row": lambda entry: db.session.delete(entry),
    "an update": lambda entry: db.session.execute(update(AuditEntry).values(act="forged")),
    "a deletion": lambda entry: db.session.execute(delete(AuditEntry)),
    "an upsert": lambda entry: db.session.execute(
        _upsert(AuditEntry, act="forged"), [_values(entry)]
    ),
}  # fmt: skip


def test_the_record_of_acts_is_only_appended_to(make, community):
    make.row(AuditEntry, community, number=1, act="said")
    for forge in ENDS.values():
        with make.inside(community):
            with pytest.raises(LookupError, match="appended"):
                _flushed(forge)
            db.session.rollback()
            assert db.session.scalars(select(AuditEntry.act)).all() == ["said"]


def _flushed(forge):
    forge(db.session.scalars(select(AuditEntry)).one())
    db.session.flush()


def test_the_record_ends_with_its_community(app, make, town):
    for community in (town.here, town.there):
        make.row(AuditEntry, community, number=1)
    with app.app_context():
        provisioning.erase_community(town.here.id)
        with db.unbound():
            assert db.session.get(Community, town.here.id) is None
    with make.inside(town.there):
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1


@pytest.mark.postgresql_only
def test_postgresql_lets_the_app_append_and_nothing_else(app, make, community, engine):
    make.row(AuditEntry, community, number=1)
    for words in ("UPDATE audit_entry SET act = 'forged'", "DELETE FROM audit_entry"):
        with db.engines.app.connect() as connection:
            connection.exec_driver_sql(f"SET LOCAL app.community_id = '{community.id}'")
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
                connection.exec_driver_sql(words)


# -- what lies apart on a cluster -------------------------------------------------------------------------------------


def test_what_stays_on_a_coordinator_is_joined_with_nothing_that_is_spread(make, town):
    """Such a join would fetch a whole community's rows, or fail; accounts and logins are asked for by themselves."""
    logins = select(LoginSession.id, Membership.id)
    apart = {
        "joined": logins.outerjoin(Membership, Membership.account_id == LoginSession.account_id),
        "beside": logins.where(Membership.account_id == LoginSession.account_id),
        "looked for": select(Membership.id).where(Membership.account_id.in_(select(LoginSession.account_id))),
    }
    with make.inside(town.here):
        for way, statement in apart.items():
            with pytest.raises(LookupError, match="login_session in a statement of its own"):
                db.session.execute(statement), way
        db.session.execute(select(LoginSession.id).limit(1))
        db.session.execute(select(Community.name, P.title).join(P, P.community_id == Community.id))
