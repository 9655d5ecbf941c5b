"""What follows where the words of a vote are taken down: the words go, the vote goes on.

Whoever voted can still see that they did, whoever may vote still can, and the count comes as the notice said: taking
words down must never be a way to stop a vote (docs/adr/0011). Title and text are put aside, so that no list, page,
calendar or export has to remember to leave them out; the choices stay, or nobody could vote.
"""

from datetime import datetime

from app.access import CommunityVisitor
from app.commitments.taken_down import rename_with
from app.community.operations import own_word
from app.polls.models import Poll


def went_down(poll: Poll) -> None:
    poll.put_aside = {"title": poll.title, "text": poll.text}
    poll.title = own_word("vote_without_words") % {"number": poll.number}
    poll.text = own_word("vote_goes_on")
    rename_with(poll.id, poll.title)


def came_back(poll: Poll, _by: CommunityVisitor, _since: datetime) -> None:
    assert poll.put_aside is not None
    poll.title, poll.text, poll.put_aside = poll.put_aside["title"], poll.put_aside["text"], None
    rename_with(poll.id, poll.title)
