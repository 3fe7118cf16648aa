"""Seals, heads, keys and proofs: how the log becomes evidence, and the commands about it."""

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from app.cli import main
from app.config import Settings
from app.services import publishing, transparency, views
from app.services.log_verification import verify_log
from app.services.registry import Registry, open_registry, set_up
from app.services.transparency import NoSuchEntry, NoSuchTree
from app.store import signing
from app.store.database import MIGRATIONS
from app.store.signing import RETIRED, SigningKeyMissing
from tests.services.filled_log import (
    SECOND,
    Attack,
    attacker,
    disarm,
    fill,
    newest_of,
)
from tests.support.documents import a_credential, an_organization
from tests.support.registries import environment_of

SettingsFactory = Callable[..., Settings]


@pytest.fixture
def filled(registry: Registry) -> Registry:
    """A registry with five entries in its log."""
    return fill(registry)


@pytest.fixture
def attack(filled: Registry) -> Attack:
    """Runs statements that the database should refuse."""
    return attacker(filled)


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
    make_settings: SettingsFactory, new_database_url: str
) -> None:
    settings = make_settings(database_url=new_database_url)
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
    head = newest_of(filled)

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
    disarm(registry.database)
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
