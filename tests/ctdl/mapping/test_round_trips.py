"""There and back: what a mapping table marks as returning comes back as it was."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ctdl.documents import Document, parse_document
from ctdl.findings import Finding
from ctdl.mapping import EXPORTS, NotExpressible, export, import_document
from ctdl.mapping.formats import READ_BY_TABLE
from ctdl.mapping.notes import Notes
from ctdl.mapping.source import nested_nodes, read_source
from ctdl.mapping.table import Row, Table, stated
from ctdl.records import CredentialRecord, read_record
from ctdl.vocabulary import vocabulary
from tests.ctdl.mapping.sources import BASE, Node, documents, imported, sample
from tests.support.prerequisites import PROJECT

#: Each sample that a format can be written back to, and the terms that come back reworded: the
#: registry's own names of levels and fields, and the skill that an outcome was about.
SAMPLES = {
    "open-badges-3-rich.json": "open-badges-3",
    "open-badges-3-minimal.json": "open-badges-3",
    "elm-qualification-rich.json": "elm",
    "elm-opportunity-rich.json": "elm",
    "elm-minimal.json": "elm",
    "schema-org-credential-rich.json": "schema-org",
    "schema-org-course-page.html": "schema-org",
    "schema-org-minimal.json": "schema-org",
}


def written(document: Document, format: str, others: list[Document]) -> Node:
    """The document in `format`, read again as JSON with ids and types as the tables name them."""
    made = export(document, format, base=BASE, others=others)
    [node] = read_source(
        [json.loads(json.dumps(made))], READ_BY_TABLE[format].dialect, Notes()
    ).tops
    return node


def pairs(name: str) -> Iterator[tuple[Node, Node, Table, Document]]:
    """Each thing a sample describes, as it was and as it is written back."""
    format = READ_BY_TABLE[SAMPLES[name]]
    made = documents(imported(name))
    source = json.loads(sample(name)) if name.endswith(".json") else _page(name)
    read = read_source([source], format.dialect, Notes())
    nodes = {**read.by_id, **{str(node.get("url")): node for node in read.tops}}
    for document in made:
        for same in document.main.get("ceterms:sameAs", ()):
            read_with = format.table_of(nodes.get(same, {}))
            if read_with:
                yield nodes[same], written(document, format.name, made), read_with[1], document


def _page(name: str) -> Any:
    text = sample(name).decode()
    start = text.index('<script type="application/ld+json">') + 35
    return json.loads(text[start : text.index("</script>", start)])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_returning_term_of_a_sample_is_written_as_it_was(name: str) -> None:
    compared = set()
    unread = [note for note in imported(name).notes if note.code == "IMPORT_VALUE_UNREAD"]
    for before, after, table, _document in pairs(name):
        for row in table.rows:
            if row.returns and _goes_back(row):
                was, became = list(_values(before, row)), list(_values(after, row))
                if was:
                    compared.add(row.source)
                    missing = [
                        each
                        for each in was
                        if not _kept(each, became, row) and not _reported(each, row, unread)
                    ]
                    assert not missing, (row.source, missing, became)

    assert compared


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_written_back_is_imported_as_the_same_facts(name: str) -> None:
    for _before, _after, table, document in pairs(name):
        others = documents(imported(name))
        text = json.dumps(export(document, SAMPLES[name], base=BASE, others=others))
        again = {each.ctid: each for each in documents(import_document(text))}[document.ctid]

        for row in table.rows:
            if row.returns:
                was = list(stated(document.main, row, document.type))
                # An address that nothing in the file describes stays the address that it is.
                places = {each.main["ceterms:sameAs"][0]: each.main["@id"] for each in others}
                became = list(stated(again.main, row, again.type))
                assert _sorted(was, places) == _sorted(became, places), row


@pytest.mark.parametrize("format", EXPORTS)
def test_rich_samples_use_most_of_the_terms_that_return(format: str) -> None:
    tables = READ_BY_TABLE[format].tables.values()
    wanted = {row.source for table in tables for row in table.rows if row.returns}
    used = {
        row.source
        for name, own in SAMPLES.items()
        if own == format
        for before, _after, table, _document in pairs(name)
        for row in table.rows
        if list(_values(before, row))
    }

    assert wanted - used <= {
        # An opportunity's specification shares its rows with the qualification.
        *(term for term in wanted if term.startswith("learningAchievementSpecification.")),
        "hasPart",
        "isPartOf",
        "identifier",
    }


def _goes_back(row: Row) -> bool:
    # What the specification says is written inside the opportunity, where the sample refers to it.
    return not row.source.startswith("learningAchievementSpecification.")


def _values(node: Node, row: Row) -> Iterator[Any]:
    holders: list[Any] = [node]
    for step in row.steps:
        holders = [
            member
            for holder in holders
            if isinstance(holder, dict) and step in holder
            for member in (holder[step] if isinstance(holder[step], list) else [holder[step]])
        ]
    yield from holders


def _kept(value: Any, became: list[Any], row: Row) -> bool:
    if isinstance(value, dict) and _belongs_elsewhere(value):
        return True
    return any(_same(value, each, row.conversion.terms) for each in became)


def _reported(value: Any, row: Row, unread: list[Finding]) -> bool:
    shown = value.get("id") if isinstance(value, dict) else value
    return any(note.property == row.source and repr(shown) in note.message for note in unread)


def _belongs_elsewhere(value: Node) -> bool:
    # An alignment to a credential, or of a type CTDL lacks, is of a row that does not return.
    return str(value.get("targetType", "")) in ("ceterms:Credential", "CFRubricCriterionLevel")


def _same(was: Any, became: Any, terms: frozenset[str]) -> bool:
    if isinstance(was, dict) and isinstance(became, str) and "id" in was:
        return bool(was["id"] == became)
    if _is_text(was) or _is_text(became):
        return _words(was) == _words(became)
    if isinstance(was, dict) and isinstance(became, dict):
        names = {"id", "prefLabel", "framework", "inScheme", "relatedESCOSkill", "url", "location"}
        known = (terms or was.keys()) - names
        if _is_concept(was) and "id" in was:
            return bool(was["id"] == became.get("id"))
        return all(
            _same(was[name], became.get(name), frozenset())
            for name in known & was.keys()
            if name not in ("type", "targetName", "description")
            or (name == "targetName" and "targetType" in was)
        )
    if isinstance(was, list) and isinstance(became, list):
        return all(any(_same(each, other, frozenset()) for other in became) for each in was)
    if isinstance(was, dict) or isinstance(became, dict):
        return _words(was) == _words(became)
    return bool(_number(was) == _number(became))


def _is_concept(value: Node) -> bool:
    return "id" in value and "Concept" in str(value.get("type", "Concept"))


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and "@value" in value


def _words(value: Any) -> set[str]:
    """The words of a text, however its language is written, or of the name of a term."""
    if isinstance(value, list):
        return {word for member in value for word in _words(member)}
    if not isinstance(value, dict):
        return {str(value)}
    if "@value" in value:
        return {value["@value"]}
    return _words(value["name"]) if "name" in value else _words(list(value.values()))


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _sorted(values: list[Any], places: dict[str, str]) -> list[str]:
    settled = [places.get(each, each) if isinstance(each, str) else each for each in values]
    return sorted(json.dumps(value, sort_keys=True) for value in settled)


def shipped_credentials() -> list[Document]:
    """Every thirteenth of the shipped credentials and courses."""
    lines = [
        line
        for file in sorted((PROJECT / "registry_data" / "credentials").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()[::13]
    ]
    found = [parse_document(json.loads(line)["document"], base=BASE) for line in lines]
    return [each for each in found if isinstance(read_record(each), CredentialRecord)]


def _record(document: Document) -> CredentialRecord:
    record = read_record(document)
    assert isinstance(record, CredentialRecord)
    return record


def _texts(maps: Any) -> list[str]:
    return sorted({text for each in maps for text in each.values()})


def _facts(record: CredentialRecord, format: str) -> dict[str, Any]:
    """The facts of a record that `format` is said to express."""
    exact = [each for each in record.credits if each.minimum == each.maximum]
    facts: dict[str, Any] = {
        "name": _texts([record.name]),
        "description": _texts([record.description]),
        "page": record.webpage,
        "levels": sorted(str(each.id) for each in record.levels),
        "fields": [each.code for each in record.fields if each.scheme],
        "skills": _texts(skill.name for skill in record.skills),
        "outcomes": _texts(record.outcomes),
        "identifiers": [each.value for each in record.identifiers],
    }
    is_course = record.is_learning_opportunity
    if format != "schema-org" or is_course:
        facts["credits"] = [each.minimum for each in exact]
    if format == "open-badges-3":
        facts["language"] = record.languages[:1]
        facts["subject"] = _texts(record.subjects[:1])
        facts["owners"] = sorted(str(each.ctid) for each in record.owned_by)
    else:
        facts["languages"] = record.languages
        facts["subjects"] = _texts(record.subjects)
        facts["type"] = record.type
    if format == "elm" or (format == "schema-org" and is_course):
        facts["modes"] = record.modes
        facts["entry requirements"] = _texts(record.prerequisites)
        facts["units"] = [each.unit for each in exact]
    if format == "schema-org" or (format == "elm" and is_course):
        prices = (cost for cost in record.costs if cost.price is not None)
        facts["prices"] = [(str(cost.price), cost.currency) for cost in prices]
        facts["providers"] = sorted(
            {str(each.ctid) for each in (*record.owned_by, *record.offered_by)}
        )
    return facts


@pytest.mark.parametrize("format", EXPORTS)
def test_shipped_records_keep_their_facts_there_and_back(format: str) -> None:
    shipped = shipped_credentials()
    assert len(shipped) > 400

    for document in shipped:
        text = json.dumps(export(document, format, base=BASE))
        again = {each.ctid: each for each in documents(import_document(text))}[document.ctid]

        before, after = _record(document), _record(again)
        assert _facts(after, format) == _facts(before, format), document.ctid


def test_a_class_that_badges_lack_comes_back_as_one_above_it() -> None:
    for document in shipped_credentials():
        text = json.dumps(export(document, "open-badges-3", base=BASE))
        [again] = documents(import_document(text))

        assert vocabulary().is_a(document.type, again.type) or again.type == "ceterms:OpenBadge"


def test_a_text_in_one_language_goes_out_and_comes_back_in_it() -> None:
    document = documents(imported("elm-qualification-rich.json"))[-1]

    badge = export(document, "open-badges-3", base=BASE)

    assert badge["@context"][-1] == {"@language": "en"}
    assert badge["name"] == "Glacier travel safety"


def test_organisations_are_not_written_as_badges() -> None:
    organization = documents(imported("open-badges-3-rich.json"))[0]

    with pytest.raises(NotExpressible, match="credentials and courses"):
        export(organization, "open-badges-3", base=BASE)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    document = documents(imported("open-badges-3-minimal.json"))[0]

    with pytest.raises(NotExpressible, match="open-badges-3, schema-org, elm"):
        export(document, "open-badges-2", base=BASE)


#: What the Open Badges 3.0 specification requires of each class.
REQUIRED = {
    "Achievement": {"id", "type", "criteria", "description", "name"},
    "Alignment": {"type", "targetName", "targetUrl"},
    "ResultDescription": {"id", "type", "name", "resultType"},
    "RubricCriterionLevel": {"id", "type", "name"},
    "Profile": {"id", "type"},
    "Image": {"id", "type"},
    "IdentifierEntry": {"type", "identifier", "identifierType"},
    "Related": {"id", "type"},
}


def test_a_written_badge_has_everything_that_a_badge_must_have() -> None:
    samples = [document for name in SAMPLES for document in documents(imported(name))]
    credentials = [each for each in samples if "Organization" not in each.type]
    kinds = set()

    for document in [*credentials, *shipped_credentials()]:
        badge = export(document, "open-badges-3", base=BASE)
        for node in nested_nodes([{**badge, "@context": None}]):
            for kind in _classes(node):
                kinds.add(kind)
                assert node.keys() >= REQUIRED[kind] - _unstated(document), (document.ctid, node)
        assert badge["criteria"].keys() & {"id", "narrative"}

    assert kinds == set(REQUIRED)


def _classes(node: Node) -> list[str]:
    stated = node.get("type", [])
    return stated if isinstance(stated, list) else [stated]


def _unstated(document: Document) -> set[str]:
    # Nothing is invented: a record without a description has none in a badge either.
    return set() if "ceterms:description" in document.main else {"description"}
