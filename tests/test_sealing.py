"""Envelopes of one length that open with the right key only, until it is gone; personal fields that open with theirs."""

import uuid
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from app.core import clock, closing_key, encryption, sealing
from app.core.closing_key import KeyGone
from app.core.sealing import Lost
from app.operating import keys

PRIVATE = PrivateKey.generate()
PUBLIC = bytes(PRIVATE.public_key)
payloads = st.dictionaries(
    st.sampled_from(["choice", "q1"]), st.lists(st.sampled_from(["yes", "no", "3"]), max_size=4), max_size=2
)


@given(st.lists(payloads, max_size=6))
def test_what_was_sealed_comes_out_in_order_and_tells_nothing_by_its_length(given_payloads):
    envelopes = [sealing.close_envelope(PUBLIC, one, 120) for one in given_payloads]
    assert len({len(one) for one in envelopes}) <= 1
    assert sealing.open_all(PRIVATE, envelopes) == given_payloads


def test_the_same_choice_is_never_sealed_to_the_same_bytes():
    choice = {"choice": ["yes"]}
    assert sealing.close_envelope(PUBLIC, choice, 40) != sealing.close_envelope(PUBLIC, choice, 40)


def test_another_key_opens_nothing():
    with pytest.raises(sealing.SealBroken, match="0"):
        sealing.open_all(PrivateKey.generate(), [sealing.close_envelope(PUBLIC, {"choice": ["yes"]}, 40)])


def test_a_damaged_envelope_is_named_by_its_place():
    envelopes = [sealing.close_envelope(PUBLIC, {"choice": ["yes"]}, 40) for _ in range(3)]
    envelopes[2] = envelopes[2][:-1] + bytes([envelopes[2][-1] ^ 1])
    with pytest.raises(sealing.SealBroken, match="2"):
        sealing.open_all(PRIVATE, envelopes)


def test_too_long_a_payload_is_refused():
    with pytest.raises(ValueError, match="bytes"):
        sealing.close_envelope(PUBLIC, {"choice": ["x" * 50]}, 40)


@pytest.fixture
def file(tmp_path):
    before = list(closing_key._file)
    closing_key.configure(tmp_path / "closing.key")
    closing_key.create(clock.now().date())
    yield tmp_path / "closing.key"
    closing_key._file[:] = before


def test_each_vote_and_each_use_of_its_seal_has_keys_of_its_own(file):
    seals = [
        sealing.seal_of(kind, uuid.UUID(int=n), step) for kind in ("poll", "round") for n in (1, 2) for step in (0, 9)
    ]
    used = [part for seal in seals for part in (bytes(seal.private()), seal.seed(), seal.token()(uuid.UUID(int=1)))]
    used += [seal.encrypt(b"x") for seal in seals]
    assert len(set(used)) == len(used)
    assert all(seal.decrypt(seal.encrypt(b"who")) == b"who" for seal in seals)
    with pytest.raises(sealing.SealBroken):
        seals[0].decrypt(seals[1].encrypt(b"who"))


def test_why_a_vote_can_never_be_counted_is_known(file):
    closes, seal = clock.now() + timedelta(days=2), sealing.seal_of("poll", uuid.UUID(int=1), 2)
    public = seal.public()
    assert sealing.why_lost(seal, public, closes) is None
    assert sealing.why_lost(seal, PUBLIC, closes) is Lost.KEY
    with clock.at(closes + timedelta(days=7)):
        assert sealing.why_lost(seal, public, closes) is Lost.LATE
    with closing_key.moving() as mover:
        mover.to(3, clock.now().date())
    assert sealing.why_lost(seal, public, closes) is Lost.GONE
    with pytest.raises(KeyGone):
        seal.private()


@pytest.fixture
def two_keys():
    before = dict(encryption._keys), encryption._index_key
    first, second = (keys.new_keys()["field_keys"].split(":", 1)[1] for _ in range(2))
    yield first, second
    encryption._keys.clear()
    encryption._keys.update(before[0])
    encryption._index_key = before[1]


def test_a_rotated_key_still_reads_what_the_old_one_wrote(two_keys):
    first, second = two_keys
    index = keys.new_keys()["blind_index_key"]
    encryption.configure(f"1:{first}", index)
    old = encryption.encrypt("301 室", b"household.room")
    encryption.configure(f"1:{first},2:{second}", index)
    assert encryption.decrypt(old, b"household.room") == "301 室"
    assert encryption.encrypt("301 室", b"household.room")[0] == 2
    with pytest.raises(InvalidTag):
        encryption.decrypt(old, b"account.phone")  # a value moved to another column does not open
    with pytest.raises(InvalidTag):
        encryption.decrypt(old[:-1] + bytes([old[-1] ^ 1]), b"household.room")


def test_a_blind_index_is_the_same_for_the_same_and_apart_by_purpose(two_keys):
    encryption.configure(f"1:{two_keys[0]}", keys.new_keys()["blind_index_key"])
    assert encryption.blind_index("138", "phone") == encryption.blind_index("138", "phone")
    assert encryption.blind_index("138", "phone") != encryption.blind_index("138", "email")
