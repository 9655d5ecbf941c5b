"""How pages are drawn: one set of compiled templates a language, in which every fixed sentence stands translated.

A page of twenty rows asks for a hundred sentences and calls two hundred macros; looked up one by one they cost more than
its rows. So `_("…")` is settled when a template is compiled, and what is called while drawing is called straight.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from app.web import layout, page_links
from app.web.bidi import FROM_THE_RIGHT, apart
from app.web.reader import Words, words


class Straight(Context):
    """Calls macros and plain functions as they are; only what asks for Jinja's context goes the long way."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  (a keyword may be named self)
        kind = type(__obj)
        if kind is Macro or (kind is FunctionType and not __obj.__dict__):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


NEEDS_CARE = re.compile("[&<>\"']|" + FROM_THE_RIGHT.pattern)


def written(value: Any) -> Any:
    """What stands in {{ }}, as it is written into a page: escaped, and set apart where it is read from right to left. Most
    of it needs neither, and a page writes hundreds.
    """
    kind = type(value)
    if kind is Markup or (kind is str and not NEEDS_CARE.search(value)):
        return value
    return escape(apart(value))


class Writing(CodeGenerator):
    """Compiles {{ }} to one call, where Jinja makes three."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


class Translated(Environment):
    """The templates of one language, in the words of one kind of place; made from the environment that every language shares."""

    context_class, code_generator_class = Straight, Writing
    written = staticmethod(written)
    words: Words | None = None

    def make_globals(self, d: Any) -> Any:
        """A plain dictionary: Jinja's own looks a name up in several, and compares them all with each import."""
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return Settled(self.words).visit(tree) if self.words is not None else tree


class Pages(Translated):
    """Hands out each template in the reader's language."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.languages: dict[Words, Environment] = {}  # a kind of place may say things otherwise

    def get_or_select_template(self, template_name_or_list: Any, *args: Any, **kwargs: Any) -> Template:
        return self._of_reader().get_or_select_template(template_name_or_list, *args, **kwargs)

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        return self._of_reader().get_template(name, *args, **kwargs)

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        return self._of_reader().from_string(source, *args, **kwargs)

    def _of_reader(self) -> Environment:
        found = words()
        if found not in self.languages:
            self.languages[found] = self._in(found)
        return self.languages[found]

    def _in(self, words: Words) -> Environment:
        made: Environment = self.overlay()
        made.__class__ = Translated  # an overlay is of its maker's class, which would ask for the language again
        made.words = words  # type: ignore[attr-defined]  # of the class it has been given
        made.globals = {**self.globals, **_sentences(words)}
        return made


def _sentences(words: Words) -> dict[str, Callable[..., Markup]]:
    """For sentences that are known only while drawing: `_(queue.title)`, and everything counted."""

    def gettext(message: str, **values: Any) -> Markup:
        return Markup(words.of(str(message))) % _apart(values)  # noqa: S704  (our own words; what is put in is escaped)

    def ngettext(one: str, many: str, num: int, **values: Any) -> Markup:
        return Markup(words.counted(one, many, num)) % {"num": num, **_apart(values)}  # noqa: S704

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _apart(values: dict[str, Any]) -> dict[str, Any]:
    return {name: apart(value) for name, value in values.items()}


class Settled(NodeTransformer):
    """Puts the translation in the place of each `_("…")`."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  (Jinja's name)
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext") and len(node.args) == 1):
            return node
        message = node.args[0]
        if not isinstance(message, nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        words = self.words.of(message.value)
        values = {keyword.key: nodes.Filter(keyword.value, "apart", [], [], None, None) for keyword in node.kwargs}
        return nodes.Concat(list(_pieces(words, values, node.lineno)), lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        """Words and the values in them are written one after the other, and never put together."""
        self.generic_visit(node)
        node.nodes = [
            piece for part in node.nodes for piece in (part.nodes if isinstance(part, nodes.Concat) else [part])
        ]
        return node


PLACE = re.compile(r"%\((\w+)\)s")  # every value of a fixed sentence is put in as it is


def _pieces(words: str, values: Mapping[str, nodes.Expr], line: int) -> Iterator[nodes.Expr]:
    """The words of a sentence, and between them what stands in the place of each %(name)s."""
    for index, piece in enumerate(PLACE.split(words)):
        yield values[piece] if index % 2 else nodes.TemplateData(piece % (), lineno=line)


def init_app(app: Flask) -> None:
    app.jinja_environment = Pages  # type: ignore[assignment]  # Flask's own way to name another class
    app.jinja_env.add_extension(layout.Layout)
    app.extensions["page_links"] = app.jinja_env.globals["url_for"] = page_links.in_pages(app)
