"""Versions of the score as data: every constant of docs/score.md, with the reason for each weight.

A version in use is never edited; a change is a new version with its own name.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Indicator:
    """One indicator: its pillar's share, and its goalposts `lo`–`hi` (rates, ratings) or target `t0` (breadth).

    `unit` names what breadth is counted in. Shares of a pillar's indicators add up to 1.
    """

    pillar: str
    share: float
    kind: str  # breadth | rate | rating
    lo: float = 0.0
    hi: float = 1.0
    t0: float = 0.0
    unit: str = "households"


INDICATORS = {
    "A1": Indicator("A", 0.50, "breadth", t0=0.12),
    "A2": Indicator("A", 0.30, "rate", 0.20, 0.90),
    "A3": Indicator("A", 0.20, "rate", 0.05, 0.60),
    "B1": Indicator("B", 0.40, "breadth", t0=0.35),
    "B2": Indicator("B", 0.60, "rate", 0.30, 0.95),
    "C1": Indicator("C", 0.50, "breadth", t0=0.05, unit="adults"),
    "C2": Indicator("C", 0.30, "rate", 0.30, 0.90),
    "C3": Indicator("C", 0.20, "rate", 0.30, 0.90),
    "D1": Indicator("D", 0.60, "rating", 0.25, 0.90),
    "D2": Indicator("D", 0.40, "rating", 0.25, 0.90),
    "E1": Indicator("E", 0.35, "rate", 0.30, 0.95),
    "E2": Indicator("E", 0.35, "rate", 0.30, 0.90),
    "E3": Indicator("E", 0.30, "rate", 0.30, 0.90),
}
WEIGHTS = {"A": 0.20, "B": 0.20, "C": 0.15, "D": 0.20, "E": 0.25}
REASONS = {
    "A": "Being asked and heard comes before deciding; as heavy as deciding.",
    "B": "Common matters decided by many, by the rules.",
    "C": "Lowest: helping out must stay voluntary.",
    "D": "What residents, drawn by lot, say of the work.",
    "E": "Highest: the loop closes with results that residents confirm.",
}


@dataclass(frozen=True)
class Version:
    """All constants of one version of the formula."""

    name: str
    indicators: dict[str, Indicator] = field(default_factory=lambda: dict(INDICATORS))
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    reasons: dict[str, str] = field(default_factory=lambda: dict(REASONS))
    quarter_weights: tuple[float, ...] = (1.0, 0.5, 0.25)  # this quarter, the last, the one before
    size_norm: float = 1500.0  # households at which the target is T0
    size_exponent: float = 0.15
    size_bounds: tuple[float, float] = (0.6, 1.6)
    full: int = 20  # cases at which an indicator is fully seen; answers below it are not read
    few_grids: int = 3  # a rating needs answers from this many grids (or all, where there are fewer)
    prior: float = 8.0  # imaginary cases at the community's own level
    own_start: float = 0.55
    thin: float = 0.05  # what an indicator loses that was not seen at all
    thin_below: float = 10.0
    breadth_prior: float = 3.0
    rating_variance: float = 0.08
    share_bounds: tuple[float, float] = (0.03, 0.97)
    grid_weights: tuple[float, float] = (1 / 3, 3.0)
    floor: float = 0.05
    z: float = 1.645  # one side of a 90 % interval
    least_households: int = 50
    least_evidence: float = 0.6
    least_known: float = 0.25


GZ_1_0 = Version("GZ-1.0")
GZ_1_0_C = Version(  # for districts that read "votes online" strictly: taking part in votes does not weigh
    "GZ-1.0-C",
    indicators={**INDICATORS, "B1": replace(INDICATORS["B1"], share=0.0), "B2": replace(INDICATORS["B2"], share=1.0)},
)
VERSIONS = {version.name: version for version in (GZ_1_0, GZ_1_0_C)}
