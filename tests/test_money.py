"""Sums as people type them: one reader, which refuses what could be read in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import money
from app.core.refusal import Refused


@pytest.mark.parametrize(
    ("text", "currency", "hundredths"),
    [
        ("5,000", "GBP", 500_000), ("£5000", "GBP", 500_000), ("5 000", "GBP", 500_000), ("£ 5,000.50", "GBP", 500_050),
        ("5000 pounds", "GBP", 500_000), ("GBP 5000", "GBP", 500_000), ("5'000", "GBP", 500_000), ("5’000", "GBP", 500_000),
        ("5000元", "CNY", 500_000), ("¥5,000", "CNY", 500_000), ("￥５，０００．５", "CNY", 500_050), ("人民币5000元", "CNY", 500_000),
        ("５０００", "CNY", 500_000), ("5\u00a0000", "GBP", 500_000), ("5\u202f000\u2009000", "GBP", 500_000_000),
        ("3万元", "CNY", 3_000_000), ("1.2 万元", "CNY", 1_200_000), ("2.75万", "CNY", 2_750_000), ("4,860 yuan", "CNY", 486_000),
        ("0", "GBP", 0), ("0元", "CNY", 0), ("0.00", "GBP", 0), ("1.5", "GBP", 150), ("0.01", "GBP", 1), ("0005", "GBP", 500),
        ("1,234,567.89", "GBP", 123_456_789), ("1,000.50元", "CNY", 100_050), ("1.05 万 元", "CNY", 1_050_000), ("١٢", "CNY", 1200), ("100,000,000", "GBP", 10_000_000_000),
    ],
)  # fmt: skip
def test_what_people_write_is_read(text, currency, hundredths):
    assert money.read(text, currency) == hundredths


@pytest.mark.parametrize(
    "text",
    ["5.000", "5.000,50", "1,5", "500.555", "5,00", "1.5.0", "12,34,567", "1,234.567", "5 000,50", "1 000,000", "5,0000",
     "5.", ".5", ",5", "5,", "5 0", "1,234 567", "5.000万", "0,500", "00,500", "012,000", "0 500元", "0'500"],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_refused_in_one_sentence(text):
    with pytest.raises(Refused, match="two ways") as refused:
        money.read(text, "CNY")
    assert refused.value.status == 422
    assert text in str(refused.value)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "GBP"), ("five", "GBP"), ("-5", "GBP"), ("+5", "GBP"), ("nan", "GBP"), ("sNaN", "GBP"), ("inf", "GBP"), ("1e5", "GBP"),
        ("€5", "GBP"), ("£5", "CNY"), ("5元", "GBP"), ("3万", "GBP"), ("5,000 or so", "GBP"), ("cny", "CNY"), ("½", "GBP"), ("£", "GBP"), ("£5£", "GBP"),
        ("5 | 6", "GBP"), ("0x10", "GBP"), ("5\n000a", "GBP"), ("万元", "CNY"), ("£-5", "GBP"),
        ("12⁵⁰", "GBP"), ("5⁰⁰元", "CNY"), ("5₀₀", "GBP"), ("①②元", "CNY"), ("一万", "CNY"), ("1万5", "CNY"), ("5千", "CNY"), ("5w", "CNY"),
    ],
)  # fmt: skip
def test_what_is_no_sum_of_this_currency_is_refused_in_one_sentence(text, currency):
    with pytest.raises(Refused, match="no sum") as refused:
        money.read(text, currency)
    assert refused.value.status == 422


@pytest.mark.parametrize("text", ["100,000,000.01", "1" + "0" * 400, "9" * 5000, "100001万"])
def test_what_is_more_than_anyone_decides_about_is_refused(text):
    with pytest.raises(Refused, match="at most 100,000,000"):
        money.read(text, "CNY")


@given(st.integers(0, 10_000_000_000), st.sampled_from(["CNY", "GBP", "EUR"]))
def test_a_sum_as_the_product_writes_it_is_read_back(hundredths, currency):
    assert money.read(money.written(hundredths), currency) == hundredths


@given(st.text(max_size=30), st.sampled_from(["CNY", "GBP"]))
def test_anything_typed_is_a_sum_or_gets_a_sentence(text, currency):
    try:
        assert 0 <= money.read(text, currency) <= money.MOST * 100
    except Refused as refused:
        assert "“" in str(refused)  # noqa: PT017
