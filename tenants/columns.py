"""Column types and the few helpers every table is written with.

The rules behind them stand in docs/scaling.md: owned tables have the key `(community_id, id)`, every
foreign key between owned tables carries `community_id`, every index starts with it.
"""

import enum
import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Enum,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
)  # fmt: skip
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem, Table
from sqlalchemy.types import TypeDecorator, TypeEngine
from uuid_utils.compat import uuid7

from tenants.text import found_by


def new_id() -> uuid.UUID:
    """A time-ordered UUIDv7, for rows whose time may be known."""
    return uuid7()


def blind_id() -> uuid.UUID:
    """A random UUIDv4, for rows whose id must not tell when they came (ballots, answers)."""
    return uuid.uuid4()


class Id(TypeDecorator[uuid.UUID]):
    """A UUID: native on PostgreSQL, BLOB(16) on SQLite (half the size of its text)."""

    impl = LargeBinary
    cache_ok = True

    @property
    def python_type(self) -> type[uuid.UUID]:
        return uuid.UUID

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        native = postgresql.UUID(as_uuid=True) if dialect.name == "postgresql" else LargeBinary(16)
        return dialect.type_descriptor(native)

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> Any:
        return value.bytes if value is not None and dialect.name != "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> uuid.UUID | None:
        return uuid.UUID(bytes=value) if value is not None and dialect.name != "postgresql" else value


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is added back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _far_column(constraint: Any, _table: Table) -> str:
    return str(list(constraint.columns)[-1].name)


def _other_columns(constraint: Any, _table: Table) -> str:
    names = [column.name for column in constraint.columns]
    return "_".join(name for name in names if name != "community_id") or names[0]


def document() -> TypeEngine[Any]:
    """A JSON document: JSONB on PostgreSQL."""
    return JSON().with_variant(postgresql.JSONB(), "postgresql")


UNMEASURED = {"unmeasured": True}  # PostgreSQL keeps no statistics of such a column: they hold copies of its values


class Base(DeclarativeBase):
    """Every table of the product. Names of constraints are explicit and at most 50 characters."""

    metadata = MetaData(
        naming_convention={
            "far": _far_column,
            "others": _other_columns,
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(far)s",
            "uq": "uq_%(table_name)s_%(others)s",
            "ix": "ix_%(table_name)s_%(others)s",
        }
    )
    type_annotation_map = {
        uuid.UUID: Id,
        datetime: Instant,
        date: Date,
        dict[str, Any]: document(),
        list[Any]: document(),
        enum.Enum: Enum(
            enum.Enum, native_enum=False, length=24, values_callable=lambda kind: [word.value for word in kind]
        ),
    }


def refers(column: str, table: str, *, cascade: bool = False) -> tuple[SchemaItem, ...]:
    """A foreign key inside the community, with the index every foreign key has."""
    key = ForeignKeyConstraint(
        ["community_id", column],
        [f"{table}.community_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else "RESTRICT",
    )
    return key, Index(None, "community_id", column)


def top_of_community() -> tuple[SchemaItem, ...]:
    """For owned tables that refer to no other owned table: the key to the community itself."""
    return (ForeignKeyConstraint(["community_id"], ["community.id"], ondelete="RESTRICT"),)


def unique(*columns: str) -> tuple[SchemaItem, ...]:
    """Unique inside the community."""
    return (UniqueConstraint("community_id", *columns),)


def indexed(*columns: str) -> tuple[SchemaItem, ...]:
    """An index inside the community."""
    return (Index(None, "community_id", *columns),)


def words_found_by(length: int, *names: str) -> Mapped[str]:
    """What a row is found by when people search, made from these columns when it is written; pinyin comes first.

    Whoever changes one of them later says `found_by` anew.
    """

    def made(context: Any) -> str:
        given = context.get_current_parameters()
        return found_by(*(given[name] for name in names))[:length]

    return mapped_column(String(length), default=made, deferred=True)  # compared, hardly ever read


def belongs_to(local: str, target: str, **options: Any) -> Any:
    """Many-to-one inside a community: `belongs_to("Statement.proposal_id", "Proposal")`.

    Both columns are compared and only the far id is written, so setting it to None leaves the
    community alone and SQLAlchemy has nothing to warn of.
    """
    owner, column = local.split(".")
    join = f"and_({target}.id == foreign({owner}.{column}), {target}.community_id == {owner}.community_id)"
    options.setdefault("lazy", "raise")
    return relationship(target, primaryjoin=join, **options)
