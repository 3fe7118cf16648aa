"""Credit transfer facts as transfer value profiles: what a receiver gives for some learning."""

import re
from collections.abc import Iterator
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert import keys
from registry_data.convert.amounts import parse_credits, value_profile
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.errors import FactError
from registry_data.convert.identity import credential_ctid
from registry_data.convert.json_ld import Node, document, node, record, references, text
from registry_data.convert.keys import folded
from registry_data.convert.organizations import (
    canonical_names,
    directory,
    organization_ctids,
    organization_names,
)
from registry_data.convert.outputs import Shipped
from registry_data.convert.statements import Statement, provenance, source_of
from registry_data.convert.tables import Row, facts, rules

_COURSE_PROVIDERS = {"Sophia Learning", "Study.com", "Saylor Academy"}
_WEAK = {
    "jmbealer/": "low trust: a learner's list, not the receiving colleges' own",
    "zloadr.com": "low trust: a book preview",
    "Scrut1ny/": "low trust: a list by a third party",
    "getcollegecredit.com facts in": "a public exam catalogue, not the recommending body's own",
}
_KINDS = {
    "ACE recommendation": "credit recommendation by ACE",
    "NCCRS": "credit recommendation by NCCRS",
}


def transfer_documents(known: list[CredentialFacts]) -> Iterator[Shipped]:
    """One profile for each row; the two ends are linked where exactly one record has the title."""
    titles = _by_title(known)
    for row in facts("transfer"):
        profile = _profile(row, titles)
        stated = provenance(profile, _statement(row), _exceptions(row, titles))
        yield Shipped(profile, stated)


def _profile(row: Row, titles: dict[tuple[str, str], CTID]) -> Node:
    source_node = _source_node(row, titles)
    giver = _find(row["from_provider"], row["from_credential"], titles)
    receiver = _find(row["to_provider"], row["to_credential_or_institution"], titles)
    start, end = _day(row["valid_from"]), _day(row["valid_until"])
    origin = references(giver) if giver else ([source_node["@id"]] if source_node else [])
    main = record(
        "ceterms:TransferValueProfile",
        _ctid(row),
        ceterms__name=text(f"{row['from_credential']} to {row['to_credential_or_institution']}"),
        ceterms__description=text(_description(row)),
        ceterms__ownedBy=None if _third_party(row) else _owners(row),
        ceterms__transferValue=_value(row),
        ceterms__transferValueFrom=origin,
        ceterms__transferValueFor=references(receiver) if receiver else None,
        ceterms__requires=[
            node(
                "ceterms:ConditionProfile",
                ceterms__name=text("Condition"),
                ceterms__description=text(row["condition"]),
            )
        ],
        ceterms__startDate=start,
        ceterms__endDate=end,
    )
    return document(main, *([source_node] if source_node and not giver else []))


def _ctid(row: Row) -> CTID:
    return keys.statement(
        "transfer",
        row["from_provider"],
        row["from_credential"],
        row["to_provider"],
        row["to_credential_or_institution"],
        row["kind"],
        row["credits"],
    )


def _value(row: Row) -> list[Node] | None:
    """The credits as numbers where they are numbers; a share of a degree stays in words."""
    credits = parse_credits(row["credits"], row["credit_unit"])
    return [value_profile(credits)] if credits else None


def _source_node(row: Row, titles: dict[tuple[str, str], CTID]) -> Node | None:
    """The course that is recognised, when its provider gives courses and nothing else."""
    if row["from_provider"] not in _COURSE_PROVIDERS:
        return None
    coded = re.fullmatch(r"(?P<name>.+) \((?P<code>[A-Z]+\d+)\)", row["from_credential"])
    return node(
        "ceterms:Course",
        "from",
        ceterms__name=text(coded["name"] if coded else row["from_credential"]),
        ceterms__codedNotation=coded["code"] if coded else None,
        ceterms__offeredBy=references(*organization_ctids(row["from_provider"])),
    )


def _description(row: Row) -> str:
    giver = f" of {row['from_provider']}" if row["from_provider"] else ""
    kind = _KINDS.get(row["kind"], row["kind"])
    sentences = [f"{kind[:1].upper()}{kind[1:]}: {row['from_credential']}{giver}"]
    target = row["to_credential_or_institution"]
    receiver = organization_names(row["to_provider"])
    at = f" at {receiver}" if receiver and receiver != organization_names(target) else ""
    sentences[0] += f" towards {target}{at}."
    if row["credits"]:
        sentences.append(f"Worth {row['credits']} {row['credit_unit']}".rstrip() + ".")
    sentences.append(f"Condition: {row['condition']}.")
    sentences.append(_recognition(row))
    dates = [f"{word} {row[f'valid_{word}']}" for word in ("from", "until") if row[f"valid_{word}"]]
    if dates:
        sentences.append(f"Valid {' '.join(dates)}.")
    return " ".join(sentences)


def _recognition(row: Row) -> str:
    body = row["recognised_by"]
    if not _third_party(row):
        return f"Recognised by: {body}."
    if row["kind"] in _KINDS:
        return f"Listed by a third party as recommended by {body}; not that body's own statement."
    return (
        f"Listed by a third party as accepted by {body}; not the receiving college's own statement."
    )


def _owners(row: Row) -> list[str]:
    return references(*organization_ctids(row["recognised_by"]))


def _third_party(row: Row) -> str:
    """What to say of a list by somebody who neither gives nor receives; "" for other sources."""
    return next((note for start, note in _WEAK.items() if row["source"].startswith(start)), "")


def _statement(row: Row) -> Statement:
    statement, weak = source_of(row).statement, _third_party(row)
    return statement.noting(weak) if weak else statement


def _exceptions(row: Row, titles: dict[tuple[str, str], CTID]) -> dict[str, Statement]:
    ends = {
        "ceterms:transferValueFrom": _find(row["from_provider"], row["from_credential"], titles),
        "ceterms:transferValueFor": _find(
            row["to_provider"], row["to_credential_or_institution"], titles
        ),
    }
    return {
        path: _statement(row).by_editors("matched with a record by its title")
        for path, found in ends.items()
        if found
    }


def _day(stated: str) -> str | None:
    return stated if len(stated) == len("2025-01-01") else None


def _find(provider: str, title: str, titles: dict[tuple[str, str], CTID]) -> CTID | None:
    for end in rules("transfer_ends"):
        if (end["written_as"], end["provider"]) == (title, provider):
            return credential_ctid(end["table"], _row_of(end))
    plain = re.sub(r"^MITx MicroMasters in | \(NSQF [\d.]+\)$", "", title)
    for name in canonical_names(provider):
        for candidate in (title, plain):
            if found := titles.get((name, folded(candidate))):
                return found
    return None


def _row_of(end: Row) -> Row:
    found = [
        row
        for row in facts(end["table"])
        if row["title"] == end["title"] and end["page"] in ("", row.get("credential_url"))
    ]
    if len(found) != 1:
        raise FactError(f"{end['title']!r} in tables/transfer_ends.csv names {len(found)} rows.")
    return found[0]


def _by_title(known: list[CredentialFacts]) -> dict[tuple[str, str], CTID]:
    """The records whose title one provider has used only once."""
    found: dict[tuple[str, str], list[CTID]] = {}
    for facts_ in known:
        for organization in (*facts_.owners, *facts_.offerers):
            key = (_names().get(organization, ""), folded(facts_.title))
            found.setdefault(key, []).append(facts_.ctid)
    return {key: ctids[0] for key, ctids in found.items() if len(ctids) == 1}


@cache
def _names() -> dict[CTID, str]:
    return {organization.ctid: name for name, organization in directory().items()}
