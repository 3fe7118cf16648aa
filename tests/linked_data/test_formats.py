import hashlib
import json
import subprocess
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.compare import isomorphic

from app.http.media_types import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from app.linked_data.writing import SERIALIZER
from tests.ctdl.graphs import rdflib_graph
from tests.linked_data.small_registry import (
    BASE,
    CREDENTIAL,
    EQF,
    EQF_LEVEL_5,
    EQF_LEVELS,
    REPLACED,
    SCHEME,
)
from tests.support.prerequisites import PROJECT

PATHS = [
    f"/{kind}/{ctid}" for kind in ("resources", "graph") for ctid in (CREDENTIAL, EQF, EQF_LEVELS)
]
PATHS += [f"/resources/{EQF_LEVEL_5}", f"/graph/{SCHEME}", f"/resources/{SCHEME}"]
PATHS += [f"/graph/{CREDENTIAL}/provenance", f"/resources/{REPLACED}"]

# SHA-256 of each format of one record. When this test fails because the bytes are meant to be
# other ones now, raise SERIALIZER: tags that clients keep must not stand for two contents.
WRITTEN = {
    "1": {
        "jsonld": "38a9d3262bebac5e596a71ea533b0d55ca8577db3b134c7a8bf7da0269a9cb68",
        "ttl": "51bfb3012bff85d53532a204b53b907b9dc63b8b2c74639e41995d7684cafb58",
        "rdf": "8acce6a86ff15b1cd7904ec48b5fa60a78789b4dee739ba960ac88ecc72c89e1",
        "nt": "10b3c8032d2249b1781cb821c58900f3b8fb0988d41d9702fec7c28e507b5ca8",
    }
}


def read_json_ld(client: FlaskClient, text: bytes) -> Graph:
    """The triples of JSON-LD, in whatever graph they stand, with our own context taken from us."""
    document = json.loads(text)
    context = document["@context"]
    if isinstance(context, str):
        context = json.loads(client.get(context.removeprefix(BASE)).data)["@context"]
    return rdflib_graph(json.dumps({**document, "@context": context}), "jsonld")


@pytest.mark.parametrize("path", PATHS)
def test_every_format_holds_the_same_graph(client: FlaskClient, path: str) -> None:
    expected = read_json_ld(client, client.get(path, headers={"Accept": JSON_LD.name}).data)

    assert len(expected) > 3
    for media_type in (TURTLE, RDF_XML, N_TRIPLES):
        response = client.get(path, headers={"Accept": media_type.name})
        graph = rdflib_graph(response.data, media_type.suffix)
        assert isomorphic(graph, expected), media_type.label


def test_another_process_writes_the_same_bytes_and_tags(
    client: FlaskClient, small_app: Flask
) -> None:
    settings = small_app.extensions["registry"].settings
    paths = [f"{path}.{suffix}" for path in PATHS[:9] for suffix in ("jsonld", "ttl", "rdf", "nt")]
    program = (
        "import hashlib, pathlib, sys\n"
        "from app import create_app\n"
        "from app.config import Settings\n"
        "app = create_app(Settings(home=pathlib.Path(sys.argv[1]), base_url=sys.argv[2]))\n"
        "for path in sys.argv[3:]:\n"
        "    response = app.test_client().get(path)\n"
        "    print(response.headers['ETag'], hashlib.sha256(response.data).hexdigest())\n"
    )

    command = [sys.executable, "-c", program, str(settings.home), settings.base_url, *paths]
    elsewhere = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)

    here = [client.get(path) for path in paths]
    assert elsewhere.stdout.splitlines() == [
        f"{each.headers['ETag']} {hashlib.sha256(each.data).hexdigest()}" for each in here
    ]


def test_the_bytes_of_a_record_change_only_with_the_version_in_its_tag(client: FlaskClient) -> None:
    digests = {
        suffix: hashlib.sha256(client.get(f"/graph/{CREDENTIAL}.{suffix}").data).hexdigest()
        for suffix in ("jsonld", "ttl", "rdf", "nt")
    }

    assert digests == WRITTEN[SERIALIZER]
