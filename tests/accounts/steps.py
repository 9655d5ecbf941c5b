"""Reading the codes that went out, and typing others."""

import re
from collections.abc import Sequence

from app.accounts import codes


class Console(Sequence):
    """What was printed, as (channel, to, text): without a gateway the console is the way out."""

    def __init__(self, capsys):
        self.capsys, self.lines = capsys, []

    def _all(self):
        self.lines += re.findall(r"^\[(\w+) to (\S+)\] (.*)$", self.capsys.readouterr().err, re.MULTILINE)
        return self.lines

    def __getitem__(self, index):
        return self._all()[index]

    def __len__(self):
        return len(self._all())


def code_in(sent):
    return codes.digits_of(sent[-1][2])


def wrong(code):
    """A code nobody sent."""
    return f"{(int(code) + 500_000) % 1_000_000:06d}"
