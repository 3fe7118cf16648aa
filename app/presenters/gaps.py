"""What a record does not state, said field by field, and a letter that asks the provider for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext

from app.presenters import formats
from app.presenters.facts import Fact
from app.presenters.links import Link

_LONGEST_NAME = 200


@dataclass(frozen=True)
class Gaps:
    """How many of the fixed facts are stated, which are not, and whom to ask for them.

    `letter` is a text to send, `mail` a link that opens it as a message where the provider states
    an address.
    """

    stated: int
    total: int
    words: str
    missing: tuple[Fact, ...]
    letter: str
    mail: Link | None

    @property
    def percent(self) -> int:
        """The share that is stated, in whole percent."""
        return round(100 * self.stated / self.total) if self.total else 100


def gaps(
    facts: Sequence[Fact],
    title: str,
    address: str,
    emails: Iterable[str] = (),
) -> Gaps:
    """The gaps in these facts of the record called `title`, whose page is at `address`."""
    missing = tuple(fact for fact in facts if not fact.is_stated)
    stated = len(facts) - len(missing)
    letter = _letter(missing, title[:_LONGEST_NAME], address)
    words = gettext(
        "%(stated)s of %(total)s facts are stated.",
        stated=formats.number(stated),
        total=formats.number(len(facts)),
    )
    return Gaps(
        stated=stated,
        total=len(facts),
        words=words,
        missing=missing,
        letter=letter,
        mail=_mail(next(iter(emails), None), title[:_LONGEST_NAME], letter),
    )


def _letter(missing: Sequence[Fact], title: str, address: str) -> str:
    lines = [
        gettext("The public record of “%(title)s” does not state:", title=title),
        *(f"- {fact.label}" for fact in missing),
        "",
        gettext(
            "Could you publish this, or tell me? The record is at %(address)s", address=address
        ),
    ]
    return "\n".join(lines)


def _mail(email: str | None, title: str, letter: str) -> Link | None:
    if email is None or "@" not in email or any(char in "?&<>\r\n " for char in email):
        return None
    subject = gettext("What is not stated about “%(title)s”", title=title)
    plain = quote(email.removeprefix("mailto:"), safe="@+")
    # RFC 6068, section 5: lines of a message end with CR LF.
    body = quote(letter.replace("\n", "\r\n"))
    return Link(url=f"mailto:{plain}?subject={quote(subject)}&body={body}")
