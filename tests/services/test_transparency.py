"""Whatever is altered in the log is found and named, and heads kept elsewhere find out the rest."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError

from app.cli import main
from app.config import Settings
from app.services import publishing, transparency, views
from app.services.envelopes import open_signed
from app.services.log_verification import Fault, HeadUnreadable, verify_log
from app.services.registry import Registry, open_registry, set_up
from app.services.signing_keys import add_signing_key, revoke_signing_key
from app.services.transparency import NoSuchEntry, NoSuchTree
from app.store import log, seals, signing
from app.store.database import MIGRATIONS, Database
from app.store.seals import leaf_hash, sealed_facts
from app.store.signing import RETIRED, SigningKeyMissing
from app.store.tree import Head
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of
from tests.support.registries import environment_of
from tests.support.signing import ED25519, a_document_text

KEYS = ("first aid", "welding", "baking")
FIRST, SECOND, THIRD = (ctid_of(a_credential(key)) for key in KEYS)
PROVIDER_REF = publishing.PublisherRef(PROVIDER, "Example College")
Attack = Callable[..., None]
SettingsFactory = Callable[..., Settings]


@pytest.fixture
def filled(registry: Registry) -> Registry:
    """A registry with five entries, each under a head of its own: the fifth is a withdrawal."""
    for key in KEYS:
        publishing.publish(registry, a_credential(key))
        transparency.seal_log(registry)
    publishing.publish(registry, a_credential(KEYS[0], name={"en": "First aid, renewed"}))
    transparency.seal_log(registry)
    publishing.withdraw(registry, SECOND, reason="No longer taught.")
    transparency.seal_log(registry)
    return registry


@pytest.fixture
def attack(filled: Registry) -> Attack:
    """Runs statements as somebody would who has the database to himself."""

    def run(*statements: str, **values: object) -> None:
        with filled.database.writing() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    _disarm(filled.database)
    return run


def _disarm(database: Database) -> None:
    """Take away what guards the log: its triggers, and the tie between entries and seals."""
    tables = ("change", "log_leaf", "tree_head")
    with database.writing() as connection:
        if database.is_sqlite:
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in tables:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    if database.is_sqlite:
        listen_to = database._engine
        event.listen(listen_to, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
        listen_to.dispose()


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
    kept = json.dumps(asdict(_newest(filled)))
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
    kept = _newest(filled).signature
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


def _newest(registry: Registry) -> Head:
    head = transparency.newest_head(registry)
    assert head is not None
    return head


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


@pytest.mark.parametrize("table", ["log_leaf", "tree_head"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {} = 'x'"])
def test_the_database_refuses_to_rewrite_seals_and_heads(
    filled: Registry, table: str, statement: str
) -> None:
    column = {"log_leaf": "leaf", "tree_head": "root"}[table]

    with pytest.raises(DBAPIError, match="append-only"), filled.database.writing() as connection:
        connection.execute(text(statement.format(table, column)))

    assert verify_log(filled).is_whole


def test_a_registry_begun_before_there_were_seals_is_sealed_when_it_is_brought_up_to_date(
    make_settings: SettingsFactory, database_url: str
) -> None:
    settings = make_settings(database_url=database_url)
    settings.home.mkdir(parents=True)
    _begin_old_registry(settings.database_url)

    registry = set_up(settings)
    views.catch_up(registry)
    proved = verify_log(registry)
    registry.close()
    set_up(settings).close()

    assert (proved.entries, proved.heads, proved.faults) == (700, 1, ())


def _begin_old_registry(url: str) -> None:
    """The tables of the first version, with 700 entries."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
        connection.execute(
            text(
                "INSERT INTO change (number, record, kind, resource_type, at, publisher, document,"
                " sha256, provenance) VALUES (:number, :ctid, 'published',"
                " 'ceterms:MicroCredential', '2026-01-01T00:00:00.000Z', :publisher, :document,"
                " :sha256, '{}')"
            ),
            [_old_row(number) for number in range(1, 701)],
        )
    engine.dispose()


def _old_row(number: int) -> dict[str, object]:
    submission = publishing.prepare(
        a_credential(f"old {number}"), publishing.OPERATOR, base="https://registry.test/"
    )
    document = submission.document
    return {
        "number": number,
        "ctid": document.ctid,
        "publisher": publishing.OPERATOR.ctid,
        "document": document.canonical,
        "sha256": document.sha256,
    }


def test_a_new_key_signs_on_and_the_old_ones_receipts_stay_good(filled: Registry) -> None:
    old = filled.signer.public
    transparency.rotate_key(filled)
    again = open_registry(filled.settings)

    publishing.publish(again, an_organization())
    transparency.seal_log(again)

    assert again.signer.public.id != old.id
    assert [each.id for each in transparency.public_keys(again)] == [again.signer.public.id, old.id]
    assert verify_log(again).is_whole
    # A process that still signs with the old key does no harm.
    publishing.publish(filled, a_credential("sailing"))
    transparency.seal_log(filled)
    assert verify_log(again).is_whole
    again.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_keys_are_for_their_owner_alone_and_it_is_said_when_they_are_not(
    filled: Registry,
) -> None:
    transparency.rotate_key(filled)
    files = [*filled.keys_folder.rglob("*.pem")]
    assert len(files) == 2
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert filled.keys_folder.stat().st_mode & 0o777 == 0o700

    filled.keys_folder.chmod(0o755)
    (filled.keys_folder / signing.PRIVATE_KEY).chmod(0o644)

    remarks = verify_log(filled).remarks
    assert len(remarks) == 2
    assert all("chmod" in each for each in remarks)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_retired_key_is_said_to_be_damaged(filled: Registry) -> None:
    transparency.rotate_key(filled)
    [path] = (filled.keys_folder / RETIRED).iterdir()
    path.write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")

    with pytest.raises(SigningKeyMissing, match=path.name):
        verify_log(filled)


def test_proofs_lead_from_a_receipt_to_a_signed_root(filled: Registry) -> None:
    entry = transparency.entry(filled, 2)
    head = _newest(filled)

    proof = transparency.inclusion_proof(filled, 2)

    assert json.loads(entry.data)["ctid"] == SECOND
    assert hashlib.sha256(b"\x00" + entry.data.encode()).hexdigest() == entry.leaf == proof.leaf
    assert (proof.size, proof.root) == (head.size, head.root)
    old = transparency.consistency_proof(filled, 3)
    assert (old.first_root, old.second_root) == (
        transparency.heads_after(filled, 2, 1)[0].root,
        head.root,
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("number", "size"), [(0, None), (6, None), (4, 3), (-1, 5), (10**12, None)]
)
def test_there_is_no_proof_of_what_is_not_there(
    filled: Registry, number: int, size: int | None
) -> None:
    with pytest.raises(NoSuchEntry):
        transparency.inclusion_proof(filled, number, size)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("first", "second"), [(0, 5), (3, 2), (1, 6), (-1, 2), (6, None)])
def test_there_is_no_proof_between_trees_that_are_not_there(
    filled: Registry, first: int, second: int | None
) -> None:
    with pytest.raises(NoSuchTree):
        transparency.consistency_proof(filled, first, second)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("size", [0, 6, -1])
def test_only_trees_under_a_signed_head_are_proved(filled: Registry, size: int) -> None:
    with pytest.raises(NoSuchTree):
        transparency.inclusion_proof(filled, 1, size)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE log_leaf SET leaf = :zeros WHERE number = 1", "do not give the root"),
        ("UPDATE tree_head SET root = :zeros WHERE size = 5", "not as the registry signed it"),
        ("DELETE FROM log_leaf WHERE number = 2", "4 are sealed"),
        ("DELETE FROM tree_head WHERE size = 5", "covers 4 of 5 entries"),
        ("DELETE FROM change WHERE number = 5", "only 4 are there"),
    ],
)
def test_a_quick_look_finds_what_the_views_are_checked_beside(
    filled: Registry, attack: Attack, statement: str, words: str
) -> None:
    views.catch_up(filled)
    assert {report.name: report.is_right for report in views.check(filled)}["seals"]

    attack(statement, **({"zeros": "0" * 64} if ":zeros" in statement else {}))

    assert words in " ".join(transparency.tree_state(filled).faults)


def _run(registry: Registry, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment_of(registry.settings))


def test_the_command_names_what_is_wrong_and_ends_with_status_1(
    filled: Registry, attack: Attack, tmp_path: Path
) -> None:
    head = tmp_path / "head.json"
    head.write_text(_run(filled, "log", "head", "--json").stdout)
    good = _run(filled, "log", "verify", "--head", str(head))
    assert (good.exit_code, good.stdout.splitlines()[0]) == (
        0,
        "whole: 5 entries, 6 tree heads, 0 publishers' signatures",
    )

    attack("UPDATE change SET reason = 'Sold out.' WHERE number = 5")
    bad = _run(filled, "log", "verify")
    told = json.loads(_run(filled, "log", "verify", "--json").stdout)

    assert bad.exit_code == 1
    assert f"change 5 {SECOND}: altered: reason" in bad.stdout
    assert "'No longer taught.'" in bad.stdout
    assert told["whole"] is False
    assert [(each["number"], each["what"]) for each in told["faults"]] == [(5, ["reason"])]


def test_the_command_gives_the_newest_head_and_replaces_the_key(filled: Registry) -> None:
    publishing.publish(filled, an_organization())
    shown = _run(filled, "log", "head")
    rotated = _run(filled, "log", "rotate-key")

    assert shown.stdout.startswith("6 entries")
    assert rotated.exit_code == 0
    assert _run(filled, "log", "verify").exit_code == 0
    assert len(transparency.public_keys(filled)) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_command_has_no_head_of_an_empty_log(registry: Registry) -> None:
    answer = _run(registry, "log", "head")

    assert answer.exit_code == 1
    assert "empty" in answer.stderr


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_log_altered_throughout_is_told_in_part_and_kept_whole_for_programs(
    registry: Registry, tmp_path: Path
) -> None:
    submissions = (
        publishing.prepare(a_credential(str(n)), publishing.OPERATOR, base=registry.base)
        for n in range(250)
    )
    publishing.record_all(registry, submissions, publishing.OPERATOR)
    transparency.seal_log(registry)
    _disarm(registry.database)
    with registry.database.writing() as connection:
        connection.execute(text("UPDATE change SET reason = 'x'"))

    told = _run(registry, "log", "verify").stdout
    data = json.loads(_run(registry, "log", "verify", "--json").stdout)

    assert "and 50 more" in told
    assert len(told.splitlines()) == 200 + 3
    assert len(data["faults"]) == 250


def test_publishers_at_the_same_time_leave_heads_that_fit(registry: Registry) -> None:
    def publish(writer: int) -> None:
        for number in range(6):
            publishing.publish(registry, a_credential(f"course {writer} {number}"))
            transparency.seal_log(registry)

    writers = [threading.Thread(target=publish, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    proved = verify_log(registry)
    assert (proved.entries, proved.faults, proved.remarks) == (24, (), ())
    assert proved.head is not None
    assert proved.head.size == 24


def test_a_new_process_goes_on_from_where_another_left_off(registry: Registry) -> None:
    submissions = (
        publishing.prepare(a_credential(str(n)), publishing.OPERATOR, base=registry.base)
        for n in range(1100)
    )
    publishing.record_all(registry, submissions, publishing.OPERATOR)
    head = transparency.seal_log(registry)
    again = open_registry(registry.settings)
    publishing.publish(again, an_organization())
    transparency.seal_log(again)

    assert (registry.settings.home / "tree.json").exists()
    assert head is not None
    assert again.tree.is_warm
    assert verify_log(again).is_whole
    again.close()
