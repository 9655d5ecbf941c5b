"""What the documents name is there."""

import re

from tests.support.house import ROOT

PATH = re.compile(r"`((?:app|tenants|tests|templates|benchmarks|profiles|migrations)/[\w/.]+)`")
LATER = {"G6"}  # it says with what it comes
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_test_that_a_document_names_is_there():
    named = [pair for file in (ROOT / "docs").rglob("*.md") for pair in NAMED.findall(file.read_text("utf-8"))]
    gone = [
        f"{file}::{name}" for file, name in named
        if not (ROOT / file).exists() or f"\ndef {name}(" not in (ROOT / file).read_text("utf-8")
    ]  # fmt: skip
    assert len(named) > 100
    assert not gone, gone


def test_every_file_that_a_document_names_is_there():
    documents = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("README*.md")]
    named = [(file.name, path) for file in documents for path in PATH.findall(file.read_text("utf-8"))]
    assert len(named) > 30
    assert not [pair for pair in named if not (ROOT / pair[1]).exists()]


def test_every_line_of_what_failed_has_a_test():
    faults = (ROOT / "docs" / "faults.md").read_text("utf-8")
    lines = re.findall(r"^\| ([A-H]\d+) \|(.*)$", faults, re.M)
    assert len(lines) == len(dict(lines)) == 102
    assert {code for code, rest in lines if not NAMED.search(rest)} == LATER
