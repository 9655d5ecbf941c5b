"""A browser as people call it: what it says of itself is no name, the machine it runs on is."""

from app.web.reader import gettext

MACHINES = ("iPhone", "iPad", "HarmonyOS", "Android", "Windows", "Macintosh", "Linux")  # the more telling ones first


def machine(said: str | None) -> str:
    found = next((name for name in MACHINES if name in (said or "")), None)
    return found.replace("Macintosh", "Mac") if found else gettext("A browser")
