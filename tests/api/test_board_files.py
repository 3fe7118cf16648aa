"""The operator's lists as tables: how what records say is written in a cell."""

import csv
import io

from flask.testing import FlaskClient

from app.services.publishing import OPERATOR
from app.services.registry import Registry
from tests.services.board_statements import AGENCY, an_action, own, publish
from tests.support.documents import a_credential, ctid_of


def test_statements_without_dates_are_written_in_words(
    api: FlaskClient, registry: Registry
) -> None:
    credential = a_credential("judged")
    subject = ctid_of(credential)
    revoked = an_action("revoked", subject, type_="ceterms:RevokeAction")
    publish(registry, credential)
    publish(registry, an_action("undated", subject), publisher=OPERATOR)
    publish(registry, revoked, publisher=own(AGENCY))

    [row] = csv.DictReader(io.StringIO(api.get("/board/conflicts.csv").text))

    assert row["record_says"] == "accreditation without dates"
    assert row["other_says"] == "revocation without a date"


def test_statements_with_dates_say_from_when_until_when(
    api: FlaskClient, registry: Registry
) -> None:
    credential = a_credential("judged")
    subject = ctid_of(credential)
    publish(registry, credential)
    publish(registry, an_action("first", subject, start="2020-01-01"))
    revoked = an_action("revoked", subject, type_="ceterms:RevokeAction", start="2021-05-01")
    publish(registry, revoked, publisher=own(AGENCY))

    [row] = csv.DictReader(io.StringIO(api.get("/board/conflicts.csv").text))

    assert row["record_says"] == "accreditation from 2020-01-01"
    assert row["other_says"] == "revocation 2021-05-01"
