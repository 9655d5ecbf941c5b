"""How well the score knows the truth: bias and coverage of the 90 % interval on simulated communities (PT10).

`python -m tests.score.calibration` runs every cell and prints the table of docs/score.md.
"""

import random
from dataclasses import dataclass

from app.score import formula
from app.score.versions import GZ_1_0

SIZES, LEVELS, SPREADS = (640, 1860, 3000, 6000), (0.1, 0.3, 0.5, 0.7, 0.9), (0.05, 0.12, 0.25)
CASES = {"A2": 20, "A3": 18, "B2": 8, "C2": 260, "C3": 30, "E1": 40, "E2": 14, "E3": 11}  # at 1,860 households


@dataclass(frozen=True)
class Cell:
    """One kind of town: share of intervals holding the true score, and the mean error in points."""

    size: int
    level: float
    spread: float
    coverage: float
    error: float


def run(sizes=SIZES, levels=LEVELS, spreads=SPREADS, towns=1000, seed=1):
    """Every combination, `towns` simulated communities each: 1,000 leave a noise of about one point; the same seed gives the same figures."""
    chance = random.Random(seed)
    return [_cell(chance, n, level, spread, towns) for n in sizes for level in levels for spread in spreads]


def _cell(chance, size, level, spread, towns):
    covered, error = 0, 0.0
    for _ in range(towns):
        truth = {name: min(1.0, max(0.0, chance.gauss(level, spread))) for name in GZ_1_0.indicators}
        result = formula.compute(_evidence(chance, size, truth))
        true = _true_score(truth)
        covered += result["low"] <= true <= result["high"]
        error += result["score"] - true
    return Cell(size, level, spread, covered / towns, error / towns)


def _true_score(truth):
    pillars = {
        k: sum(ind.share * truth[j] for j, ind in GZ_1_0.indicators.items() if ind.pillar == k) for k in GZ_1_0.weights
    }
    return formula._score(GZ_1_0, pillars)


def _evidence(chance, size, truth):
    grids = {f"G{n}": size // 6 for n in range(1, 7)}
    adults = {grid: round(count * 2.4) for grid, count in grids.items()}
    factor = min(1.6, max(0.6, (1500 / sum(grids.values())) ** 0.15))
    evidence = {"version": "GZ-1.0", "households": grids, "adults": adults, "breadth": {}, "rates": {}, "ratings": {}}
    for name, ind in GZ_1_0.indicators.items():
        if ind.kind == "breadth":
            units = adults if name == "C1" else grids
            evidence["breadth"][name] = {
                g: [_binomial(chance, n, truth[name] * ind.t0 * factor), 0, 0] for g, n in units.items()
            }
        elif ind.kind == "rate":
            cases = max(3, round(CASES[name] * (size / 1860) ** 0.5))
            share = ind.lo + (ind.hi - ind.lo) * truth[name]
            evidence["rates"][name] = [[_binomial(chance, cases, share), cases] for _quarter in range(3)]
        else:
            evidence["ratings"][name] = _stars(chance, grids, ind.lo + (ind.hi - ind.lo) * truth[name])
    return evidence


def _binomial(chance, n, p):
    return sum(chance.random() < p for _ in range(n))


def _stars(chance, grids, mean):
    """Sixteen answers a grid whose expected share of the way from one star to five is `mean` exactly.

     Beta-binomial, so that no answer is cut off at an end; its variance is the 0.08 that the formula supposes
    , or as much as this mean leaves room for.
    """
    mean = min(0.999, max(0.001, mean))
    alike = min(0.999, max(0.001, (4 * 0.08 / (mean * (1 - mean)) - 1) / 3))
    stars = {grid: [0] * 5 for grid in grids}
    for grid in grids:
        for _ in range(16):
            happy = chance.betavariate(mean * (1 / alike - 1), (1 - mean) * (1 / alike - 1))
            stars[grid][_binomial(chance, 4, happy)] += 1
    return stars


if __name__ == "__main__":
    cells = run()
    print("households  level  spread  coverage  mean error")
    for cell in cells:
        print(f"{cell.size:>10}  {cell.level:>5}  {cell.spread:>6}  {cell.coverage:>8.0%}  {cell.error:>+10.1f}")
    print(f"over all: coverage {sum(cell.coverage for cell in cells) / len(cells):.1%}")
