"""How commands speak: results as JSON on stdout, words on stderr, one sentence and exit code 2 for bad input."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


class Sentence(click.ClickException):
    """One sentence on stderr and exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True)


def result(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def read_json(file: str) -> Any:
    """A JSON file; what is wrong with it is said with file and line."""
    try:
        return json.loads(Path(file).read_text(encoding="utf-8-sig"), parse_constant=_no_number)
    except OSError as error:
        raise Sentence(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Sentence(f"{file}: this is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise Sentence(f"{file}, line {error.lineno}: {error.msg}") from None
    except (ValueError, RecursionError):
        raise Sentence(f"{file}: it holds a number or a nesting that is out of all proportion") from None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def progress(total: int, what: str) -> Callable[[int], None]:
    """Says how far a long job is: a bar on a terminal, a line every tenth elsewhere."""
    said = {"tenth": -1}

    def say(done: int) -> None:
        tenth = done * 10 // max(total, 1)
        if sys.stderr.isatty():
            click.echo(f"\r{what} [{'#' * tenth:<10}] {done}/{total}", err=True, nl=done >= total)
        elif tenth > said["tenth"]:
            click.echo(f"{what}: {done} of {total}", err=True)
        said["tenth"] = tenth

    return say
