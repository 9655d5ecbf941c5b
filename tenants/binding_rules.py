"""What each kind of binding adds to the statements of its session, and what stays closed to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Dialect
from sqlalchemy.orm import with_loader_criteria

from tenants.binding import Binding
from tenants.owned import InCommunity, OfCommunity, Published, RegionOwned, copied, tables
from tenants.statement_tables import OWN, UNDER, StatementTables, tables_reached


@dataclass(frozen=True, eq=False)
class BindingRule:
    """One kind of binding. A statement is judged once; most are built once, and the others have few shapes."""

    closed: Callable[[Any, bool], bool]  # (the class, whether it stands anywhere without the condition)
    adds: tuple[Any, ...] = ()
    reads_only: bool = False
    lasts: bool = True  # what is only ever appended to stays
    admitted: WeakKeyDictionary[Any, Any] = field(default_factory=WeakKeyDictionary)

    def admit(self, statement: Any, dialect: Dialect) -> Any:
        """The statement as it may be sent, or a LookupError."""
        sent = self.admitted.get(statement)
        if sent is None:
            sent = statement.options(*self.adds)
            if statement.is_insert:  # told of its rows, an ORM insert can be compiled in its own flush only
                sent = sent._annotate({"dml_strategy": "raw"})
            self._judge(tables_reached(sent, dialect))
            self.admitted[statement] = sent
        return sent

    def _judge(self, found: StatementTables) -> None:
        known = tables()
        if found.by_hand or not found.tables <= known.keys():
            raise LookupError("This session sends nothing written by hand: the guard could not see what it reaches.")
        spread = {name for name in found.tables if issubclass(known[name], InCommunity)}
        if spread and (apart := found.tables - spread - copied()):
            apart_from = ", ".join(sorted(apart))
            raise LookupError(
                f"Ask for {apart_from} in a statement of its own: on a cluster it lies apart from what is spread."
            )
        if shut := sorted(name for name in found.tables if self.closed(known[name], name in found.bare)):
            raise LookupError(f"This session's binding does not open {', '.join(shut)}.")
        if self.adds and found.moves:
            raise LookupError("A row of this community cannot be given to another community.")
        if self.lasts and (kept := [n for n in found.changed if getattr(known[n], "append_only", False)]):
            raise LookupError(f"{', '.join(kept)} is only ever appended to.")


def _shut_to_a_community(model: type, bare: bool) -> bool:
    return bare and issubclass(model, OfCommunity)


def _shut_to_a_region(model: type, bare: bool) -> bool:
    hidden = issubclass(model, InCommunity) and not issubclass(model, Published)
    return hidden or (bare and issubclass(model, (Published, RegionOwned)))


_OWN = (with_loader_criteria(OfCommunity, lambda model: model.community_id == OWN, include_aliases=True),)
_UNDER = (
    with_loader_criteria(Published, lambda model: model.region_path.like(UNDER), include_aliases=True),
    with_loader_criteria(RegionOwned, lambda model: model.region_path.like(UNDER), include_aliases=True),
)
COMMUNITY = BindingRule(_shut_to_a_community, _OWN)
ACTING = BindingRule(lambda model, bare: bare or not issubclass(model, Published), _OWN)
ERASING = BindingRule(_shut_to_a_community, _OWN, lasts=False)
REGION = BindingRule(_shut_to_a_region, _UNDER, reads_only=True)
ACROSS = BindingRule(lambda model, _: issubclass(model, InCommunity) and not model.read_across, reads_only=True)
GLOBAL = BindingRule(lambda model, _: issubclass(model, InCommunity))


def rule_of(binding: Binding) -> BindingRule:
    """What this kind of binding adds to its statements, and what stays closed to it."""
    if binding.erasing:
        return ERASING
    if binding.community_id is not None:
        return ACTING if binding.acting else COMMUNITY
    if binding.region_path is not None:
        return REGION
    return GLOBAL if binding.across is None else ACROSS
