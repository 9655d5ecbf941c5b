"""The code and the tables as the architecture tests read them."""

from pathlib import Path

from tenants.columns import Base
from tenants.owned import InCommunity, tables

ROOT = Path(__file__).resolve().parents[2]
CODE = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for folder in ("app", "tenants") for file in sorted((ROOT / folder).rglob("*.py"))
}  # fmt: skip


def owned() -> dict[str, type[InCommunity]]:
    """By table, the classes whose rows belong to a community."""
    return {name: model for name, model in tables().items() if issubclass(model, InCommunity)}


def owned_tables():
    """The tables of these classes."""
    return {name: Base.metadata.tables[name] for name in owned()}
