"""Everything that is shipped, in the order it is loaded: what is pointed at before what points."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath

from registry_data.convert.component_courses import component_course_facts, shared_degree_facts
from registry_data.convert.credential_documents import shipped
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.crosswalks import alignment_maps
from registry_data.convert.frameworks import framework_documents
from registry_data.convert.larger_credentials import larger_credential_facts
from registry_data.convert.level_rich import level_rich_facts
from registry_data.convert.link_names import named_by_links
from registry_data.convert.merging import united
from registry_data.convert.organizations import organization_documents
from registry_data.convert.outputs import DataFile, Shipped
from registry_data.convert.pathways import award_pathways, with_pathways
from registry_data.convert.quality_assurance import institution_documents, recognition_documents
from registry_data.convert.short_credentials import short_credential_facts
from registry_data.convert.tables import rules
from registry_data.convert.transfer import transfer_documents
from registry_data.convert.vocabularies import vocabulary_documents


def data_files() -> Iterator[DataFile]:
    """The shipped files in the order of `tables/files.csv`, which describes them."""
    credentials = credential_facts()
    pathways = award_pathways(credentials)
    credentials = with_pathways(credentials, pathways)
    documents: dict[str, Iterable[Shipped]] = {
        "frameworks/qualifications-frameworks.jsonl": framework_documents(),
        "crosswalks/framework-crosswalks.jsonl": alignment_maps(),
        "vocabularies/vocabularies.jsonl": vocabulary_documents(),
        "organizations/organizations.jsonl": organization_documents(),
        "quality_assurance/recognitions.jsonl": recognition_documents(),
        "quality_assurance/institutions.jsonl": institution_documents(),
        "transfer/transfer-values.jsonl": transfer_documents(credentials),
        "pathways/pathways.jsonl": [each.shipped for each in pathways],
    }
    for described in rules("files"):
        path = described["path"]
        records = documents[path] if path in documents else _collection(path, credentials)
        yield DataFile(records=tuple(records), **described)


def credential_facts() -> list[CredentialFacts]:
    """The parsed facts of every credential and course, doubles merged and links read."""
    rows = chain(
        level_rich_facts(),
        larger_credential_facts(),
        short_credential_facts(),
        shared_degree_facts(),
        component_course_facts(),
    )
    return named_by_links(united(rows))


def _collection(path: str, credentials: list[CredentialFacts]) -> Iterator[Shipped]:
    """The records that `tables/sources.csv` puts into the file of this name."""
    name = PurePosixPath(path).stem
    return (shipped(record) for record in credentials if record.collection == name)
