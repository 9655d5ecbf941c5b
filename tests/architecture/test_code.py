"""Who commits, where time and settings come from, read from the code."""

import ast
import json
import re
import subprocess
import sys

from tests.support.house import CODE, ROOT

TREES = {file: ast.parse(source) for file, source in CODE.items()}
MAKERS = re.compile(r"(?<!\w)(Session|BoundSession|sessionmaker|scoped_session)\((?!Session\))")
COMMITTING = re.compile(
    r"(views|cli|demo|proposal_page|desk|worker|operating/closing|publishing|messages|provisioning|importing|moving|limits|database|jobs|failures|ready|rotation|rounds|demo_entrance)"
)


def test_only_the_guarded_session_is_opened():
    assert {file for file, source in CODE.items() if MAKERS.search(source)} <= {"tenants/database.py"}


def test_only_views_commands_and_the_worker_commit():
    found = [
        file for file, tree in TREES.items()
        if not COMMITTING.search(file)
        and any(isinstance(node, ast.Attribute) and node.attr == "commit" for node in ast.walk(tree))
    ]  # fmt: skip
    assert not found, found


def test_time_comes_from_the_clock():
    found = [
        f"{file}:{node.lineno}" for file, tree in TREES.items()
        if not file.endswith("/clock.py") and not file.startswith("tenants/")
        for node in ast.walk(tree) if _reads_the_time(node)
    ]  # fmt: skip
    assert not found, found


def _reads_the_time(node):
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    return (node.value.id, node.attr) in {
        ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("datetime", "now"),
    }  # fmt: skip


def test_config_is_read_at_the_door_only():
    found = {file for file, source in CODE.items() if "os.environ" in source}
    assert all(file.endswith("/commands.py") for file in found), found


def test_whatever_work_is_asked_for_someone_does_wherever_the_product_is_loaded():
    asked = {kind for source in CODE.values() for kind in re.findall(r'enqueue\(\s*"([^"]+)"', source)}
    script = "import app, json, app.outbox.operations as o; print(json.dumps(sorted(o.HANDLERS)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(asked) > 5
    assert not asked - set(json.loads(done.stdout))


def test_what_the_type_checker_is_told_to_ignore_says_why():
    found = [
        f"{file}:{number}" for file, source in CODE.items() for number, line in enumerate(source.splitlines(), 1)
        if "type: ignore" in line and not re.search(r"# type: ignore\[[a-z-]+\]  # \w", line)
    ]  # fmt: skip
    assert not found, found


def test_what_is_hashed_or_sealed_is_written_by_one_function():
    found = {file for file, source in CODE.items() if "sort_keys" in source}
    assert found == {"app/core/canonical_json.py"}


def test_no_function_is_longer_than_a_screen():
    # A story of the demo is one line an event, and reads in one piece.
    found = [
        f"{file}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for file, tree in {**TREES, "config.py": ast.parse((ROOT / "config.py").read_text("utf-8"))}.items()
        if "demo/stories/" not in file
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 30
    ]  # fmt: skip
    assert not found, found
