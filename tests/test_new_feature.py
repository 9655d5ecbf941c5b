"""A feature added by README's steps, in a copy of the tree: which old files it changes, and that all the rest follows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.house import ROOT

TOY = Path(__file__).parent / "support" / "toy"
COPIED = ("app", "tenants", "templates", "profiles", "migrations", "tests", "stubs")
SINGLE = ("config.py", "wsgi.py", "pyproject.toml")
LIST, LAYERS = "app/__init__.py", "pyproject.toml"


@pytest.fixture
def tree(tmp_path):
    """The product as it stands."""
    skipped = shutil.ignore_patterns("__pycache__", "*.mo", "toy")
    for folder in COPIED:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=skipped)
    for name in SINGLE:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def edited(tree, name, *changes):
    text = (tree / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (name, old)
        text = text.replace(old, new)
    (tree / name).write_text(text, encoding="utf-8")


def added(tree):
    """README's steps: files of its own, its line in the list of features, its place in the layers."""
    shutil.copytree(TOY, tree, dirs_exist_ok=True)
    edited(
        tree, LIST, ("from app.moderation import offers", "from app.lending import offers as lending\nfrom app.moderation import offers"),
        ("FEATURES = (\n", "FEATURES = (\n    lending,\n"),
    )  # fmt: skip
    edited(tree, LAYERS, ('  "ratings | volunteering",\n', '  "ratings | volunteering | lending",\n'))


def changed(tree):
    files = [file for folder in COPIED for file in (ROOT / folder).rglob("*") if _counts(file)]
    files += [ROOT / name for name in SINGLE]
    return sorted(
        str(file.relative_to(ROOT))
        for file in files
        if file.read_bytes() != (tree / file.relative_to(ROOT)).read_bytes()
    )


def _counts(file):
    return file.is_file() and not {"__pycache__", "toy"} & set(file.parts) and file.suffix != ".mo"


def run(tree, *command):
    environment = {**os.environ, "PYTHONPATH": str(tree), "INSTANCE_PATH": str(tree / "instance")}
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_a_new_feature_changes_two_old_files_and_stands_on_every_shared_page(tree):
    added(tree)
    assert changed(tree) == [LIST, LAYERS]
    walked = run(
        tree, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", "tests/lending"
    )
    assert walked.returncode == 0, walked.stdout[-3000:]
    assert "1 passed" in walked.stdout
    contract = run(tree, str(Path(sys.executable).parent / "lint-imports"))
    assert contract.returncode == 0, contract.stdout[-2000:]


def test_the_readme_names_these_files_and_no_others():
    steps = re.search(
        r"### Adding a feature package\n(.*?)\n## ", (ROOT / "README.md").read_text(encoding="utf-8"), re.S
    )
    numbered = re.findall(r"^\d\. (.*?)(?=^\d\. |\n\n)", steps.group(1), re.S | re.M)
    named = {name for step in numbered for name in re.findall(r"`([\w/]+\.(?:py|toml))`", step)}
    assert {name for name in named if (ROOT / name).exists() and not name.startswith("app/core/")} == {LIST, LAYERS}
