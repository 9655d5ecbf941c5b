"""What commands read: a file that is no sound JSON is one sentence, whatever is wrong with it."""

import json

import pytest

from tenants.cli_output import Sentence, read_json


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "export.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"泉和": 1}).encode())
    assert read_json(str(file)) == {"泉和": 1}


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": ' + "9" * 6000 + "}", '{"a": NaN}', "[1, 2", "", "\x00"])
def test_what_is_out_of_all_proportion_is_one_sentence(tmp_path, text):
    file = tmp_path / "export.json"
    file.write_text(text)
    with pytest.raises(Sentence, match=r"export\.json") as said:
        read_json(str(file))
    assert "\n" not in said.value.message
