"""Quarters of a community, and evidence rich enough for a number."""

import copy
import json
from datetime import timedelta
from pathlib import Path

from app.core import clock
from app.score.figures import figures
from app.score.models import ScoreEvidence, ScoreSnapshot
from tenants import db

CASES = json.loads((Path(__file__).parents[1] / "score" / "cases.json").read_text(encoding="utf-8"))


def open_since(days=400):
    """So long ago that the quarters in question were not short."""
    return clock.now() - timedelta(days=days)


def last_quarter(community, back=2):
    """A quarter whose tenth day after is past on every day of the year."""
    return clock.quarters_back(clock.quarter(clock.now(), community.zone), back)


def evidence_enough(version="GZ-1.1", **changed):
    """The worked example of docs/score.md."""
    return {**copy.deepcopy(CASES[0]["evidence"]), "version": version, **changed}


def published(make, community, period, evidence, **given):
    """A quarter as it is published from this evidence."""
    values = {"period": period, "version": evidence["version"], "households": sum(evidence["households"].values())}
    with make.inside(community):
        turn = given.get("turn", 1)
        db.session.add(ScoreEvidence(period=period, turn=turn, evidence=evidence, computed_at=clock.now()))
        snapshot = ScoreSnapshot(
            region_path=community.region_path, computed_at=clock.now(), **(values | figures(evidence) | given)
        )
        db.session.add(snapshot)
        db.session.commit()
        return snapshot
