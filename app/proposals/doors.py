"""What requests and proposals give to the home with large text."""

from typing import Any

from app.core.shared_pages import Door
from app.web.page_links import link
from app.web.reader import gettext


def view(*_: Any) -> Door:
    return Door(
        "pencil", gettext("Give my view"), link("proposals.new", kind="proposal"), gettext("a sentence is enough")
    )


def help_wanted(*_: Any) -> Door:
    return Door("heart", gettext("Get help"), link("proposals.new", kind="request"), gettext("say what you need"))
