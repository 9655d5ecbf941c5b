"""What comes by which way."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput

from app.notifications.policy import WORDS, Topic
from app.outbox.channels import Channel
from app.web.forms import Form, options

Wishes = Mapping[tuple[Topic, str], bool]  # (topic, channel) → wanted


class WaysForm(Form):
    """One question a topic, one box an open channel; `wishes` are what holds now."""

    waits = SelectMultipleField(option_widget=CheckboxInput())
    mine = SelectMultipleField(option_widget=CheckboxInput())

    def __init__(
        self, *sent: Any, ways: Sequence[Channel] = (), wishes: Wishes = MappingProxyType({}), **given: Any
    ) -> None:
        now = {topic.value: [name for (about, name), on in wishes.items() if about is topic and on] for topic in WORDS}
        super().__init__(*sent, **now, **given)
        self.ways = ways
        for topic, words in WORDS.items():
            self[topic.value].label.text = gettext(words)
            self[topic.value].choices = options([(channel.name, gettext(channel.words)) for channel in ways])

    def wishes(self) -> Wishes:
        """What was ticked, and what was left out."""
        return {(topic, way.name): way.name in self[topic.value].data for topic in WORDS for way in self.ways}
