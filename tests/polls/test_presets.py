"""Presets are data: a new one is an entry of a profile and nothing else, and a mistake in it is named by its line."""

import shutil
from datetime import date

import pytest
from sqlalchemy import select

from app.community.scope import WHOLE
from app.core import clock
from app.core.refusal import Refused
from app.polls import operations, presets
from app.polls.models import Poll
from app.polls.rule import read_hash
from config import Unusable
from tenants import db, profiles
from tenants.models import Community
from tests.polls.steps import DAY, closed, noticed, open_poll, read_by_all, voted

STRICTER = """
[[presets]]
code = "STRICT"
version = "2026-12"
valid_from = 2025-01-01
deciders = ["residents"]
scopes = ["community"]
unit = "household"
kinds = ["yes_no"]
quorum = [{ of = "households", at_least = "2/3" }]
threshold = [{ of = "ballots", at_least = "3/4" }]
notice_days = 5
publication_days = 3
ask = { zh = "按三分之二和四分之三决定", en = "Decide by two thirds and three quarters" }
statute = { zh = "本地规则第八条", en = "Local rules, article 8" }
article = { zh = "第八条第二款", en = "article 8, second paragraph" }
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the profiles, which a test may write in."""
    copy = shutil.copytree(profiles.FOLDER, tmp_path / "profiles")
    monkeypatch.setattr(profiles, "FOLDER", copy)
    caches = (profiles.profile, presets.of_profile, presets.deciders)
    [cache.cache_clear() for cache in caches]
    yield copy
    monkeypatch.undo()
    [cache.cache_clear() for cache in caches]


def write(folder, text, old=""):
    """Into the generic profile: at its end, or in place of something."""
    file = folder / "generic.toml"
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, text, 1) if old else before + text, encoding="utf-8")
    profiles.profile.cache_clear()


@pytest.fixture
def place(make, folder):
    """A community of the profile with the new preset: twelve residents with a household each, and the committee."""
    write(folder, STRICTER)
    community = make.community(profile="generic")
    people = make.members(community, 12)
    return community, people, make.official(community)


@pytest.mark.parametrize(("yes", "no", "passed"), [(6, 2, True), (8, 3, False), (7, 0, False), (9, 3, True)])
def test_a_preset_of_two_thirds_and_three_quarters_is_an_entry_of_data_and_a_vote_is_held_by_it(
    make, place, yes, no, passed
):
    committee = make.browser(place[2], place[0], locale="en")
    assert "Decide by two thirds and three quarters" in committee.get("polls/new?whose=residents").text
    day = lambda days: f"{clock.now() + days * DAY:%Y-%m-%d}"
    form = {"title": "A quiet hour", "text": "From one to two", "opens": day(7), "closes": day(9), "scope": WHOLE.key}
    sent = committee.post("polls/new?whose=residents&preset=STRICT", **form)
    assert sent.status_code == 303
    said = "At least two thirds of the households must take part, and at least three quarters of those must say yes."
    assert said in committee.get(sent.location).text
    poll = open_poll(make, place, "STRICT")
    page = make.browser(place[1][0], place[0], locale="en").get(f"polls/{poll.number}").text
    assert said in page
    assert "Of 12 households 8 must take part." in page
    assert "Local rules, article 8" in page
    assert "article 8, second paragraph" in page
    voted(make, place, poll, ["yes"] * yes + ["no"] * no)
    closed(place, poll)
    with make.inside(place[0]):
        assert db.session.scalars(select(Poll).where(Poll.id == poll.id)).one().passed is passed


def test_a_vote_keeps_what_it_was_held_under_whatever_becomes_of_the_data(make, folder, place):
    poll = open_poll(make, place, "STRICT")
    write(
        folder,
        'statute = { zh = "改了", en = "Changed" }',
        'statute = { zh = "本地规则第八条", en = "Local rules, article 8" }',
    )
    write(folder, "publication_days = 30\n", "publication_days = 3\n")
    write(folder, 'at_least = "1/12"', 'at_least = "3/4"')
    presets.of_profile.cache_clear()
    assert next(preset for preset in presets.of_profile("generic") if preset.code == "STRICT").publication_days == 30
    voted(make, place, poll, ["yes"] * 6 + ["no"] * 5)
    closed(place, poll)
    page = read_by_all(make, place, poll, "result").text
    assert "Local rules, article 8" in page
    assert "Changed" not in page
    document = read_by_all(make, place, poll).json
    assert document["rule"]["threshold"] == [{"of": "ballots", "num": 3, "den": 4, "strict": False}]
    assert document["rule"]["version"] == "2026-12"
    assert document["rule"]["sentence"]["zh"] == "要有三分之二以上的户参加，其中四分之三以上同意。"
    assert document["result"]["passed"] is False
    with make.inside(place[0]):
        row = db.session.scalars(select(Poll).where(Poll.id == poll.id)).one()
        assert row.publication_until == clock.due_after_days(row.published_at, 3, place[0].zone)


def test_the_communitys_own_parts_are_printed_counted_and_kept(make):
    """Two thirds must take part and three quarters agree: 14 of 26 do not."""
    own = {"rules_text": "我们的规则", "rules_adopted_on": date(2026, 1, 5),
           "rules_quorum": {"num": 2, "den": 3, "strict": False}, "rules_threshold": {"num": 3, "den": 4, "strict": False}}  # fmt: skip
    community = make.community(**own)
    people = make.members(community, 26)
    town = community, people, make.official(community)
    poll = open_poll(make, town)
    page = make.browser(people[0], community, locale="en").get(f"polls/{poll.number}").text
    assert (
        "At least two thirds of the households must take part, and at least three quarters of those must say yes."
        in page
    )
    assert "Of 26 households 18 must take part." in page
    with make.inside(community):
        here = db.session.get_one(Community, community.id)
        here.rules_threshold, here.rules_text = {"num": 1, "den": 2, "strict": True}, "别的规则"
        db.commit()
    voted(make, town, poll, ["yes"] * 14 + ["no"] * 12)
    closed(town, poll)
    assert read_by_all(make, town, poll).json["result"]["passed"] is False
    page = read_by_all(make, town, poll, "result").text
    assert "at least three quarters" in page
    assert "我们的规则" in page
    assert "别的规则" not in page


def test_a_version_of_a_preset_follows_another_on_its_day(make, folder):
    tomorrow = date(2026, 6, 2)
    first = STRICTER.replace("valid_from = 2025-01-01", f"valid_from = 2025-01-01\nvalid_to = {tomorrow}")
    second = STRICTER.replace("valid_from = 2025-01-01", f"valid_from = {tomorrow}").replace("2026-12", "2027-01")
    write(folder, first + second.replace('"2/3"', '"1/3"'))
    community = make.community(profile="generic")
    noon = clock.midnight_after(tomorrow, community.zone) - DAY / 2
    with clock.at(noon - DAY):
        assert presets.in_force(community, "STRICT").version == "2026-12"
    with clock.at(noon):
        assert presets.in_force(community, "STRICT").version == "2027-01"
    official = make.official(community)
    with make.inside(community):
        visitor = make.visitor(official, community)
        with clock.at(noon - DAY):
            question = operations.Question("STRICT", "题", "文", noon + 9 * DAY, noon + 12 * DAY)
            poll = operations.draft(visitor, question)
            read = read_hash(poll, community)
        with clock.at(noon), pytest.raises(Refused, match="changed this"):  # the other version was read
            operations.notice(visitor, poll, read)


def test_a_preset_that_has_run_out_is_on_offer_no_more(make, folder):
    write(folder, STRICTER.replace("valid_from = 2025-01-01", "valid_from = 2025-01-01\nvalid_to = 2025-02-01"))
    community = make.community(profile="generic")
    official = make.official(community)
    assert "two thirds" not in make.browser(official, community, locale="en").get("polls/new?whose=residents").text
    now = clock.now()
    with make.inside(community), pytest.raises(Refused, match="not on offer"):
        noticed(
            make.visitor(official, community), operations.Question("STRICT", "题", "文", now + 9 * DAY, now + 12 * DAY)
        )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "household"', 'unit = "flat"', "unit: must be household or person"),
        ('at_least = "2/3"', 'at_least = "3/2"', "quorum: a part is written like"),
        ('at_least = "2/3"', 'at_least = "0.66"', "quorum: a part is written like"),
        ('at_least = "2/3"', 'more_than = "3/3"', "quorum: a part is written like"),
        ('of = "households", at_least', 'of = "area", at_least', "quorum: each part is"),
        ('of = "households", at_least', 'of = "households", about', "quorum: each part is"),
        ('quorum = [', 'quorrum = [', "quorrum: no such thing is known here"),
        ('kinds = ["yes_no"]', 'kinds = ["borda"]', "kinds: must be a list out of"),
        ('kinds = ["yes_no"]', 'kinds = []', "kinds: must be a list out of"),
        ('kinds = ["yes_no"]', 'kinds = ["choose_one"]', "kinds: picking options decides nothing"),
        ('deciders = ["residents"]', 'deciders = ["anyone"]', "deciders: must be a list out of"),
        ('scopes = ["community"]', 'scopes = ["country"]', "scopes: must be a list out of"),
        ('valid_from = 2025-01-01', 'valid_from = "soon"', "valid_from: must be a day"),
        ('valid_from = 2025-01-01', 'valid_from = 2025-01-01\nvalid_to = 2024-01-01', "valid_to: must be later"),
        ('notice_days = 5', 'notice_days = -1', "notice_days: must be a whole number from 0 to 60"),
        ('notice_days = 5', 'notice_days = true', "notice_days: must be a whole number from 0 to 60"),
        ('notice_days = 5', 'least_shown = 3', "least_shown: a decision shows figures from 10 ballots on"),
        ('notice_days = 5', 'own_rules = true', "own_rules: the community's own rules give"),
        ('notice_days = 5', 'binding = false', "binding: opinions have neither"),
        ('notice_days = 5', 'proxies = 3', "proxies: votes cast for others"),
        ('ask = { zh = "按三分之二和四分之三决定", ', 'ask = { ', "ask: must be words in both languages"),
        ('code = "STRICT"', 'code = "FUND"', "valid_from: another FUND is in force on the same days"),
        ('version = "2026-12"\n', '', '"version" is missing'),
        ('threshold = [{ of = "ballots", at_least = "3/4" }]\n', '', "kinds: a decision by yes or no needs a threshold"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_and_line_when_the_product_starts(folder, old, new, said):
    assert old in STRICTER
    write(folder, STRICTER.replace(old, new, 1))
    with pytest.raises(profiles.BadProfile) as bad:
        presets.check_all()
    lines = (folder / "generic.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index(
        next(
            line
            for line in lines
            if line in ('code = "STRICT"', 'ask = { en = "Decide by two thirds and three quarters" }')
            or "按三分之二" in line
        )
    )
    assert said in str(bad.value)
    found = int(str(bad.value).split("line ")[1].split(":")[0])
    key = said.split(":")[0]
    assert str(bad.value).startswith(f"profiles/generic.toml, line {found}: ")
    assert lines[found - 1].startswith(key) or lines[found - 1] == "[[presets]]"
    assert found > start - 20


@pytest.mark.parametrize("broken", ["[[presets]\n", "code = \n", '[[deciders]]\ncode = "residents"\n'])
def test_what_cannot_be_read_at_all_is_named_too(folder, broken):
    write(folder, broken)
    with pytest.raises(profiles.BadProfile, match=r"profiles/generic.toml, line \d+: "):
        presets.check_all()


def test_the_product_does_not_start_with_it(app, folder, capsys):
    from app.polls.views import check_presets

    write(folder, STRICTER.replace("notice_days = 5", 'notice_days = "five"'))
    with pytest.raises(Unusable) as stopped:
        check_presets(None)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
