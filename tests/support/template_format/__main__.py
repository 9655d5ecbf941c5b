"""`python -m tests.support.template_format` writes every template in its form; `--check` only says which are not."""

import sys
from pathlib import Path

from tests.support.template_format import formatted

ROOT = Path(__file__).resolve().parents[3] / "templates"


def main() -> None:
    wrong = []
    for file in sorted(ROOT.rglob("*.html")):
        source = file.read_text("utf-8")
        try:
            now = formatted(source)
        except (ValueError, IndexError) as error:
            sys.exit(f"{file.relative_to(ROOT)}: {str(error)[:300]}")
        if now != source:
            wrong.append(str(file.relative_to(ROOT)))
            if "--check" not in sys.argv:
                file.write_text(now, "utf-8")
    if "--check" in sys.argv and wrong:
        sys.exit("Not in their form (python -m tests.support.template_format writes it): " + ", ".join(wrong))


if __name__ == "__main__":
    main()
