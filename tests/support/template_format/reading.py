"""From the source of a template to its tree."""

import re
from collections.abc import Iterator

from jinja2 import Environment

from tests.support.template_format.expressions import one_line
from tests.support.template_format.nodes import Break, Comment, Expression, Nest, Statement, Tag, Text

QUOTES = ('"', "'")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "!doctype"}
TAG = re.compile(r"<(?=[a-zA-Z/!])")
SPACE = [("string", '" "')]  # written {{ " " }}: a space that is meant


def tree(source: str) -> list:
    """The nodes of a template, nested; what does not nest is refused with its place."""
    root: list = []
    stack: list[Nest] = []
    here = root
    for node in _flat(_pieces(source)):
        if isinstance(node, Statement) and node.turns:
            here = []
            stack[-1].parts.append((node, here))
        elif (isinstance(node, Tag) and node.closing) or (isinstance(node, Statement) and node.closes):
            _match(stack[-1] if stack else None, node)
            stack.pop().tail = node
            here = _innermost(stack, root)
        elif (isinstance(node, Tag) and not node.alone) or (isinstance(node, Statement) and node.opens):
            nest = Nest(node)
            here.append(nest)
            stack.append(nest)
            here = nest.inside
        else:
            here.append(node)
    if stack:
        raise ValueError(f"never closed: {stack[-1].head}")
    return root


def _innermost(stack: list[Nest], root: list) -> list:
    if not stack:
        return root
    return stack[-1].parts[-1][1] if stack[-1].parts else stack[-1].inside


def _match(nest: Nest | None, end: Tag | Statement) -> None:
    opened = nest.head.name if nest else None
    wanted = end.name if isinstance(end, Tag) else end.name.removeprefix("end")
    if opened != wanted:
        raise ValueError(f"{opened} is open, but this closes {wanted}: {nest}")


def _pieces(source: str) -> Iterator:
    """Words between, and whole expressions, statements and comments."""
    tokens = []
    for _, kind, value in Environment().lexer.tokeniter(source, None):
        if kind in ("data", "comment"):
            yield value if kind == "data" else Comment(value.strip())
        elif kind in ("variable_begin", "block_begin"):
            tokens = []
        elif kind == "variable_end":
            yield " " if tokens == SPACE else Expression(tokens)
        elif kind == "block_end":
            yield Statement(tokens)
        elif kind == "string" and tokens and tokens[-1][0] == "string" and tokens[-1][1][0] == value[0]:
            tokens[-1] = (kind, tokens[-1][1][:-1] + value[1:])  # side by side they are one
        elif kind not in ("whitespace", "comment_begin", "comment_end"):
            tokens.append((kind, value))


def _flat(pieces: Iterator) -> Iterator:
    """Tags put together again from the words and expressions they are made of."""
    tag: list | None = None
    quote = ""
    for piece in pieces:
        if not isinstance(piece, str):
            if tag is None:
                yield piece
            else:
                tag.append(piece)
            continue
        rest = piece
        while rest:
            if tag is None:
                found = TAG.search(rest)
                yield from _words(rest[: found.start()] if found else rest)
                tag, rest = ([], rest[found.end() :]) if found else (None, "")
                continue
            end, quote = _end_of_tag(rest, quote)
            tag.append(rest[:end])
            if end < len(rest):
                yield _tag(tag)
                tag = None
            rest = rest[end + 1 :]


def _end_of_tag(words: str, quote: str) -> tuple[int, str]:
    for place, letter in enumerate(words):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == ">":
            return place, ""
    return len(words), quote


def _words(words: str) -> Iterator:
    for part in re.split(r"(\s*\n\s*)", words):
        if "\n" in part:
            yield Break(part.count("\n") > 1)
        elif part:
            yield Text(part)


def _tag(parts: list) -> Tag:
    reading = Attributes()
    for part in parts:
        reading.take(part)
    name, *attributes = [_joined(unit) for unit in reading.units if unit]
    return _named(name, attributes)


class Attributes:
    """A tag's name and attributes, one unit each; a conditional attribute is one unit from its if to its endif."""

    def __init__(self) -> None:
        self.units: list[list] = [[]]
        self.quote, self.depth = "", 0

    def take(self, part: "str | Expression | Statement") -> None:
        if isinstance(part, str):
            for letter in filter(None, re.split(r"(\s+|[\"'])", part)):
                self._letter(letter)
        elif self.quote:
            self.units[-1].append(part)
        elif isinstance(part, Statement):
            self._statement(part)
        else:
            last = self.units[-1][-1:]
            if self.depth == 0 and last and (isinstance(last[0], Expression) or last[0] in QUOTES):
                self.units.append([])
            self.units[-1].append(part)

    def _letter(self, letter: str) -> None:
        if self.quote or letter.strip():
            self.quote = "" if letter == self.quote else self.quote or (letter if letter in QUOTES else "")
            self.units[-1].append(letter)
        elif self.depth == 0:
            self.units.append([])
        elif isinstance(self.units[-1][-1], str):
            self.units[-1].append(" ")

    def _statement(self, statement: Statement) -> None:
        if self.depth == 0 and statement.opens:
            self.units.append([])
        self.depth += statement.opens - statement.closes
        self.units[-1].append(statement)
        if self.depth == 0:
            self.units.append([])


def _named(name: list, attributes: list) -> Tag:
    alone = False
    if attributes and isinstance(attributes[-1][-1], str) and attributes[-1][-1].endswith("/"):
        attributes[-1][-1] = attributes[-1][-1][:-1]
        attributes = [one for one in attributes if one != [""]]
        alone = True
    words = "".join(one if isinstance(one, str) else "{{ " + one_line(one.tokens) + " }}" for one in name)
    closing = words.startswith("/")
    return Tag(words.removeprefix("/"), attributes, closing, alone or words.lower() in VOID)


def _joined(unit: list) -> list:
    """Neighbouring words as one."""
    found: list = []
    for part in unit:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return found
