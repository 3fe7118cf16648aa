"""CTIDs: reading, deriving and finding them."""

import pytest

from ctdl.ctid import CTIDError, ctid_in, derive_ctid, is_version_4, new_ctid, parse_ctid

GOOD = "ce-59e8d15f-7895-4346-a5a8-7a0739a3d344"


def test_a_well_formed_ctid_is_read_as_it_is() -> None:
    assert parse_ctid(GOOD) == GOOD


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (GOOD.upper(), "lower case"),
        ("CE-" + GOOD[3:], "lower case"),
        (GOOD[3:], "put 'ce-' before"),
        ("", "must be 'ce-'"),
        (GOOD + "0", "must be 'ce-'"),
        (GOOD + "\n", "must be 'ce-'"),
        ("x" * 5000, "must be 'ce-'"),
    ],
)
def test_anything_else_is_refused_with_the_remedy(text: str, remedy: str) -> None:
    with pytest.raises(CTIDError, match=remedy) as refusal:
        parse_ctid(text)

    assert len(str(refusal.value)) < 250


def test_a_derived_ctid_is_a_version_4_uuid_and_always_the_same() -> None:
    derived = derive_ctid("framework:eqf")

    assert derived == "ce-" + derived[3:]
    assert derived == derive_ctid("framework:eqf")
    assert derived != derive_ctid("framework:aqf")
    assert is_version_4(parse_ctid(derived))


def test_new_ctids_differ() -> None:
    assert new_ctid() != new_ctid()


@pytest.mark.parametrize(
    ("iri", "found"),
    [
        (f"resources/{GOOD}", GOOD),
        (f"graph/{GOOD}", GOOD),
        (f"https://credentialengineregistry.org/resources/{GOOD}", GOOD),
        (f"https://registry.example/base/graph/{GOOD}", GOOD),
        (f"resources/{GOOD}#5-7", GOOD),
        (f"https://example.org/{GOOD}", None),
        (f"xresources/{GOOD}", None),
        (f"resources/{GOOD}/more", None),
        (f"resources/{GOOD.upper()}", None),
        ("", None),
    ],
)
def test_the_ctid_of_a_registry_address_is_found(iri: str, found: str | None) -> None:
    assert ctid_in(iri) == found
