"""From the tree of a template to its text."""

import re
import textwrap

from tests.support.template_format import expressions
from tests.support.template_format.expressions import FILL
from tests.support.template_format.nodes import Break, Comment, Expression, Nest, Statement, Tag, Text


def text(nodes: list) -> str:
    return "\n".join(_lines(nodes, 0)).strip("\n") + "\n"


def flat(node: object) -> str:
    """A node on one line."""
    if isinstance(node, (str, Text)):
        return node if isinstance(node, str) else node.words
    if isinstance(node, Expression):
        return "{{ " + expressions.one_line(node.tokens) + " }}"
    if isinstance(node, Statement):
        return "{% " + expressions.one_line(node.tokens) + " %}"
    if isinstance(node, Comment):
        return "{# " + node.words + " #}"
    if isinstance(node, Tag):
        return _flat_tag(node)
    if isinstance(node, Nest):
        return "".join(flat(one) for one in (node.head, *node.inside, node.tail))
    return ""


def _flat_tag(tag: Tag) -> str:
    if tag.closing:
        return f"</{tag.name}>"
    attributes = "".join(" " + "".join(flat(part) for part in unit) for unit in tag.attributes)
    return f"<{tag.name}{attributes}{'/' if tag.alone and tag.name in SHAPES else ''}>"


SHAPES = {"path", "rect", "circle", "polygon", "polyline", "line", "ellipse", "use", "stop"}


def _lines(nodes: list, indent: int) -> list[str]:
    lines: list[str] = []
    for run in _runs(nodes):
        if isinstance(run, Break):
            if lines and lines[-1] and run.blank:
                lines.append("")
        else:
            lines += _run(run, indent)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _runs(nodes: list) -> list:
    """What must stand on one line together: words, and what touches them. The rest stands line by line."""
    runs: list = []
    run: list = []
    for node in [*nodes, Break()]:
        joins = run and (_is_words(node) or _is_words(run[-1])) and _inline(node) and _inline(run[-1])
        if isinstance(node, Break) or (run and not joins):
            if run:
                runs.append(run)
            run = []
        if isinstance(node, Break):
            runs.append(node)
        else:
            run.append(node)
    return runs


def _is_words(node: object) -> bool:
    return isinstance(node, Text)


def _inline(node: object) -> bool:
    return isinstance(node, (Text, Expression)) or (isinstance(node, Nest) and _fits_flat(node, 0))


def _run(run: list, indent: int) -> list[str]:
    if len(run) > 1:
        whole = _spaced("".join(flat(node) for node in run))
        if indent + len(whole) <= FILL and "\n" not in whole:
            return [" " * indent + whole]
        return [line for node in run for part in _with_spaces(node) for line in _one(part, indent)]
    return [line for part in _with_spaces(run[0]) for line in _one(part, indent)]


def _spaced(words: str) -> str:
    """A space at the edge of a line is written out, or it would be layout."""
    space = '{{ " " }}'
    return (space if words[:1] == " " else "") + words.strip(" ") + (space if words[-1:] == " " else "")


def _with_spaces(node: object) -> list:
    """A space at the edge of words is written out where the line ends there."""
    if not isinstance(node, Text):
        return [node]
    space = Expression([("string", '" "')])
    core = node.words.strip(" ")
    before, after = node.words.startswith(" "), node.words.endswith(" ") and core
    return [*([space] if before else []), *([Text(core)] if core else []), *([space] if after else [])]


def _one(node: object, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(node, Comment):
        return _comment(node, indent)
    if isinstance(node, (Expression, Statement)):
        return _code(node, indent)
    if isinstance(node, Tag):
        return _tag(node, indent)
    if isinstance(node, Nest):
        return _nest(node, indent)
    return textwrap.wrap(node.words, FILL, initial_indent=pad, subsequent_indent=pad, break_long_words=False)


def _comment(node: Comment, indent: int) -> list[str]:
    """Filled to the line; a line that ends a sentence ends a paragraph."""
    pad, lines = " " * indent, []
    for paragraph in re.split(r"(?<=[.:])\s*\n\s*", node.words):
        lines += textwrap.wrap(" ".join(paragraph.split()), 111 - indent, break_long_words=False)
    return [pad + "{# " + lines[0] + (" #}" if len(lines) == 1 else "")] + [
        pad + "   " + line + (" #}" if place == len(lines) - 2 else "") for place, line in enumerate(lines[1:])
    ]


def _code(node: Expression | Statement, indent: int) -> list[str]:
    start, end = ("{{", "}}") if isinstance(node, Expression) else ("{%", "%}")
    lines = expressions.written(node.tokens, indent, indent + 3, 3)
    return _wrapped(lines, indent, start, end)


def _wrapped(lines: list[str], indent: int, start: str, end: str) -> list[str]:
    """The first line stands after the opening mark; broken operators and strings are set in by one step."""
    shown = [" " * indent + f"{start} {lines[0]}"]
    for line in lines[1:]:
        closes = line.strip()[:1] in (")", "]", "}")
        bare = len(line) - len(line.lstrip()) == indent
        shown.append(("  " if bare and not closes else "") + line)
    shown[-1] += f" {end}"
    return shown


def _tag(tag: Tag, indent: int) -> list[str]:
    whole = _flat_tag(tag)
    pad = " " * indent
    has_statement = any(isinstance(part, Statement) for unit in tag.attributes for part in unit)
    if indent + len(whole) <= FILL and not has_statement and "\n" not in whole:
        return [pad + whole]
    end = "/>" if tag.alone and tag.name in SHAPES else ">"
    lines = [f"{pad}<{tag.name}"]
    for unit in tag.attributes:
        lines += _attribute(unit, indent + 2)
    return [*lines, pad + end]


def _attribute(unit: list, indent: int) -> list[str]:
    words = "".join(flat(part) for part in unit)
    pad = " " * indent
    if len(unit) == 1 and isinstance(unit[0], Expression):
        return _code(unit[0], indent)
    if "\n" in words:
        first, *more = [line.strip() for line in words.split("\n")]
        return [pad + first, *(pad + "  " + line for line in more)]
    if indent + len(words) > FILL and len(unit) == 3 and isinstance(unit[1], Expression):
        inner = _wrapped(expressions.written(unit[1].tokens, indent, indent + len(unit[0]) + 3, 4), indent, "{{", "}}")
        if len(inner) > 1:
            return [pad + unit[0] + inner[0].strip(), *inner[1:-1], inner[-1] + unit[2]]
    return [pad + words]


def _nest(nest: Nest, indent: int) -> list[str]:
    pad = " " * indent
    if _fits_flat(nest, indent):
        return [pad + flat(nest)]
    lines = _tag(nest.head, indent) if isinstance(nest.head, Tag) else _code(nest.head, indent)
    inside = _lines(nest.inside, indent + 2)
    if isinstance(nest.head, Tag) and not inside:
        return [*lines[:-1], lines[-1] + flat(nest.tail)]
    lines += inside
    for statement, nodes in nest.parts:
        lines += [*_code(statement, indent), *_lines(nodes, indent + 2)]
    return [*lines, pad + flat(nest.tail)]


def _fits_flat(nest: Nest, indent: int) -> bool:
    """An element of words and values alone; of the statements only a block does."""
    if isinstance(nest.head, Statement) and nest.head.name != "block":
        return False
    if isinstance(nest.head, Tag) and any(isinstance(p, Statement) for unit in nest.head.attributes for p in unit):
        return False
    whole = flat(nest)
    simple = all(
        isinstance(one, (Text, Expression)) or (isinstance(one, Nest) and _fits_flat(one, 0)) for one in nest.inside
    )
    several = len(nest.inside) > 1 and not any(_is_words(one) for one in nest.inside)
    return simple and not several and "\n" not in whole and indent + len(whole) <= FILL
