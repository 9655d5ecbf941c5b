"""What a template is made of."""

from dataclasses import dataclass, field

Tokens = list[tuple[str, str]]  # (kind, value) as Jinja's lexer names them, without white space


@dataclass
class Text:
    words: str


@dataclass
class Break:
    """A line break between two things; blank: an empty line stands there."""

    blank: bool = False


@dataclass
class Comment:
    words: str


@dataclass
class Expression:
    tokens: Tokens


@dataclass
class Statement:
    tokens: Tokens

    @property
    def name(self) -> str:
        return self.tokens[0][1]

    @property
    def opens(self) -> bool:
        if self.name == "set":
            return ("operator", "=") not in self.tokens
        return self.name in ("if", "for", "macro", "call", "block", "filter", "with")

    @property
    def turns(self) -> bool:
        return self.name in ("elif", "else")

    @property
    def closes(self) -> bool:
        return self.name.startswith("end")


@dataclass
class Tag:
    """<name …> or </name>; attributes are lists of words, expressions and statements."""

    name: str
    attributes: list[list["str | Expression | Statement"]]
    closing: bool = False
    alone: bool = False


@dataclass
class Nest:
    """A tag or a statement with what stands inside; parts: further branches, each with its statement."""

    head: Tag | Statement
    inside: list = field(default_factory=list)
    tail: Tag | Statement | None = None
    parts: list[tuple[Statement, list]] = field(default_factory=list)
