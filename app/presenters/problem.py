"""What went wrong, in words for readers; for a withdrawn record also who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.presenters.formats import instant
from app.presenters.language import page_language
from app.presenters.links import Link
from app.presenters.text import Text


@dataclass(frozen=True)
class Withdrawal:
    """What is still said of a record that was taken back."""

    ctid: str
    name: Text | None
    publisher: Text | None
    moment: str
    reason: Text | None
    replacement: Link | None


@dataclass(frozen=True)
class ProblemPage:
    """Everything an error page shows; `detail` is in English, as programs get it."""

    status: int
    title: str
    explanation: str
    detail: Text
    formats: tuple[str, ...]
    withdrawal: Withdrawal | None


def problem_page(status: int, detail: str, facts: Mapping[str, Any]) -> ProblemPage:
    """The page for a problem with this status."""
    return ProblemPage(
        status=status,
        title=_title(status),
        explanation=_explanation(status),
        detail=Text(detail, None if page_language() == "en" else "en"),
        formats=tuple(facts.get("formats", ())),
        withdrawal=_withdrawal(facts) if status == 410 and "withdrawn_at" in facts else None,
    )


def _withdrawal(facts: Mapping[str, Any]) -> Withdrawal:
    replaced_by = facts.get("replaced_by")
    return Withdrawal(
        ctid=str(facts.get("ctid", "")),
        name=_content(facts.get("name")),
        publisher=_content(facts.get("withdrawn_by")),
        moment=instant(facts["withdrawn_at"]),
        reason=_content(facts.get("reason")),
        replacement=Link("record", {"ctid": replaced_by}) if replaced_by else None,
    )


def _content(text: str | None) -> Text | None:
    return Text(text, "", None, True) if text else None


def _title(status: int) -> str:
    titles = {
        400: gettext("This request cannot be understood"),
        401: gettext("A key is needed"),
        403: gettext("This is not allowed"),
        404: gettext("There is no such page or record"),
        405: gettext("This cannot be done here"),
        406: gettext("Not available in this format"),
        409: gettext("This does not fit what is there now"),
        410: gettext("This record was withdrawn"),
        413: gettext("This is too large"),
        414: gettext("This address is too long"),
        422: gettext("This was not accepted"),
        429: gettext("Too many requests"),
        503: gettext("Not ready at the moment"),
    }
    return titles.get(status, gettext("Something went wrong here"))


def _explanation(status: int) -> str:
    texts = {
        400: gettext(
            "Part of the question cannot be used as it is. Change it, or start again with a search."
        ),
        401: gettext("This is for publishers who show their key. Sign in, or check the key."),
        403: gettext("The registry understood, but whoever asked has no right to do this."),
        404: gettext(
            "The address may be mistyped, or the record was never published here. Records that"
            " were withdrawn still have a page that says so."
        ),
        405: gettext("This address only answers other kinds of requests."),
        406: gettext("The record exists, but not in the format your program asked for."),
        409: gettext("Nothing was changed. Look at what is there now, and decide then."),
        410: gettext(
            "It was published here and then taken back. Its identifier is not used again for"
            " something else."
        ),
        413: gettext("What was sent is larger than this registry accepts."),
        414: gettext(
            "The address is longer than this registry reads. Shorten the search words, choose fewer"
            " filters, or start again with a search."
        ),
        422: gettext("Nothing was changed. What has to be mended is said below."),
        429: gettext(
            "Please wait a little before asking again; the limit is the same for everybody."
        ),
        503: gettext("Part of the registry is being prepared. Please try again in a moment."),
    }
    return texts.get(
        status, gettext("The fault is ours and has been noted. Please try again later.")
    )
