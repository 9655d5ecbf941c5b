"""Every sentence has its Chinese, with the same places, full-width punctuation and none of the banned words."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.web import catalogues
from tests.support import messages

ROOT = Path(__file__).resolve().parent.parent
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()][\u4e00-\u9fff]")
BANNED = ("积分排名", "打卡", "红黑榜", "达标率排行", "投票量", "你的", "你可", "你已", "告诉你")
REWORDED = (  # what two readers, one of each language, stumbled over
    "再多一点", "为一笔钱选项目", "由谁来说有没有帮助", "同样的篇幅", "证据够用", "Who above has looked", "with a little more of it", "Go on",
)  # fmt: skip
PLACES = re.compile(r"%\(\w+\)[sd]")


def rows():
    for file in sorted(messages.FOLDER.glob("*.po")):
        with file.open("rb") as po:
            yield from ((file.stem, message) for message in read_po(po, locale="zh_Hans") if message.id)


def test_every_message_is_translated_and_none_is_left_over():
    known = messages.known()
    used = {one for found in messages.extract().values() for one in found}
    assert not [one for one in used if not known.get(one)]
    assert set(known) == used


def test_places_stand_in_both_languages():
    for package, message in rows():
        one = messages._id(message)
        assert sorted(PLACES.findall(one)) == sorted(PLACES.findall(messages._text(message))), f"{package}: {one}"
        assert not message.fuzzy


def test_the_catalogues_agree_and_merge():
    assert len(catalogues.merged("zh_Hans")) > 500


@pytest.mark.parametrize("folder", ["app", "templates", "profiles"])
def test_chinese_is_set_with_its_own_punctuation(folder):
    for file in (ROOT / folder).rglob("*"):
        if file.suffix in (".py", ".html", ".po", ".toml"):
            text = file.read_text(encoding="utf-8")
            assert not HALF_WIDTH.findall(text), f"{file}: {HALF_WIDTH.findall(text)[:3]}"
            assert not [word for word in BANNED if word in text], file


INSTITUTIONS = ("居委会", "居民委员会", "村委会", "街道", "网格", "业委会", "居务")


def test_the_generic_profile_names_no_chinese_institution():
    """Neither in its own words nor in any message, since messages are shown in every profile."""
    assert not [
        word for word in INSTITUTIONS if word in (ROOT / "profiles" / "generic.toml").read_text(encoding="utf-8")
    ]
    for package, message in rows():
        if package != "demo":
            assert not [word for word in INSTITUTIONS if word in messages._text(message)], (
                f"{package}: {messages._id(message)}"
            )


def test_what_readers_stumbled_over_is_said_otherwise():
    said = [
        words for _, message in rows()
        for words in (message.id, message.string) for words in ([words] if isinstance(words, str) else words)
    ]  # fmt: skip
    assert len(said) > 2000
    assert not [words for words in said if words == "Go on" or any(old in words for old in REWORDED[:-1])]
