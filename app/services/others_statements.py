"""Quality assurance that other records state: what lists and searches know of a credential."""

import json
from collections.abc import Mapping
from dataclasses import replace

from app.services.summaries import Named, QASummary, Summary
from app.store import catalogue
from app.store.database import Connection
from ctdl.ctid import CTID


def with_statements_of_others(
    connection: Connection, summaries: Mapping[CTID, Summary]
) -> dict[CTID, Summary]:
    """The summaries with what others, such as agencies, state about these records added."""
    told: dict[CTID, list[QASummary]] = {}
    for row in catalogue.statements_about(connection, summaries):
        if row.record != row.subject:
            by = Named(row.agent, json.loads(row.agent_name))
            told.setdefault(row.subject, []).append(
                QASummary(row.kind, by, row.starts_on, row.ends_on)
            )
    return {
        ctid: replace(summary, qa=(*summary.qa, *told[ctid])) if ctid in told else summary
        for ctid, summary in summaries.items()
    }
