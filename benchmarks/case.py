"""One request that is timed."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    status: tuple[int, ...] = (200, 204, 303)
