"""Hostile pictures: nothing is expanded, unpacked without end, or read from elsewhere."""

import zlib

import pytest

from tests.services.verifying.judged import is_valid, refusal
from tests.support import badges
from tests.support.badges import Chunk

pytestmark = pytest.mark.usefixtures("nothing_is_fetched")
KEYWORD = b"openbadgecredential\0"


def test_a_png_chunk_that_claims_two_gigabytes_takes_none() -> None:
    picture = badges.png()

    assert refusal(picture[:8] + b"\x7f\xff\xff\xff" + picture[12:]).code == "picture-damaged"
    assert refusal(picture[:8] + b"\xff\xff\xff\xff" + picture[12:]).code == "picture-damaged"


def test_a_packed_text_that_unpacks_to_a_gigabyte_is_left_packed() -> None:
    bomb = zlib.compress(b"a" * 50_000_000, 9)

    found = refusal(badges.png(Chunk(b"iTXt", KEYWORD + b"\1\0\0\0" + bomb)))

    assert found.code == "too-large"
    assert refusal(badges.png(Chunk(b"zTXt", KEYWORD + b"\0" + bomb))).code == "too-large"


def test_a_packed_text_of_usual_size_is_read() -> None:
    token = badges.vc_jwt(badges.ed25519()).encode()

    packed = Chunk(b"iTXt", KEYWORD + b"\1\0en\0\0" + zlib.compress(token))
    assert is_valid(badges.png(packed))
    assert is_valid(badges.png(Chunk(b"tEXt", KEYWORD + token)))
    assert is_valid(badges.png(Chunk(b"zTXt", KEYWORD + b"\0" + zlib.compress(token))))


@pytest.mark.parametrize("text", [b"", b"\0", b"\0\0", b"\1\0\0\0not packed", b"\0\0\0\0\xff"])
def test_a_broken_text_chunk_is_told_so(text: bytes) -> None:
    assert refusal(badges.png(Chunk(b"iTXt", KEYWORD + text))).code in (
        "picture-damaged",
        "no-badge-in-picture",
    )


def test_two_badges_in_one_picture_are_not_chosen_from() -> None:
    chunk = Chunk(b"iTXt", KEYWORD + b"\0\0\0\0" + badges.vc_jwt(badges.ed25519()).encode())

    assert refusal(badges.png(chunk, chunk)).code == "several-badges"


def test_a_picture_in_a_hundred_thousand_parts_is_refused_at_once() -> None:
    assert refusal(badges.png(*[Chunk(b"tEXt", b"")] * 100_000)).code == "picture-damaged"


def test_what_follows_the_end_of_a_picture_is_no_part_of_it() -> None:
    assert refusal(badges.png() + b"more").code == "picture-damaged"


def svg(inside: str, before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


OB = 'xmlns:ob="https://purl.imsglobal.org/ob/v3p0"'


def test_entities_in_an_svg_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{laughs}]>'
    outside = '<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    parameter = '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://169.254.169.254/">%p;]>'

    for declared, used in ((bomb, "&l9;"), (outside, "&f;"), (parameter, "")):
        inside = f"<ob:credential {OB}>{used}</ob:credential>"
        assert refusal(svg(inside, declared)).code == "svg-entities"
        assert refusal(svg(inside, declared.lower())).code in ("svg-entities", "svg-malformed")


def test_a_document_type_of_a_drawing_program_is_neither_read_nor_refused() -> None:
    token = badges.vc_jwt(badges.ed25519())
    type_ = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://169.254.169.254/svg11.dtd">'

    assert is_valid(svg(f'<ob:credential {OB} verify="{token}"/>', type_))
    undeclared = svg(f"<ob:credential {OB}>{token}&what;</ob:credential>", type_)
    assert not is_valid(undeclared)


def test_references_of_an_svg_to_elsewhere_are_not_followed() -> None:
    token = badges.vc_jwt(badges.ed25519())
    inside = (
        '<image href="http://169.254.169.254/"/>'
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        f'<ob:credential {OB} verify="{token}"/>'
    )

    assert is_valid(svg(inside, '<?xml-stylesheet href="http://169.254.169.254/"?>'))


def test_an_svg_that_nests_deeply_is_refused_at_once() -> None:
    assert refusal(svg("<g>" * 100_000 + "</g>" * 100_000)).code == "svg-malformed"


def test_an_svg_in_another_encoding_hides_nothing() -> None:
    sneaked = svg("", '<!DOCTYPE svg [<!ENTITY a "b">]>').decode().encode("utf-16")

    assert refusal(sneaked).code in ("not-text", "not-a-badge")
    stated = b'<?xml version="1.0" encoding="utf-7"?>' + badges.SVG
    assert refusal(stated).code in ("no-badge-in-picture", "svg-malformed")


def test_several_badges_in_one_svg_are_not_chosen_from() -> None:
    one = f'<ob:credential {OB} verify="a.b.c"/>'

    assert refusal(svg(one + one)).code == "several-badges"
    both = f'<ob:credential {OB} verify="a.b.c">a.b.c</ob:credential>'
    assert refusal(svg(both)).code == "several-badges"
