"""Parts of a whole as the law writes them, in integers only: "以上" includes the number, "超过" and "过半数" do not.

A fraction is JSON: {of, num, den, strict}; `of` names the whole, strict means more than, else at least.
"""

from typing import Any

Fraction = dict[str, Any]


def needed(fraction: Fraction, whole: int) -> int:
    """The smallest number that meets the fraction of `whole`; at least one, since nothing decides nothing."""
    num, den = int(fraction["num"]), int(fraction["den"])
    least = whole * num // den + 1 if fraction["strict"] else -(-whole * num // den)
    return max(least, 1)


def bars(label: str, fractions: list[Fraction], wholes: dict[str, int], values: dict[str, int]) -> list[dict[str, Any]]:
    """For each fraction what was reached, what is needed, of what whole: as pages draw it."""
    return [
        {
            "label": label, "of": part["of"], "value": values[part["of"]], "needed": needed(part, wholes[part["of"]]),
            "total": wholes[part["of"]],
        }
        for part in fractions
    ]  # fmt: skip


def all_met(bars: list[dict[str, Any]]) -> bool:
    return all(bar["value"] >= bar["needed"] for bar in bars)
