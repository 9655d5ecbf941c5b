"""The whole rule of a vote: its preset with statute and version, whose decision it is, who votes, and the sentence that
says when it passes. Made anew for a draft each time it is read; from the notice on it is what the notice said.
"""

from collections.abc import Callable
from typing import Any

from flask_babel import force_locale

from app.community.scope import named
from app.core.edit_conflicts import hash_of
from app.core.refusal import N_, Refused
from app.polls import presets, sentences
from app.polls.models import Poll
from tenants.models import Community

LOCALES = {"zh": "zh_Hans", "en": "en"}


def rule_of(poll: Poll, community: Community) -> dict[str, Any]:
    """As it was given notice of; of a draft as it would be given notice of now."""
    return poll.rule if poll.noticed_at is not None else whole(poll, community)


def whole(poll: Poll, community: Community) -> dict[str, Any]:
    """Everything a vote is held under; nothing of it is looked up again once notice was given."""
    preset = presets.in_force(community, poll.preset)
    if poll.decider not in preset.deciders:
        raise Refused(N_("What is not for residents to decide can only be asked as an opinion."))
    decider = presets.deciders(community.profile)[poll.decider]
    rule = preset.whole() | (own_rules(community) if preset.own_rules else {"own": None})
    rule |= {key: poll.rule[key] for key in ("kind", "options", "budget")}
    rule |= {
        "decider": {"code": decider.code, "name": decider.name, "why": decider.why},
        "scope": named(poll.scope).told(), "unit": poll.unit_kind.value,
    }  # fmt: skip
    return rule | {"sentence": in_both_languages(lambda: sentences.how_it_passes(rule))}


def own_rules(community: Community) -> dict[str, Any]:
    """Quorum and threshold of the community's own rules, with their text and the day they were adopted."""
    given = (community.rules_text, community.rules_adopted_on, community.rules_quorum, community.rules_threshold)
    if not all(given):
        raise Refused(
            N_(
                "First put your own rules, the day they were adopted, and how many must take part and agree into the settings."
            )
        )
    assert community.rules_adopted_on is not None
    own = {"text": community.rules_text, "adopted_on": community.rules_adopted_on.isoformat()}
    return {
        "own": own,
        "quorum": [{"of": "households", **(community.rules_quorum or {})}],
        "threshold": [{"of": "ballots", **(community.rules_threshold or {})}],
    }


def in_both_languages(make: Callable[[], str]) -> dict[str, str]:
    """The same words for every reader to come, whichever language asked for them first."""
    said = {}
    for language, locale in LOCALES.items():
        with force_locale(locale):
            said[language] = make()
    return said


def draft_hash(poll: Poll) -> str:
    """Of what the committee wrote."""
    times = [int(moment.timestamp()) for moment in (poll.opens_at, poll.closes_at)]
    return hash_of(poll.title, poll.text, poll.delivery_days, times, poll.rule, poll.scope.key)


def read_hash(poll: Poll, community: Community) -> str:
    """Of all that a draft's page says, rule and sentence included."""
    return hash_of(draft_hash(poll), rule_of(poll, community))
