"""Housing estates of a community that has several, each with its property manager and its owners' committee."""

import uuid

from sqlalchemy import func, select

from app.access import Visitor
from app.audit.operations import act, record
from app.community import scope
from app.community.doors import door_hash
from app.community.models import Compound, Household, Organisation, OrganisationKind
from app.community.operations.offices import organisation
from app.core.edit_conflicts import hash_of, require_as_read
from app.core.refusal import N_, Refused
from tenants import db
from tenants.locks import lock_row
from tenants.text import folded

ADDED = act("compound.add", N_("Entered a compound"))
CHANGED = act("compound.change", N_("Changed a compound"))
BODIES = {"manager": OrganisationKind.PROPERTY_MANAGER, "owners_committee": OrganisationKind.OWNERS_COMMITTEE}


def add_compound(visitor: Visitor, name: str, first: str = "") -> Compound:
    """One more compound. The first time, `first` names the one so far, in which all doors known until now lie."""
    last = db.session.scalar(select(func.max(Compound.position)))
    if last is None:
        last = 0
        _lay_all_in(_compound(first, last))
    made = _compound(name, last + 1)
    record(visitor, ADDED, made)
    return made


def _lay_all_in(compound: Compound) -> None:
    scope.lay_all_in(compound)
    for household in db.session.scalars(select(Household)):
        household.compound_id = compound.id
        household.join_hash = door_hash(compound.id.hex, household.building, household.unit, household.room or "")


def _compound(name: str, position: int) -> Compound:
    made = Compound(name=_own_name(name), position=position)
    db.session.add(made)
    db.session.flush()  # households name it
    return made


def _own_name(name: str, compound: Compound | None = None) -> str:
    name = " ".join(name.split())
    others = select(Compound.name) if compound is None else select(Compound.name).where(Compound.id != compound.id)
    if not name or folded(name) in map(folded, db.session.scalars(others)):
        raise Refused(N_("Please give each compound a name of its own."), status=422)
    return name


def compound_of(key: uuid.UUID | None) -> Compound | None:
    return db.session.scalar(select(Compound).where(Compound.id == key)) if key else None


def compound_hash(compound: Compound) -> str:
    """Of what the page of a compound says."""
    return hash_of(compound.name, compound.manager_id, compound.owners_committee_id)


def change_compound(visitor: Visitor, compound: Compound, read: str, name: str, bodies: dict[str, str]) -> None:
    """Its name, and by name its property manager and owners' committee; an empty name: it has none."""
    lock_row(compound)
    require_as_read(read, compound_hash(compound))
    before = compound_hash(compound)
    compound.name = _own_name(name, compound)
    for which, kind in BODIES.items():
        setattr(compound, f"{which}_id", _body(bodies[which], kind, which))
    if compound_hash(compound) != before:
        record(visitor, CHANGED, compound)


def _body(name: str, kind: OrganisationKind, field: str) -> uuid.UUID | None:
    if not name.strip():
        return None
    body: Organisation = organisation(name, kind)
    if body.kind is not kind:
        raise Refused(N_("An organisation of another kind has this name already."), status=422, field=field)
    return body.id
