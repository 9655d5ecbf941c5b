"""White space that holds a line break is a template's layout and is never drawn.

So a template is written one statement a line, and what is drawn carries no indentation. A space that is meant stands
inside a line, or is written {{ " " }}. Between two words, and in the value of an attribute, a line break is one space;
inside a tag it parts attributes.
"""

import re
from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

LAYOUT = re.compile(r"\s*\n\s*")
BETWEEN_WORDS = re.compile(r"(?<=[^\s<>])\s*\n\s*(?=[^\s<>])")
ENDS_TAG = re.compile(r"\s*\n\s*(?=/?>)")
NEXT = {  # where one stands → what may come next that changes it
    "text": re.compile(r"<(?=[a-zA-Z/!])"),
    "tag": re.compile(r"[>\"']"),
    '"': re.compile('"'),
    "'": re.compile("'"),
}


class Layout(Extension):
    """Follows the words between Jinja's own marks, and whether they stand inside a tag."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        where = "text"
        for token in stream:
            if token.type == "data":
                parts = list(_parts(token.value, where))
                where = parts[-1][1]
                words = "".join(words for words, _ in parts)
                token = Token(token.lineno, "data", words)
            if token.value or token.type != "data":
                yield token


def _parts(words: str, where: str) -> Iterator[tuple[str, str]]:
    """Each stretch without its layout, and where one stands after it."""
    while found := NEXT[where].search(words):
        mark, start = found.group(), found.start()
        after = {"text": "tag", "tag": "text" if mark == ">" else mark}.get(where, "tag")
        yield _drawn(words[: start + 1], where), after
        words, where = words[start + 1 :], after
    yield _drawn(words, where), where


def _drawn(words: str, where: str) -> str:
    if where == "text":
        return LAYOUT.sub("", BETWEEN_WORDS.sub(" ", words))
    return LAYOUT.sub(" ", ENDS_TAG.sub("", words) if where == "tag" else words)
