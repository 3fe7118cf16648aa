"""Reading JSON strictly: every refusal says what and where."""

import json
from typing import Any

import pytest

from ctdl.findings import DocumentError
from ctdl.json_reading import MAX_DOCUMENT_BYTES, read_json


def refusal_of(data: Any) -> tuple[str, str]:
    with pytest.raises(DocumentError) as refused:
        read_json(data)
    found = refused.value.findings[0]
    return found.code, found.message


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "JSON_MALFORMED", "Line 1, column 1"),
        (b'{"a": 1,\n "b" 2}', "JSON_MALFORMED", "Line 2, column 6"),
        (b'{"a": 1}}', "JSON_MALFORMED", "Line 1, column 9"),
        (b"{'a': 1}", "JSON_MALFORMED", "column 2"),
        (b'{"a": 1, "a": 2}', "JSON_DUPLICATE_KEY", "'a' stands twice"),
        (b'[{"x": {"y": 1, "y": 1}}]', "JSON_DUPLICATE_KEY", "'y' stands twice"),
        (b'{"a": NaN}', "JSON_NUMBER_INVALID", "NaN"),
        (b'{"a": -Infinity}', "JSON_NUMBER_INVALID", "-Infinity"),
        (b'{"a": 1e999}', "JSON_NUMBER_INVALID", "1e999 is too large"),
        (b'{"a": 123456789012345678}', "JSON_NUMBER_INVALID", "write it as a text"),
        (b'{"a": ' + b"9" * 5000 + b"}", "JSON_NUMBER_INVALID", "write it as a text"),
        (b'{"a": "\\ud800"}', "TEXT_CHARACTER_INVALID", "U+D800 at position 1"),
        (b'{"a": "ab\\u0000"}', "TEXT_CHARACTER_INVALID", "U+0000 at position 3 (after 'ab')"),
        (b'{"a\\u001b": 1}', "TEXT_CHARACTER_INVALID", "U+001B"),
        (b'{"a": ["\\uffff"]}', "TEXT_CHARACTER_INVALID", "U+FFFF"),
        (b'{"a": "\xff"}', "ENCODING_NOT_UTF8", "Byte 8"),
        ('{"a": 1}'.encode("utf-16"), "ENCODING_NOT_UTF8", "Save the file as UTF-8"),
        (b"[" * 100 + b"]" * 100, "NESTING_TOO_DEEP", "60 levels"),
        (b"[" * 200_000, "NESTING_TOO_DEEP", "60 levels"),
        (b'{"a":' * 150_000, "NESTING_TOO_DEEP", "60 levels"),
        (b" " * (MAX_DOCUMENT_BYTES + 1), "DOCUMENT_TOO_LARGE", "2,000,001 bytes"),
        (b'"' + b"x" * 10_000_000 + b'"', "DOCUMENT_TOO_LARGE", "10,000,002 bytes"),
    ],
)
def test_unusable_text_is_refused_with_the_place(data: Any, code: str, said: str) -> None:
    found, message = refusal_of(data)

    assert (found, said in message) == (code, True), message


def test_the_size_of_a_text_is_counted_in_bytes() -> None:
    code, _ = refusal_of('"' + "é" * (MAX_DOCUMENT_BYTES // 2) + '"')

    assert code == "DOCUMENT_TOO_LARGE"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json(b"\xef\xbb\xbf[1]") == [1]
    assert read_json("\ufeff[1]") == [1]


def test_sixty_levels_are_taken() -> None:
    deepest = json.loads("[" * 60 + "]" * 60)

    assert read_json(json.dumps(deepest)) == deepest


def test_tabs_line_ends_and_all_scripts_are_taken() -> None:
    text = "tab\tline\nreturn\r ال \u202e עברית 👩🏽‍🎓 \x7f\x85"

    assert read_json({"text": text}) == {"text": text}


@pytest.mark.parametrize("value", [{1, 2}, object(), float("nan"), b"bytes"])
def test_a_mapping_that_is_no_json_is_refused(value: Any) -> None:
    assert refusal_of({"a": value})[0] == "JSON_MALFORMED"


def test_a_mapping_that_holds_itself_is_refused() -> None:
    circle: dict[str, object] = {}
    circle["self"] = circle

    assert refusal_of(circle)[0] == "JSON_MALFORMED"
