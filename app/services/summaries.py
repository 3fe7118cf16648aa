"""Summaries: the few facts of a record that lists, results and comparisons show."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records import CredentialRecord, OrganizationRecord, PathwayRecord, Record


@dataclass(frozen=True)
class Named:
    """Something that can be linked to: its CTID, class and name."""

    ctid: CTID | None
    name: LangText
    type: str = ""
    withdrawn: bool = False
    iri: str | None = None


@dataclass(frozen=True)
class LevelSummary:
    """A stated level: `id` is `<framework>:<notation>`, or None for an unknown framework."""

    id: str | None
    label: LangText
    framework_name: LangText


@dataclass(frozen=True)
class CreditSummary:
    """A stated size in credits; both ends are the same unless a range is stated."""

    minimum: float | None
    maximum: float | None
    unit: str | None
    unit_label: LangText


@dataclass(frozen=True)
class HoursSummary:
    """A stated workload in hours."""

    minimum: float | None
    maximum: float | None
    basis: str = "stated"


@dataclass(frozen=True)
class CostSummary:
    """A stated price, as written, and its ISO 4217 currency."""

    price: str | None
    currency: str | None


@dataclass(frozen=True)
class FieldSummary:
    """A field of education; its code is that of ISCED-F 2013."""

    code: str | None
    label: LangText


@dataclass(frozen=True)
class QASummary:
    """A statement that somebody vouches for the record."""

    kind: str
    by: Named
    start: str | None
    end: str | None


@dataclass(frozen=True)
class Summary:
    """What is shown of a record in a list; a fact that is absent is not stated."""

    ctid: CTID
    type: str
    name: LangText
    providers: tuple[Named, ...] = ()
    levels: tuple[LevelSummary, ...] = ()
    credits: tuple[CreditSummary, ...] = ()
    hours: HoursSummary | None = None
    costs: tuple[CostSummary, ...] = ()
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    fields: tuple[FieldSummary, ...] = ()
    qa: tuple[QASummary, ...] = ()
    status: str | None = None
    country: str | None = None

    @property
    def provider(self) -> Named | None:
        """The first of those who award or offer it."""
        return self.providers[0] if self.providers else None

    def references(self) -> set[CTID]:
        """The CTIDs whose names the summary shows."""
        named = (*self.providers, *(statement.by for statement in self.qa))
        return {each.ctid for each in named if each.ctid is not None}

    def with_names(self, names: Mapping[CTID, Named], countries: Mapping[CTID, str]) -> "Summary":
        """The same summary with the names that the referred records have now."""
        providers = tuple(_renamed(each, names) for each in self.providers)
        return replace(
            self,
            providers=providers,
            qa=tuple(replace(each, by=_renamed(each.by, names)) for each in self.qa),
            country=self.country or _first_country(providers, countries),
        )

    def to_json(self) -> str:
        """The summary as it is kept in the catalogue."""
        return json.dumps(vars(self), ensure_ascii=False, separators=(",", ":"), default=vars)


def summary_from_json(text: str) -> Summary:
    """The summary that `to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    hours = data.pop("hours")
    return Summary(
        providers=tuple(Named(**each) for each in data.pop("providers")),
        levels=tuple(LevelSummary(**each) for each in data.pop("levels")),
        credits=tuple(CreditSummary(**each) for each in data.pop("credits")),
        hours=HoursSummary(**hours) if hours else None,
        costs=tuple(CostSummary(**each) for each in data.pop("costs")),
        fields=tuple(FieldSummary(**each) for each in data.pop("fields")),
        qa=tuple(QASummary(**{**each, "by": Named(**each["by"])}) for each in data.pop("qa")),
        modes=tuple(data.pop("modes")),
        languages=tuple(data.pop("languages")),
        **data,
    )


def summarize(record: Record) -> Summary:
    """The summary of any record; names of other records are as this record gives them."""
    if isinstance(record, CredentialRecord):
        return _credential(record)
    if isinstance(record, OrganizationRecord):
        return Summary(ctid=record.ctid, type=record.type, name=record.name, country=record.country)
    if isinstance(record, PathwayRecord):
        return Summary(record.ctid, record.type, record.name, providers=_providers(record))
    return Summary(ctid=record.ctid, type=record.type, name=record.name)


def _credential(record: CredentialRecord) -> Summary:
    return Summary(
        ctid=record.ctid,
        type=record.type,
        name=record.name,
        providers=_providers(record),
        levels=tuple(
            LevelSummary(each.id, each.name, each.framework_name) for each in record.levels
        ),
        credits=tuple(
            CreditSummary(each.minimum, each.maximum, each.unit, each.unit_name)
            for each in record.credits
        ),
        hours=HoursSummary(record.hours.minimum, record.hours.maximum) if record.hours else None,
        costs=tuple(
            CostSummary(None if each.price is None else str(each.price), each.currency)
            for each in record.costs
        ),
        modes=record.modes,
        languages=record.languages,
        fields=tuple(FieldSummary(each.code, each.name) for each in record.fields),
        qa=tuple(
            QASummary(
                each.kind, Named(each.by.ctid, each.by.name, iri=each.by.iri), each.start, each.end
            )
            for each in record.qa
        ),
        status=record.status,
    )


def _providers(record: CredentialRecord | PathwayRecord) -> tuple[Named, ...]:
    return _distinct(
        Named(each.ctid, each.name, iri=each.iri) for each in (*record.owned_by, *record.offered_by)
    )


def _distinct(named: Iterable[Named]) -> tuple[Named, ...]:
    seen: dict[object, Named] = {}
    for each in named:
        seen.setdefault(each.ctid or each.iri or str(each.name), each)
    return tuple(seen.values())


def _renamed(named: Named, names: Mapping[CTID, Named]) -> Named:
    return names.get(named.ctid, named) if named.ctid is not None else named


def _first_country(providers: Iterable[Named], countries: Mapping[CTID, str]) -> str | None:
    for provider in providers:
        if provider.ctid is not None and provider.ctid in countries:
            return countries[provider.ctid]
    return None
