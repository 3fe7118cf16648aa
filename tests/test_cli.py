"""The `registry` command as an operator meets it: what it prints, and the status it ends with."""

import errno
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import derive_ctid
from tests.support.documents import (
    CONTEXT,
    PROVIDER,
    a_credential,
    an_organization,
    ctid_of,
)
from tests.support.registries import environment_of

Run = Callable[..., Result]


@pytest.fixture
def run(registry: Registry) -> Run:
    """Runs a command over a registry of this test's own."""

    def run_command(*arguments: str, text: str | bytes = "") -> Result:
        return CliRunner().invoke(
            main, arguments, input=text, env=environment_of(registry.settings)
        )

    return run_command


def test_a_published_record_is_named_and_everything_agrees(run: Run) -> None:
    answer = run("publish", "-", text=json.dumps(a_credential()))

    assert answer.exit_code == 0
    assert answer.stdout == f"{ctid_of(a_credential())} published, change 1\n"
    assert run("check").exit_code == 0


def test_publishing_tells_programs_where_the_record_is(run: Run) -> None:
    answer = json.loads(run("publish", "-", "--json", text=json.dumps(a_credential())).stdout)

    ctid = ctid_of(a_credential())
    assert answer["iri"] == f"https://registry.test/resources/{ctid}"
    assert (answer["number"], answer["kind"]) == (1, "published")


UPPER = a_credential()
UPPER["@graph"][0]["ceterms:ctid"] = ctid_of(a_credential()).upper()
DEEP = f'{{"@context": "{CONTEXT}", "@graph": ' + "[" * 5000 + "]" * 5000 + "}"
BAD = {
    "malformed JSON": ('{"@context": ', "line 1"),
    "not text": (b"\xff\xfe\x00", "UTF-8"),
    "nothing": ("", "JSON"),
    "a list": ("[]", ""),
    "a remote context": (
        json.dumps({**a_credential(), "@context": "https://evil.example/context"}),
        "evil.example",
    ),
    "no context": (json.dumps({"@id": "graph/x", "@graph": []}), "@context"),
    "an upper-case CTID": (json.dumps(UPPER), "lower"),
    "no CTID": (
        json.dumps({"@context": CONTEXT, "@graph": [{"@type": "ceterms:Certificate"}]}),
        "CTID",
    ),
    "deep nesting": (DEEP, "nest"),
    "ten megabytes": (json.dumps(a_credential(keyword={"en": "x" * 10_000_000})), "large"),
    "a wrong type": (json.dumps(a_credential(ownedBy=17)), "ownedBy"),
    "the same CTID twice": (
        json.dumps({**a_credential(), "@graph": a_credential()["@graph"] * 2}),
        "twice",
    ),
    "a class too general": (
        json.dumps(a_credential()).replace("ceterms:MicroCredential", "ceterms:Credential"),
        "ceterms:Credential",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_what_is_wrong_and_nothing_is_saved(
    run: Run, registry: Registry, name: str
) -> None:
    text, said = BAD[name]

    answer = run("publish", "-", text=text)

    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert "Nothing was saved" in answer.stderr
    assert said.lower() in answer.stderr.lower()
    assert "Traceback" not in answer.output
    assert log.latest_number(registry.database) == 0


def test_a_load_names_the_file_and_line_of_what_it_refuses(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(f"{json.dumps(a_credential())}\nnonsense\n", encoding="utf-8")

    answer = run("load", str(path))

    assert answer.exit_code == 1
    assert f"{path}:2:" in answer.stderr
    assert "2 records read: 1 published; 1 refused" in answer.stdout
    assert run("check").exit_code == 0


def test_loading_what_is_there_already_does_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(a_credential()), encoding="utf-8")
    run("load", str(path))

    assert "loaded already" in run("load", "--if-needed", str(path)).stderr
    assert "1 unchanged" in run("load", str(path)).stdout


def test_check_ends_with_status_1_when_a_view_is_wrong(run: Run, registry: Registry) -> None:
    run("publish", "-", text=json.dumps(a_credential()))
    registry.rdf_folder.joinpath("current").unlink()

    answer = run("check", "--json")

    assert answer.exit_code == 1
    wrong = [view["name"] for view in json.loads(answer.stdout) if not view["right"]]
    assert wrong == ["rdf"]
    assert run("catch-up").exit_code == 0
    assert run("check").exit_code == 0


def test_a_withdrawn_record_can_be_brought_back(run: Run) -> None:
    document = json.dumps(a_credential())
    run("publish", "-", text=document)
    ctid = ctid_of(a_credential())

    assert run("withdraw", ctid, "--reason", "a mistake").exit_code == 0
    assert run("withdraw", ctid, "--reason", "again").exit_code == 1
    assert "restored" in run("publish", "-", "--restore", text=document).stdout


def test_only_the_publisher_may_withdraw(run: Run) -> None:
    run("publish", "-", text=json.dumps(a_credential()))
    other = derive_ctid("test:other")

    answer = run("withdraw", ctid_of(a_credential()), "--reason", "x", "--publisher", other)

    assert answer.exit_code == 1
    assert "only that publisher" in answer.stderr


def test_an_export_can_be_loaded_by_another_registry(
    run: Run, registry: Registry, tmp_path: Path
) -> None:
    for document in (an_organization(), a_credential()):
        run("publish", "-", text=json.dumps(document))
    path = tmp_path / "export.jsonl"

    run("export", "--format", "records", "--output", str(path))

    assert "2 unchanged" in run("load", str(path)).stdout
    lines = run("export").stdout.splitlines()
    assert [json.loads(line)["@id"].startswith("https://registry.test/graph/") for line in lines]
    assert " <https://purl.org/ctdl/terms/name> " in run("export", "--format", "nt").stdout


def test_the_files_that_are_served_are_written_by_one_command(run: Run, registry: Registry) -> None:
    from app.services import dumps, learning_model

    run("publish", "-", text=json.dumps(a_credential()))

    told = run("export", "--dumps", "--elm").stderr

    assert [line.split() for line in told.splitlines()] == [
        ["dumps", "change", "1"],
        ["elm", "change", "1"],
    ]
    assert dumps.get_dump(registry, "latest").records == 1
    assert learning_model.newest(registry) is not None
    run("publish", "-", text=json.dumps(a_credential("another")))
    assert json.loads(run("catch-up", "--json").stdout)["dumps"] == 2


def test_a_key_is_shown_once_and_works_until_it_is_revoked(run: Run, registry: Registry) -> None:
    from app.services import keys

    publisher = derive_ctid("test:provider")
    made = json.loads(run("key", "create", "--publisher", publisher, "--json").stdout)
    assert made["publisher"] == publisher
    assert keys.signed_in(registry, made["key"]).publisher.ctid == publisher

    listed = json.loads(run("key", "list", "--json").stdout)
    assert made["key"] not in json.dumps(listed)
    assert run("key", "revoke", listed[0]["id"]).exit_code == 0
    with pytest.raises(keys.KeyRefused, match="revoked"):
        keys.signed_in(registry, made["key"])
    assert run("key", "revoke", listed[0]["id"]).exit_code == 1


def test_a_key_that_is_pasted_whole_is_revoked_and_never_printed(
    run: Run, registry: Registry
) -> None:
    from app.services import keys

    made = json.loads(run("key", "create", "--name", "New College", "--json").stdout)["key"]
    secret = made.split("_", 2)[2]

    listed = run("key", "list").stdout
    wrong, done, again = (run("key", "revoke", each) for each in (secret, made, made))

    assert "  New College  " in listed
    assert (wrong.exit_code, done.exit_code, again.exit_code) == (2, 0, 1)
    assert all(secret not in each.output for each in (wrong, done, again))
    with pytest.raises(keys.KeyRefused, match="revoked"):
        keys.signed_in(registry, made)


def test_a_new_organisation_gets_a_ctid_with_its_key(run: Run, registry: Registry) -> None:
    from app.services import keys

    made = json.loads(run("key", "create", "--name", "New College", "--json").stdout)

    who = keys.signed_in(registry, made["key"]).publisher
    assert (who.ctid, who.name) == (made["publisher"], "New College")
    assert run("key", "create").exit_code == 2


def test_a_key_for_an_organisation_with_a_record_knows_its_name(
    run: Run, registry: Registry
) -> None:
    from app.services import keys, publishing, views

    publishing.publish(registry, an_organization("Example College"))
    views.catch_up(registry)

    made = json.loads(run("key", "create", "--publisher", PROVIDER, "--json").stdout)

    assert keys.signed_in(registry, made["key"]).publisher.name == "Example College"


def test_a_command_before_init_says_what_to_run(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["check"], env={"REGISTRY_HOME": str(tmp_path / "none")})

    assert answer.exit_code == 1
    assert "registry init" in answer.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PORT", "eighty"), ("PORT", "0"), ("WORKERS", "-1"), ("REGISTRY_BASE_URL", "example.org")],
)
def test_a_setting_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    answer = CliRunner().invoke(main, ["check"], env={variable: value})

    assert answer.exit_code == 1
    assert variable in answer.stderr
    assert value in answer.stderr


def test_an_operator_says_who_may_write_for_whom(run: Run) -> None:
    college, agency = derive_ctid("test:college"), derive_ctid("test:agency")
    run("publisher", "add", college, "--name", "College")
    unknown = run("publisher", "allow", agency, college)
    run("publisher", "add", agency, "--name", "Agency")
    allowed = run("publisher", "allow", agency, college)
    listed = json.loads(run("publisher", "list", "--json").stdout)
    taken_back = run("publisher", "disallow", agency, college)

    assert unknown.exit_code == 1
    assert "registry publisher add" in unknown.stderr
    assert allowed.exit_code == taken_back.exit_code == 0
    assert [(each["name"], each["acts_for"]) for each in listed] == [
        ("Agency", [college]),
        ("College", []),
    ]
    assert f"{agency}  Agency  0 keys in use" in run("publisher", "list").stdout


def test_records_can_be_given_to_another_publisher(run: Run) -> None:
    agency = derive_ctid("test:agency")
    ctid = ctid_of(a_credential())
    run("publish", "-", text=json.dumps(a_credential()))
    run("publisher", "add", agency, "--name", "Agency")

    given = run("transfer", ctid, "--to", agency, "--reason", "Claimed by its provider.")
    again = run("transfer", ctid, "--to", agency, "--reason", "Claimed by its provider.")

    assert given.stdout == f"{ctid} kept by {agency}, change 2\n"
    assert "keeps them already" in again.stderr
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLISH_LIMIT", "lots"),
        ("RATE_LIMIT_STORAGE", "nope://"),
        ("TRUSTED_PROXIES", "all"),
        ("SEARCH_ENGINE", "grep"),
    ],
)
def test_the_server_does_not_start_with_a_setting_it_cannot_use(
    registry: Registry, name: str, value: str
) -> None:
    environment = environment_of(registry.settings) | {name: value}

    answer = CliRunner().invoke(main, ["serve"], env=environment)

    assert answer.exit_code == 1
    assert name in answer.stderr


def test_a_port_that_is_taken_is_one_line_that_says_what_to_do(registry: Registry) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = environment_of(registry.settings) | {"PORT": str(port)}

        answer = CliRunner().invoke(main, ["serve"], env=environment)

    assert answer.exit_code == 1
    assert answer.stderr.count("\n") == 1
    assert f"Another program is using port {port} on 127.0.0.1" in answer.stderr
    assert re.search(r"PORT=\d+ make run", answer.stderr)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "HOST=nowhere"),
        (PermissionError(errno.EACCES, "Permission denied"), "port 80: choose one from 1024"),
    ],
)
def test_an_address_that_cannot_be_used_is_named(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    def refuse(*_asked: object, **_more: object) -> None:
        raise error

    # The system's answer, because tests may ask for no address but this machine's own.
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    environment = environment_of(registry.settings) | {"HOST": "nowhere", "PORT": "80"}

    answer = CliRunner().invoke(main, ["serve"], env=environment)

    assert answer.exit_code == 1
    assert said in answer.stderr
