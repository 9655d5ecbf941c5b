"""Exact counting: edges, order, ties, budgets, Merkle roots, recount."""

import copy
import hashlib
import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app.core.refusal import Refused
from app.polls import counting, export, fractions, merkle
from app.polls.cli import polls_cli
from tests.polls.steps import HALF, rule_of_fund, rule_of_households

COMMON = rule_of_households()
PROJECTS = [{"number": n, "title": f"P{n}", "cost": cost} for n, cost in enumerate((500, 300, 300, 900, 200), 1)]
FUND = rule_of_fund(PROJECTS, 1000)


def homes(total, took_part):
    """A roll of households, of which so many took part."""
    return {"units": total, "households": total, "households_in": took_part}


def yes_no(yes, no, abstain=0):
    return [
        {"choice": [word]} for word, count in (("yes", yes), ("no", no), ("abstain", abstain)) for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("total", "yes", "no", "abstain", "quorum_met", "passed"),
    [
        (1860, 611, 338, 33, True, True),  # story 4: 982 of 1,860, 611 yes
        (1860, 930, 0, 0, False, False),  # exactly half is not more than half
        (1860, 931, 0, 0, True, True),
        (100, 26, 25, 0, True, True),
        (100, 30, 30, 0, True, False),  # half of the ballots is not more than half
        (100, 30, 20, 10, True, False),  # an abstention is a ballot cast
        (0, 0, 0, 0, False, False),
    ],
)
def test_a_common_matter_passes_at_its_exact_edges(total, yes, no, abstain, quorum_met, passed):
    result = counting.count(COMMON, homes(total, yes + no + abstain), yes_no(yes, no, abstain))
    assert (result["quorum_met"], result["passed"]) == (quorum_met, passed)


def test_at_least_includes_the_number_and_more_than_does_not():
    assert fractions.needed({"num": 2, "den": 3, "strict": False}, 9) == 6
    assert fractions.needed({"num": 2, "den": 3, "strict": False}, 10) == 7
    assert fractions.needed(HALF, 10) == 6
    assert fractions.needed(HALF, 11) == 6
    assert fractions.needed({"num": 1, "den": 10, "strict": False}, 0) == 1  # nobody at all decides nothing


ballots_of_fund = st.lists(
    st.sets(st.sampled_from("12345"), min_size=1).map(lambda s: {"choice": sorted(s)}), min_size=1, max_size=40
)


@given(ballots_of_fund, st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_changes_a_result(ballots, chance):
    shuffled = list(ballots)
    chance.shuffle(shuffled)
    roll = homes(100, len(ballots))
    assert counting.count(FUND, roll, shuffled) == counting.count(FUND, roll, ballots)
    assert export.sorted_ballots(shuffled) == export.sorted_ballots(ballots)


@given(ballots_of_fund)
def test_a_budget_is_never_overspent_and_nobody_wins_unwanted(ballots):
    result = counting.count(FUND, homes(10, len(ballots)), ballots)
    costs = {project["number"]: project["cost"] for project in PROJECTS}
    assert sum(costs[number] for number in result["winners"]) == result["spent"] <= 1000
    assert all(result["tally"][str(number)] for number in result["winners"])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 20), st.integers(0, 200))
def test_one_more_yes_never_defeats(yes, no, abstain, total):
    cast = yes + no + abstain
    before = counting.count(COMMON, homes(total, cast), yes_no(yes, no, abstain))
    after = counting.count(COMMON, homes(total, cast + 1), yes_no(yes + 1, no, abstain))
    assert after["passed"] or not before["passed"]


def test_the_real_fund_of_the_demo_comes_out():
    """Story 5: 214 of 640 take part; lamps, rails and benches win and 27,000 of 30,000 is spent."""
    projects = [
        {"number": n, "title": "", "cost": cost} for n, cost in enumerate((12_000, 9_000, 6_000, 8_000, 5_000), 1)
    ]
    ballots = [
        b
        for choice, n in (
            (["1", "2"], 92),
            (["1", "3"], 61),
            (["2", "3"], 31),
            (["4"], 14),
            (["1", "5"], 10),
            (["3"], 6),
        )
        for b in [{"choice": choice}] * n
    ]
    result = counting.count(rule_of_fund(projects, 30_000), homes(640, 214), ballots)
    assert (result["participants"], result["winners"], result["spent"]) == (214, [1, 2, 3], 27_000)


def test_ties_go_to_the_cheaper_then_to_the_lower_number_and_are_said():
    ballots = [{"choice": ["2"]}, {"choice": ["3"]}, {"choice": ["1"]}]
    result = counting.count(rule_of_fund(PROJECTS[:3], 600), homes(3, 3), ballots)
    assert result["winners"] == [2, 3]
    assert result["ties"] == [{"options": [2, 3, 1], "rule": "cheaper, then lower number"}]


@pytest.mark.parametrize("choice", [[], ["maybe"], ["yes", "no"]])
def test_only_what_was_in_the_notice_can_be_chosen(choice):
    with pytest.raises(Refused):
        counting.check_choice(COMMON, choice)


@given(st.sets(st.sampled_from("12345"), min_size=1))
def test_every_ballot_fits_the_one_length_of_its_envelopes(choice):
    text = json.dumps(counting.payload(sorted(choice)), sort_keys=True, separators=(",", ":"))
    assert len(text.encode()) <= counting.payload_length(FUND)


# RFC 6962 test vectors (Certificate Transparency, merkle tree of eight leaves)
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_merkle_root_is_that_of_rfc_6962(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


def _document(ballots):
    roll = homes(40, len(ballots))
    result = counting.count(COMMON, roll, ballots)
    root = merkle.root(export.leaves(ballots)).hex()
    notice = {"text": "文", "opens": 0, "closes": 1, "unit": "household", "delivery_days": None}
    told = export.notice_hash(1, "题", COMMON, notice).hex()
    empty = hashlib.sha256().hexdigest()
    return export.document("社区", 1, "题", COMMON, notice, roll, told, ballots, result, empty, root)


def test_anyone_recounts_the_export(tmp_path):
    file = tmp_path / "export.json"
    file.write_text(json.dumps(_document(yes_no(14, 9, 1)), ensure_ascii=False), encoding="utf-8")
    done = CliRunner().invoke(polls_cli, ["recount", str(file)])
    assert done.exit_code == 0
    assert json.loads(done.output)["differences"] == []


@pytest.mark.parametrize(
    "forge",
    [
        "result",
        "ballot",
        "root",
        "title",
        "text",
        "stuff",
        "threshold",
        "statute",
        "sentence",
        "decider",
        "scope",
        "households",
    ],
)
def test_a_forged_export_is_found_out(tmp_path, forge):
    document = copy.deepcopy(_document(yes_no(14, 9, 1)))
    if forge == "result":
        document["result"]["passed"] = False
    elif forge == "ballot":
        document["ballots"][0]["choice"] = ["no"]
    elif forge == "title":
        document["title"] = "另一题"
    elif forge == "text":
        document["notice"]["text"] = "另一段"
    elif forge == "root":
        document["ballot_root"] = "00" * 32
    elif forge == "threshold":
        document["rule"]["threshold"][0]["den"] = 3
    elif forge in ("statute", "sentence", "decider", "scope"):
        document["rule"][forge] = {"zh": "另一句", "en": "Something else"}
    elif forge == "households":
        document["roll"]["households_in"] += 1
    else:
        document["ballots"] += yes_no(20, 0)
    file = tmp_path / "export.json"
    file.write_text(json.dumps(document))
    done = CliRunner().invoke(polls_cli, ["recount", str(file)])
    assert done.exit_code == 1
    assert json.loads(done.output)["differences"]


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "other"}', '{"format": "gongzhi-poll/1"}'])
def test_what_is_no_export_is_refused_in_one_sentence(tmp_path, text):
    file = tmp_path / "x.json"
    file.write_text(text)
    done = CliRunner().invoke(polls_cli, ["recount", str(file)])
    assert done.exit_code == 2
    assert done.stderr.startswith(str(file))
    assert done.stderr.count("\n") == 1
