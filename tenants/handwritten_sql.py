"""SQL written by hand, wherever in a statement it hides: nobody could see what it reaches, so no session sends it.

Mixed into the compiler of a database, below the one that notes tables (statement_tables.py).
"""

import re
from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the compiler it is mixed into is that of a database, chosen when one is known
    from typing import Any as _Compiler
else:
    _Compiler = object

# Functions that read nothing but what they are given; others could run SQL or change what row-level security asks.
FUNCTIONS = frozenset({
    "count", "sum", "min", "max", "avg", "coalesce", "nullif", "length", "lower", "upper", "trim", "replace", "abs", "round",
    "concat", "row_number", "rank", "dense_rank", "first_value", "last_value", "lag", "lead",
})  # fmt: skip
_PLAIN = re.compile(r"""\*|'[^']*'|[^\w\s'"()]+""")  # SQLAlchemy's own, count(*) and LIKE … || '%'; and signs
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")
_READS = re.compile(r"\b(?:SELECT|TABLE)\b", re.IGNORECASE)


class WrittenByHand(_Compiler):
    """Sets `self.reached.by_hand` where a statement holds what was not put together from SQLAlchemy's own parts."""

    selects = 0

    def reads_more_than_it_says(self) -> bool:
        """Whether more SELECTs stand in the SQL than were written: through a type, say, that writes its own."""
        return len(_READS.findall(_QUOTED.sub("", self.string))) > self.selects

    @property
    def preparer(self) -> Any:
        return self._preparer

    @preparer.setter
    def preparer(self, given: Any) -> None:
        """Names that ask to be written as they are could be anything."""

        def quote(name: str) -> str:
            self._note(getattr(name, "quote", None) is False)
            return str(given.quote(name))

        self._preparer = copy(given)
        self._preparer.quote = quote

    def _note(self, by_hand: bool) -> None:
        self.reached.by_hand |= by_hand

    def visit_select(self, select_stmt: Any, **options: Any) -> Any:
        self.selects += 1
        return super().visit_select(select_stmt, **options)

    def visit_textclause(self, textclause: Any, **options: Any) -> Any:
        self._note(True)
        return super().visit_textclause(textclause, **options)

    def escape_literal_column(self, text: str) -> Any:
        """Written columns and operators of one's own."""
        self._note(_PLAIN.fullmatch(text) is None)
        return super().escape_literal_column(text)

    def get_statement_hint_text(self, hint_texts: Any) -> Any:
        self._note(True)
        return super().get_statement_hint_text(hint_texts)

    def visit_function(self, func: Any, **options: Any) -> Any:
        self._note(func.name not in FUNCTIONS or bool(func.packagenames))
        return super().visit_function(func, **options)

    def visit_bindparam(self, bindparam: Any, **options: Any) -> Any:
        self._note(bindparam.literal_execute)
        return super().visit_bindparam(bindparam, **options)

    def visit_join(self, join: Any, **options: Any) -> Any:
        """Of a full join, rows come out that no condition was met by."""
        self._note(join.full)
        return super().visit_join(join, **options)
