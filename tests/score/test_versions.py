"""Indicators are data: evidence holds what its version names, pages draw any version, a new one is a few lines."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import literal, select

from app.commitments.models import Commitment
from app.core import clock
from app.core.measure import Measure
from app.core.registry import Offers, registry
from app.score import counting, measures, publishing, versions, words
from app.score.models import ScoreEvidence, ScoreSnapshot
from app.score.versions import GZ_1_0, GZ_1_1, IN_FORCE, VERSIONS, Indicator
from tenants import db
from tests.support.score import evidence_enough, last_quarter, open_since, published

PARTS = ("breadth", "rates", "rated")


def names(evidence):
    return {name for part in PARTS for name in evidence[part]}


@pytest.mark.parametrize("version", VERSIONS.values(), ids=str)
def test_evidence_holds_exactly_what_its_version_names_and_this_release_records(make, version):
    community = make.community(score_version=version.name)
    with make.inside(community):
        evidence = counting.counted(version, clock.quarter(clock.now(), community.zone))
    recorded = {name for name, one in version.indicators.items() if measures.is_recorded(one.measure)}
    assert names(evidence) == recorded
    assert evidence["version"] == version.name


def test_every_measure_a_version_names_has_its_words():
    for version in VERSIONS.values():
        assert {one.measure for one in version.indicators.values()} <= set(words.MEASURES)


def test_the_shares_of_each_pillar_and_the_weights_of_all_add_up_to_one():
    for version in VERSIONS.values():
        assert sum(version.weights.values()) == pytest.approx(1)
        for pillar in version.weights:
            assert sum(one.share for one in version.indicators.values() if one.pillar == pillar) == pytest.approx(1)


def test_quarters_not_yet_published_are_counted_by_the_version_in_force(make):
    community = make.community()
    with make.inside(community):
        db.session.commit()
    publishing.refresh(community.id)
    with make.inside(community):
        assert db.session.scalar(select(ScoreEvidence.evidence))["version"] == IN_FORCE.name == "GZ-1.1"


def drawn(page):
    """The figures of the quarter, without the list of all quarters above them."""
    return re.search(r'<dl class="facts".*</main>', page.text, re.DOTALL).group()


def _overdue(now):
    """A toy measure: promises, none of them handed over."""
    return select(
        Commitment.community_id,
        Commitment.quarter,
        literal(1).label("numerator"),
        literal(1).label("denominator"),
    ).where(Commitment.due_at <= now)


@pytest.fixture
def toy(app, monkeypatch):
    """A new indicator: a measure, a line of a version, its words."""
    share = replace(GZ_1_1.indicators["E3"], share=0.10)
    added = Indicator("E", 0.20, "rate", "handed_over", 0.10, 0.80)
    version = replace(GZ_1_1, name="GZ-TOY", indicators={**GZ_1_1.indicators, "E3": share, "E4": added})
    monkeypatch.setitem(versions.VERSIONS, "GZ-TOY", version)
    monkeypatch.setitem(words.MEASURES, "handed_over", ("玩具指标", "数一数移交的承诺"))
    toy = Offers(measures=(Measure("handed_over", _overdue),))
    monkeypatch.setattr(registry, "features", (*registry.features, toy))
    return version


def test_a_new_indicator_is_measured_published_and_drawn(make, toy):
    region = make.region()
    community = make.community(region, score_version=toy.name, created_at=open_since())
    period = last_quarter(community)
    make.row(Commitment, community, quarter=period, due_at=clock.quarter_begins(period, community.zone), number=7)
    publishing.refresh(community.id, period)
    with make.inside(community):
        assert db.session.scalar(select(ScoreEvidence.evidence))["rates"]["E4"][0] == [1, 1]
        snapshot = db.session.scalars(select(ScoreSnapshot)).one()
    assert snapshot.indicators["E4"]["quarters"][0] == [1, 1]
    for page in (
        make.browser(None, community).get("score/details").text,
        make.browser(make.reviewer(region)).get(f"/r/{region.code}/communities/{community.slug}").text,
    ):
        assert "E4" in page
        assert "玩具指标" in page
        assert "数一数移交的承诺" in page


def test_what_was_published_under_an_old_version_is_drawn_as_it_was(make, toy):
    community = make.community(score_version=GZ_1_0.name, created_at=open_since())
    period = last_quarter(community)
    published(make, community, period, evidence_enough(GZ_1_0.name))
    page, reader = f"score/details?quarter={period}", make.browser(None, community, locale="en")
    before = drawn(reader.get(page))
    assert "Decisions delivered by their date" in before
    assert "66.4" in before
    with make.inside(community):
        db.session.merge(community).score_version = toy.name
        db.session.commit()
    publishing.refresh(community.id, period)
    publishing.refresh(community.id)
    assert drawn(reader.get(page)) == before
