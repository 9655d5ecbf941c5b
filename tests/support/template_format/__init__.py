"""The one form of a template: `make check` holds it, `python -m tests.support.template_format` writes it.

One statement a line, indented as it nests; a line break is layout and is never drawn (app/web/layout.py).
"""

from tests.support.template_format.reading import tree
from tests.support.template_format.writing import text


def formatted(source: str) -> str:
    return text(tree(source))
