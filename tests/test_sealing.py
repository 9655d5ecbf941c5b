"""Envelopes of one length that open with the right keys only; personal fields that do too."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import CryptoError

from app.core import encryption, sealing
from app.operating import keys

RING = sealing.Keyring.generate("2026Q4")
KEY = sealing.new_key(RING)
payloads = st.dictionaries(
    st.sampled_from(["choice", "q1"]), st.lists(st.sampled_from(["yes", "no", "3"]), max_size=4), max_size=2
)


@given(st.lists(payloads, max_size=6))
def test_what_was_sealed_comes_out_in_order_and_tells_nothing_by_its_length(given_payloads):
    envelopes = [sealing.seal(KEY.public, one, 120) for one in given_payloads]
    assert len({len(one) for one in envelopes}) <= 1
    assert sealing.open_all(KEY, RING, envelopes) == given_payloads


def test_the_same_choice_is_never_sealed_to_the_same_bytes():
    assert sealing.seal(KEY.public, {"choice": ["yes"]}, 40) != sealing.seal(KEY.public, {"choice": ["yes"]}, 40)


def test_another_operator_or_another_polls_key_opens_nothing():
    envelope = sealing.seal(KEY.public, {"choice": ["yes"]}, 40)
    other = sealing.new_key(RING)
    with pytest.raises(sealing.SealBroken, match="0"):
        sealing.open_all(other, RING, [envelope])
    stranger = sealing.Keyring.generate("2026Q4")
    with pytest.raises(CryptoError):
        sealing.open_all(KEY, stranger, [envelope])


def test_a_damaged_envelope_is_named_by_its_place():
    envelopes = [sealing.seal(KEY.public, {"choice": ["yes"]}, 40) for _ in range(3)]
    envelopes[2] = envelopes[2][:-1] + bytes([envelopes[2][-1] ^ 1])
    with pytest.raises(sealing.SealBroken, match="2"):
        sealing.open_all(KEY, RING, envelopes)


def test_too_long_a_payload_is_refused():
    with pytest.raises(ValueError, match="bytes"):
        sealing.seal(KEY.public, {"choice": ["x" * 50]}, 40)


def test_keys_are_read_back_from_their_setting():
    again = sealing.Keyring(RING.to_setting())
    assert sealing.open_all(KEY, again, [sealing.seal(KEY.public, {"q1": []}, 40)]) == [{"q1": []}]
    assert (
        sealing.Keyring(RING.to_setting() + "," + sealing.Keyring.generate("2027Q1").to_setting()).current == "2027Q1"
    )


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
