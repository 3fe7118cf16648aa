"""The verbs and what can be wrong with a request: each has its code, and status 200."""

import string

import pytest

from tests.linked_data.oai.harvesting import Harvester, credential, provider

IRI = f"https://registry.test/resources/{credential(0)}"
DC = "metadataPrefix=oai_dc"


def test_the_repository_says_what_it_keeps_to(harvester: Harvester) -> None:
    found = harvester.ask("Identify")

    assert found.texts("baseURL") == ["https://registry.test/oai"]
    assert found.texts("deletedRecord") == ["persistent"]
    assert found.texts("adminEmail") == ["postmaster@registry.test"]
    assert found.attribute("request", "verb") == "Identify"


def test_formats_are_the_same_for_every_record(harvester: Harvester) -> None:
    general, own = (
        harvester.ask("ListMetadataFormats"),
        harvester.ask("ListMetadataFormats", identifier=IRI),
    )

    assert general.texts("metadataPrefix") == ["oai_dc", "ctdl_rdf"]
    assert own.texts("metadataPrefix") == general.texts("metadataPrefix")


def test_every_set_has_records_and_a_name(harvester: Harvester) -> None:
    found = harvester.ask("ListSets")
    named = dict(zip(found.texts("setSpec"), found.texts("setName"), strict=True))

    assert named[f"provider:{provider(0)}"] == "College 0"
    assert named["country:NZ"] == "New Zealand"
    assert named["type:ceterms:MicroCredential"] == "Micro-credential"
    assert [spec for spec in named if not harvester.ids(set=spec)] == []


def test_sets_come_in_parts_too(harvester: Harvester, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = harvester.ask("ListSets").texts("setSpec")
    monkeypatch.setattr("app.services.harvest.SETS", 2)

    pages = list(harvester.all("ListSets"))

    assert len(pages) == -(-len(whole) // 2)
    assert [spec for page in pages for spec in page.texts("setSpec")] == whole
    assert pages[-1].token == ""


def test_post_is_answered_like_get(harvester: Harvester) -> None:
    query = "verb=ListIdentifiers&metadataPrefix=oai_dc&set=country:NZ"

    posted = harvester.ask_for(query, post=True)

    assert posted.ids == harvester.ask_for(query).ids
    assert len(posted.ids) == 100


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=listRecords", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        (f"verb=ListRecords&{DC}&{DC}", "badArgument"),
        (f"verb=ListRecords&{DC}&extra=1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=a%20b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        (f"verb=ListRecords&{DC}&set=a%20b", "badArgument"),
        (f"verb=ListRecords&{DC}&set=country:ZZ", "noRecordsMatch"),
        (f"verb=ListRecords&{DC}&from=2026-02-30", "badArgument"),
        (f"verb=ListRecords&{DC}&from=2026", "badArgument"),
        (f"verb=ListRecords&{DC}&from=2026-02-03T10:00:00", "badArgument"),
        (f"verb=ListRecords&{DC}&from=2026-02-03&until=2026-02-03T10:00:00Z", "badArgument"),
        (f"verb=ListRecords&{DC}&from=2026-02-03&until=2026-02-02", "badArgument"),
        (f"verb=ListRecords&{DC}&until=0001-01-01", "noRecordsMatch"),
        (f"verb=ListRecords&{DC}&until=9999-12-31", None),
        (f"verb=ListRecords&{DC}&from=9999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=nonsense", "badResumptionToken"),
        (f"verb=ListRecords&resumptionToken=nonsense&{DC}", "badArgument"),
        ("verb=ListSets&resumptionToken=nonsense", "badResumptionToken"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        (f"verb=GetRecord&identifier=x&{DC}", "idDoesNotExist"),
        (f"verb=GetRecord&identifier={IRI[:-1]}&{DC}", "idDoesNotExist"),
        (f"verb=GetRecord&identifier={credential(0)}&{DC}", "idDoesNotExist"),
        (f"verb=GetRecord&identifier={IRI}&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
    ],
)
def test_each_fault_has_its_code(harvester: Harvester, query: str, code: str | None) -> None:
    found = harvester.ask_for(query)

    assert found.error == code
    if code in ("badVerb", "badArgument"):
        assert found.root[1].attrib == {}


def test_a_token_with_one_character_altered_is_refused(harvester: Harvester) -> None:
    token = harvester.ask("ListIdentifiers", metadataPrefix="oai_dc").token
    assert token

    for place, character in enumerate(token):
        other = "a" if character != "a" else "b"
        altered = token[:place] + other + token[place + 1 :]
        found = harvester.ask("ListIdentifiers", resumptionToken=altered)
        # The last character of base64 has bits that say nothing.
        is_same = place == len(token) - 1 and found.error is None
        assert is_same or found.error == "badResumptionToken", (place, altered)


def test_a_token_is_good_again_and_only_for_its_verb(harvester: Harvester) -> None:
    token = harvester.ask("ListRecords", metadataPrefix="ctdl_rdf").token
    assert token
    assert set(token) <= set(string.ascii_letters + string.digits + "-_.")

    first = harvester.ask("ListRecords", resumptionToken=token)

    assert harvester.ask("ListRecords", resumptionToken=token).ids == first.ids
    other = harvester.ask("ListIdentifiers", resumptionToken=token)
    assert other.error == "badResumptionToken"
