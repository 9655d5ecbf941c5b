"""Brings the browser's files from a hash-locked wheel at set-up; the repository holds none of them."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from flask import Flask

LOCK = Path(__file__).resolve().parents[2] / "requirements-assets.txt"
INSIDE = "django_htmx/static/django_htmx/htmx-2.min.js"
SHA256 = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"


def init_app(app: Flask) -> None:
    """htmx is looked for when a page asks: the first start brings it while the pages are served already."""
    static = Path(app.static_folder or "static")
    htmx, icon = static / "vendor" / "htmx-2.min.js", (static / "icon.svg").read_text("utf-8").strip()
    app.jinja_env.globals.update(has_htmx=htmx.exists, icon_address="data:image/svg+xml," + quote(icon, safe="/:"))


def fetch(static: Path) -> list[str]:
    """Fetch what is missing; returns warnings, one sentence each. Without htmx every page still works."""
    target = static / "vendor" / "htmx-2.min.js"
    if target.exists() and _digest(target) == SHA256:
        return []
    with tempfile.TemporaryDirectory() as folder:
        if not _install(folder):
            return ["The browser's htmx file could not be brought (no network?); the product works without it."]
        file = Path(folder) / INSIDE
        if _digest(file) != SHA256:
            return ["The browser's htmx file is not the one expected and was left out."]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    return []


def _install(folder: str) -> bool:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--target", folder, "-r", str(LOCK)]
    return subprocess.run([*pip, *locked], capture_output=True, check=False).returncode == 0  # noqa: S603


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
