"""Whatever is altered in the log is found and named; heads kept elsewhere find out the rest."""

import hashlib
import json
from dataclasses import asdict, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.services import publishing, transparency
from app.services.envelopes import open_signed
from app.services.log_verification import Fault, HeadUnreadable, verify_log
from app.services.registry import Registry, open_registry
from app.services.signing_keys import add_signing_key, revoke_signing_key
from app.services.transparency import NoSuchTree
from app.store import log, seals, signing
from app.store.seals import leaf_hash, sealed_facts
from tests.services.filled_log import (
    FIRST,
    SECOND,
    THIRD,
    Attack,
    attacker,
    fill,
    newest_of,
)
from tests.support.documents import PROVIDER, an_organization
from tests.support.signing import ED25519, a_document_text

PROVIDER_REF = publishing.PublisherRef(PROVIDER, "Example College")


@pytest.fixture
def filled(registry: Registry) -> Registry:
    """A registry with five entries in its log."""
    return fill(registry)


@pytest.fixture
def attack(filled: Registry) -> Attack:
    """Runs statements that the database should refuse."""
    return attacker(filled)


def _only_fault(registry: Registry) -> Fault:
    [fault] = verify_log(registry).faults
    return fault


def test_an_untouched_log_is_whole(filled: Registry) -> None:
    proved = verify_log(filled)

    assert proved.is_whole
    assert not proved.remarks
    assert (proved.entries, proved.heads) == (5, 5)
    assert proved.head == transparency.newest_head(filled)


def test_an_empty_log_is_whole_and_has_no_head(registry: Registry) -> None:
    assert verify_log(registry).is_whole
    assert transparency.seal_log(registry) is None
    with pytest.raises(NoSuchTree):
        transparency.inclusion_proof(registry, 1)


def test_one_altered_byte_of_an_old_document_is_found_and_named(
    filled: Registry, attack: Attack
) -> None:
    attack(
        "UPDATE change SET document = replace(document, 'First aid', 'First aim') WHERE number = 1"
    )

    fault = _only_fault(filled)

    assert (fault.number, fault.ctid, fault.what) == (1, FIRST, ("document",))
    assert "document" in fault.message


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("at", "2020-01-01T00:00:00.000Z", "instant"),
        ("kind", "restored", "kind of change"),
        ("resource_type", "ceterms:Badge", "type"),
        ("publisher", PROVIDER, "publisher"),
        ("published_by", PROVIDER, "agent who published"),
        ("provenance", "{}", "provenance"),
        ("reason", "Because.", "reason"),
        ("replaced_by", PROVIDER, "replacement"),
        ("record", PROVIDER, "CTID"),
        ("previous", 2, "previous change"),
    ],
)
def test_every_altered_fact_is_named(
    filled: Registry, attack: Attack, column: str, value: object, what: str
) -> None:
    attack(f"UPDATE change SET {column} = :value WHERE number = 3", value=value)

    fault = _only_fault(filled)

    assert (fault.number, fault.ctid, fault.what) == (3, THIRD, (what,))


def test_an_altered_digest_is_found_though_the_document_is_right(
    filled: Registry, attack: Attack
) -> None:
    attack("UPDATE change SET sha256 = :other WHERE number = 3", other="0" * 64)

    assert _only_fault(filled).what == ("digest",)


def test_a_deleted_entry_is_named_by_its_receipt(filled: Registry, attack: Attack) -> None:
    attack("DELETE FROM change WHERE number = 2")

    fault = _only_fault(filled)

    assert (fault.number, fault.ctid, fault.what) == (2, SECOND, ("entry",))


def test_an_entry_deleted_with_its_seal_leaves_a_gap_and_the_heads_do_not_fit(
    filled: Registry, attack: Attack
) -> None:
    attack("DELETE FROM log_leaf WHERE number = 2", "DELETE FROM change WHERE number = 2")

    proved = verify_log(filled)

    assert [(each.number, each.what) for each in proved.faults] == [
        (2, ("entry", "seal")),
        (None, ("tree head",)),
    ]


def test_two_entries_that_changed_places_are_both_named(filled: Registry, attack: Attack) -> None:
    attack(
        "UPDATE change SET number = -1 WHERE number = 1",
        "UPDATE change SET number = 1 WHERE number = 2",
        "UPDATE change SET number = 2 WHERE number = -1",
    )

    faults = verify_log(filled).faults

    assert [(each.number, each.ctid) for each in faults] == [(1, FIRST), (2, SECOND)]
    assert "CTID" in faults[0].what


def test_entries_that_changed_places_with_their_seals_are_named(
    filled: Registry, attack: Attack
) -> None:
    for table in ("change", "log_leaf"):
        attack(
            f"UPDATE {table} SET number = -1 WHERE number = 1",
            f"UPDATE {table} SET number = 1 WHERE number = 2",
            f"UPDATE {table} SET number = 2 WHERE number = -1",
        )

    faults = verify_log(filled).faults

    assert [each.number for each in faults] == [1, None, 2]
    assert faults[0].what == ("number",)


def test_an_entry_rewritten_with_digest_and_leaf_is_betrayed_by_its_receipt(
    filled: Registry, attack: Attack
) -> None:
    _rewrite(filled, attack, 1)

    faults = verify_log(filled).faults

    assert [(each.number, each.what) for each in faults] == [(1, ("document",)), (1, ("leaf",))]


def test_a_receipt_of_ones_own_making_is_not_taken(filled: Registry, attack: Attack) -> None:
    forged = _rewrite(filled, attack, 1)
    stranger = signing.Signer(Ed25519PrivateKey.generate())
    attack(
        "UPDATE log_leaf SET receipt = :receipt WHERE number = 1",
        receipt=seals.seal(forged, stranger).receipt,
    )

    faults = verify_log(filled).faults

    assert (faults[0].number, faults[0].what) == (1, ("receipt",))
    assert faults[-1].what == ("tree head",)


def _rewrite(registry: Registry, attack: Attack, number: int) -> log.LoggedChange:
    """Another document in the entry, with the digest and the leaf that go with it."""
    with registry.database.reading() as connection:
        change = log.change(connection, number)
    assert change is not None
    document = change.document.replace("First aid", "Last aid")
    digest = hashlib.sha256(document.encode()).hexdigest()
    forged = replace(change, document=document, sha256=digest)
    attack(
        "UPDATE change SET document = :document, sha256 = :digest WHERE number = :number",
        "UPDATE log_leaf SET leaf = :leaf WHERE number = :number",
        document=document,
        digest=digest,
        leaf=leaf_hash(sealed_facts(forged)).hex(),
        number=number,
    )
    return forged


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["leaf", "receipt"])
def test_an_altered_seal_is_found(filled: Registry, attack: Attack, column: str) -> None:
    attack(f"UPDATE log_leaf SET {column} = :other WHERE number = 4", other="0" * 64)

    fault = _only_fault(filled)

    assert (fault.number, fault.what) == (4, (column,))


@pytest.mark.parametrize(
    "change", ["root = :zeros", "at = '2020-01-01T00:00:00.000Z'", "signature = 'x.y.z'"]
)
def test_an_altered_tree_head_is_found(filled: Registry, attack: Attack, change: str) -> None:
    attack(f"UPDATE tree_head SET {change} WHERE size = 3", zeros="0" * 64)

    fault = _only_fault(filled)

    assert fault.what == ("tree head",)
    assert "3 entries" in fault.message


def test_an_entry_slipped_in_is_found(filled: Registry, attack: Attack) -> None:
    columns = "record, kind, resource_type, at, publisher, document, sha256, provenance"
    for number in (6, 0, -7):
        attack(
            f"INSERT INTO change (number, {columns}) SELECT {number}, {columns} FROM change"
            " WHERE number = 1"
        )

    faults = verify_log(filled).faults

    assert [(each.number, each.what) for each in faults] == [
        (-7, ("entry",)),
        (0, ("entry",)),
        (6, ("seal",)),
    ]


def test_a_far_away_number_is_one_fault_and_takes_no_time(filled: Registry, attack: Attack) -> None:
    attack("UPDATE change SET number = 9000000000000000 WHERE number = 5")

    faults = verify_log(filled).faults

    assert [each.number for each in faults] == [5, 6, 9_000_000_000_000_000]


def test_deleting_the_newest_entries_is_found_by_the_heads(
    filled: Registry, attack: Attack
) -> None:
    attack("DELETE FROM log_leaf WHERE number = 5", "DELETE FROM change WHERE number = 5")

    fault = _only_fault(filled)

    assert "missing at the end" in fault.message
    assert "5 entries" in fault.message


def test_a_log_cut_short_with_its_heads_is_found_by_a_head_kept_elsewhere(
    filled: Registry, attack: Attack
) -> None:
    kept = json.dumps(asdict(newest_of(filled)))
    attack(
        "DELETE FROM tree_head WHERE size = 5",
        "DELETE FROM log_leaf WHERE number = 5",
        "DELETE FROM change WHERE number = 5",
    )

    assert verify_log(filled).is_whole
    [fault] = verify_log(filled, [kept]).faults
    assert "kept elsewhere" in fault.message


def test_a_log_rewritten_with_the_registrys_own_key_is_found_by_a_head_kept_elsewhere(
    filled: Registry, attack: Attack
) -> None:
    kept = newest_of(filled).signature
    forged = _rewrite(filled, attack, 1)
    attack("DELETE FROM tree_head")
    attack(
        "UPDATE log_leaf SET receipt = :receipt WHERE number = 1",
        receipt=seals.seal(forged, filled.signer).receipt,
    )
    again = open_registry(filled.settings)
    transparency.seal_log(again)
    again.close()

    assert verify_log(filled).is_whole
    [fault] = verify_log(filled, [kept]).faults
    assert fault.what == ("tree head",)
    assert "kept elsewhere" in fault.message


def test_heads_kept_elsewhere_fit_a_log_that_only_grew(filled: Registry) -> None:
    kept = [each.signature for each in transparency.heads_after(filled, 0, 10)]
    publishing.publish(filled, an_organization())
    transparency.seal_log(filled)

    proved = verify_log(filled, kept)

    assert proved.is_whole
    assert proved.heads == 6 + 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text_", ["", "{", "{}", '{"signature": 7}', "a.b.c", '{"a":' * 5000])
def test_a_file_that_is_no_head_of_this_registry_is_refused(filled: Registry, text_: str) -> None:
    with pytest.raises(HeadUnreadable):
        verify_log(filled, [text_])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_receipt_is_no_head(filled: Registry) -> None:
    receipt = transparency.entry(filled, 1).receipt

    with pytest.raises(HeadUnreadable):
        verify_log(filled, [receipt])


def _publish_signed(registry: Registry) -> None:
    entry = add_signing_key(registry, PROVIDER, ED25519.pem)
    signed = open_signed(registry, ED25519.sign(a_document_text("signing")).encode(), PROVIDER)
    publishing.publish(registry, signed.document, PROVIDER_REF, signature=signed.jws)
    transparency.seal_log(registry)
    revoke_signing_key(registry, entry.id)


def test_a_publishers_signature_stays_good_when_the_key_is_revoked_and_the_registry_moves(
    filled: Registry,
) -> None:
    _publish_signed(filled)
    moved = open_registry(replace(filled.settings, base_url="https://elsewhere.test"))

    for each in (filled, moved):
        proved = verify_log(each)
        assert (proved.signatures, proved.faults) == (1, ())
    moved.close()


def test_a_publishers_key_that_disappeared_is_noticed(filled: Registry, attack: Attack) -> None:
    _publish_signed(filled)
    attack("DELETE FROM signing_key")

    assert _only_fault(filled).what == ("publisher's signature",)


def test_a_document_that_its_publisher_never_signed_is_noticed_even_if_the_seal_is_forged(
    filled: Registry, attack: Attack
) -> None:
    _publish_signed(filled)
    with filled.database.reading() as connection:
        change = log.change(connection, 6)
    assert change is not None
    document = change.document.replace("signing", "singing")
    digest = hashlib.sha256(document.encode()).hexdigest()
    forged = seals.seal(replace(change, document=document, sha256=digest), filled.signer)
    attack(
        "DELETE FROM tree_head WHERE size = 6",
        "UPDATE change SET document = :document, sha256 = :digest WHERE number = 6",
        "UPDATE log_leaf SET leaf = :leaf, receipt = :receipt WHERE number = 6",
        document=document,
        digest=digest,
        leaf=forged.leaf,
        receipt=forged.receipt,
    )

    assert _only_fault(filled).what == ("document", "publisher's signature")


def test_entries_under_no_head_yet_are_remarked_on(filled: Registry) -> None:
    publishing.publish(filled, an_organization())

    proved = verify_log(filled)

    assert proved.is_whole
    assert "newest 1 entries" in proved.remarks[0]
    assert "heads were removed" in proved.remarks[0]
    assert "--head" in proved.remarks[0]
