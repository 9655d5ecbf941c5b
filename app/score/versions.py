"""Versions of the score as data: every constant of docs/score.md, with the reason for each weight.

A version in use is never edited; a change is a new version with its own name.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Indicator:
    """One indicator: the measure it counts by, its pillar's share, its goalposts `lo`–`hi` or target `t0` (breadth).

    `measure` is the name under which a feature offers the counts (app/score/measures.py); where no feature of this
    release does, the indicator is not recorded. `unit` names what breadth is counted in. Shares of a pillar's
    indicators add up to 1.
    """

    pillar: str
    share: float
    kind: str  # breadth | rate | rating
    measure: str
    lo: float = 0.0
    hi: float = 1.0
    t0: float = 0.0
    unit: str = "households"


INDICATORS = {
    "A1": Indicator("A", 0.50, "breadth", "households_talking", t0=0.12),
    "A2": Indicator("A", 0.30, "rate", "talked_over_well", 0.20, 0.90),
    "A3": Indicator("A", 0.20, "rate", "organisations_answering", 0.05, 0.60),
    "B1": Indicator("B", 0.40, "breadth", "households_deciding", t0=0.35),
    "B2": Indicator("B", 0.60, "rate", "valid_decisions", 0.30, 0.95),
    "C1": Indicator("C", 0.50, "breadth", "adults_helping", t0=0.05, unit="adults"),
    "C2": Indicator("C", 0.30, "rate", "places_filled", 0.30, 0.90),
    "C3": Indicator("C", 0.20, "rate", "shifts_confirmed", 0.30, 0.90),
    "D1": Indicator("D", 0.60, "rating", "satisfied_with_work", 0.25, 0.90),
    "D2": Indicator("D", 0.40, "rating", "satisfied_with_results", 0.25, 0.90),
    "E1": Indicator("E", 0.35, "rate", "answered", 0.30, 0.95),
    "E2": Indicator("E", 0.35, "rate", "decisions_kept", 0.30, 0.90),
    "E3": Indicator("E", 0.30, "rate", "results_confirmed", 0.30, 0.90),
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


def counting(version: Version, name: str, **measures: str) -> Version:
    """The same formula with some indicators counted by other measures."""
    changed = {j: replace(version.indicators[j], measure=measure) for j, measure in measures.items()}
    return replace(version, name=name, indicators={**version.indicators, **changed})


def compliant(version: Version) -> Version:
    """For districts that read "votes online" strictly: taking part in votes does not weigh."""
    shares = {"B1": 0.0, "B2": 1.0}
    changed = {j: replace(version.indicators[j], share=share) for j, share in shares.items()}
    return replace(version, name=f"{version.name}-C", indicators={**version.indicators, **changed})


GZ_1_1 = counting(  # what was promised weighs as what was answered; a resident's word on their own request is a reply
    GZ_1_0, "GZ-1.1", E1="answered_with_a_day", E2="promises_kept", E3="confirmed_by_those_asked"
)
IN_FORCE = GZ_1_1  # for every quarter not yet published, where a community has not chosen another
VERSIONS: dict[str, Version] = {
    version.name: version for version in (GZ_1_0, compliant(GZ_1_0), GZ_1_1, compliant(GZ_1_1))
}


def chosen(name: str) -> Version:
    """The version a community has chosen, else the one in force."""
    return VERSIONS[name] if name else IN_FORCE
