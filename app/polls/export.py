"""A published poll as one JSON document, and its recount by anyone: no server, no database."""

import hashlib
import json
from typing import Any

from app.core.canonical_json import canonical_json
from app.polls import counting, merkle
from app.polls.methods import METHODS

FORMAT = "gongzhi-poll/1"


def leaves(ballots: list[dict[str, Any]]) -> list[bytes]:
    """Ballots as canonical JSON, sorted by content: the leaves under the ballots' root."""
    return sorted(map(canonical_json, ballots))


def sorted_ballots(ballots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [json.loads(leaf) for leaf in leaves(ballots)]


def notice_of(poll: Any) -> dict[str, Any]:
    """What the notice said beside title and rule: text, opening and close in seconds, whose vote it is, delivery."""
    times = {"opens": int(poll.opens_at.timestamp()), "closes": int(poll.closes_at.timestamp())}
    return {"text": poll.text, **times, "unit": poll.unit_kind.value, "delivery_days": poll.delivery_days}


def notice_hash(number: int, title: str, rule: dict[str, Any], notice: dict[str, Any]) -> bytes:
    """SHA-256 over the canonical JSON of all that was put to the vote: nothing else may be voted."""
    return hashlib.sha256(canonical_json([number, title, rule, notice])).digest()


def document(
    community: str, number: int, title: str, rule: dict[str, Any], notice: dict[str, Any], roll: dict[str, Any], notice_hash: str,
    ballots: list[dict[str, Any]] | None, result: dict[str, Any], envelope_root: str, ballot_root: str | None,
) -> dict[str, Any]:  # fmt: skip
    """The export. Of fewer than ten ballots neither they nor their root is published: few can be guessed from it."""
    return {
        "format": FORMAT, "community": community, "number": number, "title": title, "rule": rule, "notice": notice,
        "roll": roll, "notice_hash": notice_hash, "ballots": None if ballots is None else sorted_ballots(ballots),
        "ballot_root": ballot_root, "envelope_root": envelope_root, "result": result,
    }  # fmt: skip


class BadExport(ValueError):
    """Not an export of a poll; the message says what is wrong."""


def recount(export: Any) -> list[str]:
    """What differs between the export and its own ballots counted again; empty where all agrees."""
    _check(export)
    counted, published = counting.count(export["rule"], export["roll"], export["ballots"]), export["result"]
    found = [
        f"{name}: published {published.get(name)!r}, recounted {counted.get(name)!r}"
        for name in sorted(set(counted) | set(published))
        if counted.get(name) != published.get(name)
    ]
    root = merkle.root(leaves(export["ballots"])).hex()
    if root != export["ballot_root"]:
        found.append(f"ballot_root: published {export['ballot_root']}, recomputed {root}")
    told = notice_hash(export["number"], export["title"], export["rule"], export["notice"]).hex()
    if told != export["notice_hash"] and not export.get("words_taken_down"):  # then nobody can recompute it
        found.append(
            f"notice_hash: published {export['notice_hash']}, recomputed {told}: another text was put to the vote"
        )
    return found + _more_than_can_be(export["rule"], export["roll"], len(export["ballots"]))


def _more_than_can_be(rule: dict[str, Any], roll: dict[str, Any], ballots: int) -> list[str]:
    found = []
    if ballots > roll["units"]:
        found.append("there are more ballots than units on the roll")
    if roll["households_in"] > min(roll["households"], ballots):
        found.append("more households took part than there are, or than there are ballots")
    if rule["unit"] == "household" and roll["households_in"] != ballots:
        found.append("a vote of households has as many ballots as households that took part")
    return found


def _check(export: Any) -> None:
    if not isinstance(export, dict) or export.get("format") != FORMAT:
        raise BadExport(f'its format is not "{FORMAT}"')
    if "ballots" in export and export["ballots"] is None:
        raise BadExport("its ballots were not published (fewer than ten), so there is nothing to recount")
    wanted = {
        "number": int, "title": str, "rule": dict, "notice": dict, "notice_hash": str, "roll": dict, "ballots": list,
        "result": dict, "ballot_root": str,
    }  # fmt: skip
    for name, kind in wanted.items():
        if not isinstance(export.get(name), kind):
            raise BadExport(f'"{name}" is missing or of the wrong kind')
    rule = export["rule"]
    if rule.get("kind") not in METHODS:
        raise BadExport('"rule.kind" is not known')
    known = set(counting.choices(rule))
    for index, ballot in enumerate(export.get("ballots") or []):
        choice = ballot.get("choice") if isinstance(ballot, dict) else None
        if not _is_choice(choice, known):
            raise BadExport(f'"ballots[{index}]" is no ballot of this poll')


def _is_choice(choice: Any, known: set[str]) -> bool:
    named = isinstance(choice, list) and all(isinstance(value, str) for value in choice)
    return named and 0 < len(choice) == len(set(choice)) and set(choice) <= known
