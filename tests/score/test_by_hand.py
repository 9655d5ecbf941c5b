"""A reviewer with the page and a calculator comes to the published number; nothing that was not recorded has a level."""

import math
import re
from html import unescape

import pytest

from app.score.figures import figures
from tests.support.score import evidence_enough, last_quarter, open_since, published

NONE = "—"


def cells(row):
    found = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in found]


def number(text):
    return float(text.replace(",", ""))


def read(page):
    """(facts, parts) of the page's words: nothing else of the product is asked."""
    facts = {unescape(key).strip(): unescape(value).strip() for key, value in re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)}  # fmt: skip
    parts = []
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        weight = number(re.search(r'<data value="weight">(.*?)</data>', table).group(1))
        body = re.search(r"<tbody>(.*?)</tbody>", table, re.DOTALL).group(1)
        parts.append((weight, [cells(row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]))
    return facts, parts


def level(line, own):
    """As the page tells to work it out, from counts where it gives them."""
    _, _, goal, counted, weighted, shown, basis = line
    if shown != NONE and basis == "measured" and weighted == NONE:
        return number(shown)  # breadth: worked out in each grid
    n, share = 0.0, 0.0
    if "stars" in counted:
        n, share = number(weighted.split()[0]), (number(counted.split()[0]) - 1) / 4
    elif weighted != NONE:
        x, n = (number(part) for part in weighted.split(" of "))
        share = x / n
    low, high = (number(end) for end in goal.split("–"))
    prior = own - 0.05 * max(0, 1 - n / 10)
    return min(1, max(0, (8 * prior + n * (share - low) / (high - low)) / (8 + n)))


def by_hand(page):
    facts, parts = read(page)
    own, product = number(facts["Own level"]), 1.0
    for weight, lines in parts:
        part = math.fsum(number(line[1]) * level(line, own) for line in lines)
        product *= max(part, 0.05) ** weight
    return 100 * (product - 0.05) / 0.95, number(facts["Score"])


RATED = {"D1": {"mean": 3.9, "answers": 50}, "D2": {"mean": 4.2, "answers": 30}}


def evidences():
    """The worked example as a community has it, and the same with things missing."""
    full = evidence_enough(rated=RATED)
    full.pop("ratings")
    yield full
    yield {**full, "rates": {name: pairs for name, pairs in full["rates"].items() if name not in ("A2", "A3")}}
    yield {**full, "rates": {**full["rates"], "E2": [[1, 2], [0, 0], [0, 1]], "C3": [[0, 0]] * 3}}
    yield {**full, "rated": {"D1": RATED["D1"], "D2": {"mean": None, "answers": 0}}, "version": "GZ-1.1-C"}


@pytest.mark.parametrize("evidence", list(evidences()), ids=["all", "not recorded", "few", "one rating"])
def test_the_page_alone_gives_the_published_number(make, evidence):
    region = make.region()
    community = make.community(region, created_at=open_since())
    assert published(make, community, last_quarter(community), evidence).published
    pages = (
        make.browser(None, community, locale="en").get("score/details").text,
        make.browser(make.reviewer(region), locale="en").get(f"/r/{region.code}/communities/{community.slug}").text,
    )
    for page in pages:
        worked_out, stands = by_hand(page)
        assert worked_out == pytest.approx(stands, abs=0.06)
        assert stands == pytest.approx(figures(evidence)["score"], abs=0.05)


def lines(make, evidence):
    community = make.community(created_at=open_since())
    published(make, community, last_quarter(community), evidence)
    _, parts = read(make.browser(None, community, locale="en").get("score/details").text)
    return {line[0].split()[0]: line for _, part in parts for line in part}


def test_what_was_not_recorded_has_neither_count_nor_level(make):
    evidence = evidence_enough(rated={"D1": RATED["D1"], "D2": None})
    evidence.pop("ratings")
    evidence["rates"] = {**evidence["rates"], "E3": [[0, 0]] * 3, "E2": [[0, 0], [12, 15], [0, 0]]}
    del evidence["rates"]["A2"]
    found = lines(make, evidence)
    assert found["A2"][3:] == [NONE, NONE, NONE, "not recorded"]
    assert found["E3"][3:] == [NONE, NONE, NONE, "nothing recorded"]
    assert found["D2"][3:] == [NONE, NONE, NONE, "nothing recorded"]
    assert found["E2"][3] == "— · 12 of 15 · —"
    assert "0 of 0" not in str(found)


def test_where_the_communitys_own_level_decides_the_page_says_so(make):
    evidence = evidence_enough(rated={"D1": RATED["D1"], "D2": {"mean": None, "answers": 0}})
    evidence.pop("ratings")
    evidence["rates"]["E3"] = [[1, 1], [0, 0], [0, 0]]
    found = lines(make, evidence)
    assert found["E3"][-1] == found["D2"][-1] == "carried"
    assert found["D2"][3] == "too few answers to be read"
    assert found["E1"][-1] == found["A1"][-1] == "measured"


def test_without_enough_evidence_neither_the_number_nor_what_it_follows_from_is_told(make):
    evidence = evidence_enough(rated={})
    evidence.pop("ratings")
    evidence["rates"] = {"E1": evidence["rates"]["E1"]}
    community = make.community(created_at=open_since())
    snapshot = published(make, community, last_quarter(community), evidence)
    assert (snapshot.published, snapshot.score, snapshot.own, snapshot.pillars) == (False, None, None, {})
    assert {one["u"] for one in snapshot.indicators.values()} == {None}
    facts, parts = read(make.browser(None, community, locale="en").get("score/details").text)
    assert {"Score", "Own level"}.isdisjoint(facts)
    assert {line[5] for _, part in parts for line in part} == {NONE}
