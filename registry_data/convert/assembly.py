"""Everything that is shipped, in the order it is loaded: what is pointed at before what points."""

from collections.abc import Iterable, Iterator
from itertools import chain

from registry_data.convert.component_courses import component_course_facts, shared_degree_facts
from registry_data.convert.credential_documents import shipped
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.crosswalks import alignment_maps
from registry_data.convert.frameworks import framework_documents
from registry_data.convert.larger_credentials import larger_credential_facts
from registry_data.convert.level_rich import level_rich_facts
from registry_data.convert.merging import united
from registry_data.convert.organizations import organization_documents
from registry_data.convert.outputs import DataFile, Shipped
from registry_data.convert.quality_assurance import institution_documents, recognition_documents
from registry_data.convert.short_credentials import short_credential_facts
from registry_data.convert.tables import rules
from registry_data.convert.transfer import transfer_documents
from registry_data.convert.vocabularies import ESCO_LICENCE, vocabulary_documents


def data_files() -> Iterator[DataFile]:
    """The shipped files, references first."""
    yield _file(
        "frameworks/qualifications-frameworks.jsonl",
        "Qualifications frameworks and their levels",
        "facts/frameworks/levels.csv and levels_additional.csv",
        "facts only",
        framework_documents(),
    )
    yield _file(
        "crosswalks/framework-crosswalks.jsonl",
        "Comparisons between the levels of frameworks",
        "facts/frameworks/crosswalk.csv and crosswalk-nomatch.csv",
        "facts only",
        alignment_maps(),
    )
    yield _file(
        "vocabularies/vocabularies.jsonl",
        "Fields of education, credit units, ESCO skills",
        "facts/frameworks/iscedf.csv, facts/esco, tables/credit_units.csv",
        f"ISCED-F: UNESCO-UIS. ESCO: {ESCO_LICENCE}",
        vocabulary_documents(),
    )
    yield _file(
        "organizations/organizations.jsonl",
        "Providers, awarding bodies and quality assurance bodies",
        "named in all fact tables; facts/qa_bodies.csv",
        "facts only",
        organization_documents(),
    )
    yield _file(
        "quality_assurance/recognitions.jsonl",
        "Who recognises quality assurance bodies",
        "facts/qa_bodies.csv (EQAR register of about 2018, federal listings, bodies' pages)",
        "facts only",
        recognition_documents(),
    )
    yield _file(
        "quality_assurance/institutions.jsonl",
        "Accreditation and recognition of institutions and awarding bodies",
        "facts/institution_accreditation.csv (Ofqual register 2025-02, College Scorecard 2022)",
        "facts only; Ofqual register under the Open Government Licence by general knowledge",
        institution_documents(),
    )
    records = credential_facts()
    yield from _credential_files(records)
    yield _file(
        "transfer/transfer-values.jsonl",
        "Credit transfer, recommendations and exemptions",
        "facts/transfer.csv",
        "none stated; facts only",
        transfer_documents(records),
    )


def credential_facts() -> list[CredentialFacts]:
    """The parsed facts of every credential and course, doubles merged."""
    return united(
        chain(
            level_rich_facts(),
            larger_credential_facts(),
            short_credential_facts(),
            shared_degree_facts(),
            component_course_facts(),
        )
    )


def _credential_files(records: list[CredentialFacts]) -> Iterator[DataFile]:
    for row in rules("collections"):
        chosen = [record for record in records if record.collection == row["collection"]]
        if chosen:
            yield DataFile(
                path=f"credentials/{row['collection']}.jsonl",
                title=row["title"],
                origin=row["origin"],
                licence=row["licence"],
                retrieved=row["retrieved"],
                records=tuple(shipped(record) for record in chosen),
            )


def _file(path: str, title: str, origin: str, licence: str, records: Iterable[Shipped]) -> DataFile:
    return DataFile(path, title, origin, licence, "", tuple(records))
