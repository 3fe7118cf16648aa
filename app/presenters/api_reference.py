"""The API for people: its OpenAPI document as groups of operations, each with a command to try."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

METHODS = ("post", "put", "delete", "get")
_FIRST = ("records", "bulk", "imports")
"""The groups that publishers look for come first, the others as they stand in the document."""


@dataclass(frozen=True)
class Address:
    """An address that the OpenAPI document does not describe."""

    path: str
    about: str


OUTSIDE = (
    Address("/resources/{ctid}", "A record, or another thing, in the format that is asked for"),
    Address("/resources/{ctid}.{jsonld,ttl,rdf,nt}", "The same in one format"),
    Address("/graph/{ctid}", "The whole document that describes it, in the same formats"),
    Address("/graph/{ctid}/provenance", "Who states what in it, from which source"),
    Address("/achievements/{ctid}", "A credential as an Achievement of Open Badges 3.0"),
    Address("/search.csv", "The results of a search as a table; /search.json gives them as JSON"),
    Address("/board/{list}.csv", "A list of the board as a table"),
    Address("/envelopes", "Records in signed envelopes, with pages, days and withdrawn ones"),
    Address("/envelopes/{ctid}", "The envelope of one record"),
    Address("/envelopes/events", "What happened to which record, the newest first"),
    Address("/envelopes/download", "All envelopes in a ZIP file, or those that changed since then"),
    Address("/graph/search", "POST: the documents of up to 200 records at once"),
    Address("/activity", "Every change as Activity Streams; /feed as linked data, /changes.atom"),
    Address("/oai", "All records by OAI-PMH 2.0"),
    Address("/dumps/", "All live records as files; /dumps/latest.nq.gz is the newest of them"),
    Address("/export/elm/{file}", "Files for the European register, such as report.json"),
    Address("/catalog", "Data sets, files and services, in DCAT-AP and VoID"),
    Address("/sparql", "All live records, asked in SPARQL 1.1; without a query, its description"),
    Address("/log/entries", "The log, entry by entry, with receipts"),
    Address("/log/head", "The newest signed tree head; /log/heads lists all of them"),
    Address("/log/proof/inclusion", "The proof that an entry is in the log"),
    Address("/log/proof/consistency", "The proof that the log only grew between two heads"),
    Address("/log/key.pem", "The registry's public key; /.well-known/jwks.json has all of them"),
)
"""What programs may want beyond the JSON API."""

_PLACES = {"path": "in the path", "query": "in the query", "header": "a header"}
_CODE = re.compile(r"`([^`]+)`")
_CTID = "ce-[0-9a-f]{8}"


@dataclass(frozen=True)
class Words:
    """A piece of a sentence; `is_code` for what is typed as it stands."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class Item:
    """A parameter, or a member of an answer: what it is called, of what kind, what it means."""

    name: str
    kind: str
    is_required: bool
    about: tuple[Words, ...]
    place: str = ""


@dataclass(frozen=True)
class Answer:
    """A status that an operation can give."""

    status: str
    about: tuple[Words, ...]


@dataclass(frozen=True)
class Operation:
    """One method at one address."""

    id: str
    method: str
    path: str
    summary: tuple[Words, ...]
    about: tuple[Words, ...]
    key: str
    """Whether a key is `needed`, `optional` or `none`."""
    parameters: tuple[Item, ...]
    media_types: tuple[str, ...]
    body_about: tuple[Words, ...]
    example: str
    members: tuple[Item, ...]
    answers: tuple[Answer, ...]
    command: str


@dataclass(frozen=True)
class Group:
    """Operations that belong together."""

    id: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Reference:
    """Everything the document says, for a page."""

    base: str
    key_about: tuple[Words, ...]
    groups: tuple[Group, ...]
    problem_members: tuple[Item, ...]
    finding_members: tuple[Item, ...]
    errors: tuple[Answer, ...]


def reference_of(document: Json) -> Reference:
    """The reference that an OpenAPI document makes."""
    base = document["servers"][0]["url"]
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, described in document["paths"].items():
        for method in METHODS:
            if method in described:
                shared = described.get("parameters", ())
                operation = _operation(document, base, path, method, described[method], shared)
                found[described[method]["tags"][0]].append(operation)
    titles = {tag["name"]: tag["description"] for tag in document["tags"]}
    names = [*_FIRST, *(name for name in found if name not in _FIRST)]
    schemes = document["components"]["securitySchemes"]
    schemas = document["components"]["schemas"]
    return Reference(
        base=base,
        key_about=words(next(iter(schemes.values()))["description"]),
        groups=tuple(
            Group(f"group-{name}", titles[name], tuple(found[name]))
            for name in names
            if found.get(name)
        ),
        problem_members=_members(document, schemas["Problem"]),
        finding_members=_members(document, schemas["Finding"]),
        errors=tuple(_errors(document)),
    )


def words(text: str) -> tuple[Words, ...]:
    """A description with its `code` told apart."""
    pieces = _CODE.split(text)
    return tuple(Words(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece)


def _operation(
    document: Json, base: str, path: str, method: str, described: Json, shared: Sequence[Json]
) -> Operation:
    parameters = [*shared, *described.get("parameters", ())]
    body = described.get("requestBody") or {}
    content: Json = body.get("content", {})
    example = _example(next(iter(content.values()), {}))
    key = _key(described)
    return Operation(
        id=re.sub(r"\W+", "-", f"{method} {path}").strip("-"),
        method=method.upper(),
        path=path,
        summary=words(described["summary"]),
        about=words(described.get("description", "")),
        key=key,
        parameters=tuple(_parameter(document, each) for each in parameters),
        media_types=tuple(content),
        body_about=words(body.get("description", "")),
        example=example,
        members=_answer_members(document, described),
        answers=tuple(
            Answer(status, words(_resolved(document, each)["description"]))
            for status, each in described["responses"].items()
        ),
        command=_command(base, path, method, parameters, tuple(content), key),
    )


def _key(described: Json) -> str:
    schemes = described.get("security")
    if not schemes:
        return "none"
    return "optional" if {} in schemes else "needed"


def _parameter(document: Json, described: Json) -> Item:
    return Item(
        name=described["name"],
        kind=_kind(document, described["schema"]),
        is_required=bool(described.get("required")),
        about=words(described.get("description", "")),
        place=_PLACES[described["in"]],
    )


def _answer_members(document: Json, described: Json) -> tuple[Item, ...]:
    """The members of the JSON that is answered when all goes well."""
    good: Json = next((each for code, each in described["responses"].items() if code < "300"), {})
    content = _resolved(document, good).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return _members(document, schema) if schema else ()


def _members(document: Json, schema: Json) -> tuple[Item, ...]:
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    return tuple(
        Item(name, _kind(document, each), name in required, words(each.get("description", "")))
        for name, each in schema.get("properties", {}).items()
    )


def _kind(document: Json, schema: Json) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(document, each) for each in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(str(each) for each in schema["enum"] if each is not None)
    if _CTID in schema.get("pattern", ""):
        return "CTID"
    types = schema.get("type", "anything")
    names = [types] if isinstance(types, str) else list(types)
    shown = " or ".join(_TYPES.get(name, name) for name in names)
    if "items" in schema:
        shown = f"list of {_kind(document, schema['items'])}"
    limits = [
        words_before + f"{schema[name]:,}"
        for name, words_before in (("minimum", "from "), ("maximum", "up to "))
        if name in schema
    ]
    return " ".join([shown, *limits])


_TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false"}


def _errors(document: Json) -> Iterator[Answer]:
    """Every error status that some operation gives, once."""
    found: dict[str, Answer] = {}
    for described in document["paths"].values():
        for method in METHODS:
            for status, each in described.get(method, {}).get("responses", {}).items():
                if status >= "400":
                    found[status] = Answer(status, words(_resolved(document, each)["description"]))
    yield from (found[status] for status in sorted(found))


def _example(content: Json) -> str:
    example = content.get("example")
    if example is None:
        return ""
    if isinstance(example, str):
        return example
    return json.dumps(example, ensure_ascii=False, indent=2)


def _command(
    base: str,
    path: str,
    method: str,
    parameters: Sequence[Json],
    media_types: tuple[str, ...],
    key: str,
) -> str:
    """A command for a terminal that makes the request; what is to be filled in is in capitals."""
    query = "&".join(
        f"{each['name']}={each['schema'].get('example', each['name'].upper())}"
        for each in parameters
        if each["in"] == "query" and (each.get("required") or "example" in each["schema"])
    )
    address = base + path.replace("{", "").replace("}", "").replace("/ctid", "/CTID")
    address = address.replace("/name.", "/NAME.")
    parts = ["curl"]
    if method != "get" and not (method == "post" and media_types):
        parts += ["-X", method.upper()]
    if key == "needed":
        parts += ["-H", "Authorization: Bearer KEY"]
    if media_types:
        parts += ["-H", f"Content-Type: {media_types[0]}", "--data-binary", "@FILE"]
    parts.append(f"{address}?{query}" if query else address)
    return " ".join(part if part == "@FILE" else shlex.quote(part) for part in parts)


def _resolved(document: Json, value: Json) -> Json:
    """What a reference leads to."""
    while "$ref" in value:
        found: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value
