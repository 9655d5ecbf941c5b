"""People who vote through a real server, as fast as they can, and keep what they were answered."""

import hashlib
import os
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer

from tests.polls.test_killed import CHOICES

ANSWERS = {303, 503, 0}  # the vote is in; try again in a moment; nobody there


class Site:
    """The vote's people, on a real server: requests with all that a browser sends."""

    def __init__(self, vote, *servers):
        self.vote, self.servers, self.seen, self.sent, self.acknowledged = vote, servers, set(), [], 0
        app = vote.app
        raw = hashlib.sha256(os.urandom(32)).hexdigest()
        self.token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
        signer = app.session_interface.get_signing_serializer(app)
        self.cookies = {
            voter.id: "gongzhi=" + signer.dumps({"_user_id": vote.make._login(voter.account_id).id.hex, "_fresh": True, "csrf_token": raw})
            for voter in vote.voters
        }  # fmt: skip

    def cast(self, voter, choice, server=0):
        may = self.vote.may[voter.id]
        self.vote.may[voter.id] = may | {choice}  # from here on it may be there, and need not
        self.vote.asked.add(voter.id)
        self.sent.append((voter.id, choice))
        status = self._post(
            self.servers[server], voter, urlencode({"choice": choice, "step": "cast", "csrf_token": self.token})
        )
        self.seen.add(status)
        if status == 303:
            self.vote.may[voter.id] = {choice}  # answered: now it must be there
            self.acknowledged += 1

    def _post(self, server, voter, body):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        address = f"/c/{self.vote.community.slug}/polls/{self.vote.poll.number}/ballot"
        headers = {"Cookie": self.cookies[voter.id], "Content-Type": "application/x-www-form-urlencoded"}
        with suppress(OSError, HTTPException):
            try:
                connection.request("POST", address, body, headers)
                return connection.getresponse().status
            finally:
                connection.close()
        return 0


def votes_until(ends, site, voters, chance):
    while time.monotonic() < ends:
        site.cast(chance.choice(voters), chance.choice(CHOICES), chance.randrange(len(site.servers)))
        time.sleep(chance.random() / 4)
