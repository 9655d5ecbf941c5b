"""What the notice of a vote says on the board, and what a draft said when it was read."""

from typing import Any

from flask_babel import force_locale, gettext

from app.core import profiles
from app.polls.models import Poll
from app.polls.words import decider_words, in_my_language, who_votes
from app.web import formats
from tenants.models import Community


def notice_text(poll: Poll, community: Community) -> str:
    """The notice on the board, in the community's own language: the text, and under what it is put to the vote."""
    with force_locale(profiles.language(community.profile)):
        lines = [poll.text, gettext("Whose decision: %(who)s", who=decider_words(poll.rule["decider"]))]
        lines.append(gettext("Who votes: %(who)s", who=who_votes(poll.rule)))
        lines.append(in_my_language(poll.rule["sentence"]))
        if poll.rule["budget"] is not None:
            lines.append(gettext("The sum: %(sum)s", sum=formats.as_money(poll.rule["budget"], community.profile)))
        for option in poll.rule["options"]:
            cost = formats.as_money(option["cost"], community.profile) if option["cost"] is not None else None
            lines.append("· ".join(filter(None, [f"{option['number']}. {option['title']} ", cost])))
        return "\n".join(lines)


def seen_text(poll: Poll, rule: dict[str, Any]) -> str:
    """What the page of a draft said, to be shown again beside what it says by then."""
    return "\n".join((poll.title, poll.text, in_my_language(rule["sentence"])))
