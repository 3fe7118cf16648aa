"""The publishers of a storm: each publishes, changes and repeats, and holds on to what was lost."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

from app.config import Settings
from benchmarks import corpus
from ctdl.ctid import CTID, derive_ctid

REQUEST_SECONDS = 60.0
# Between two tries of a request that nobody answered.
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Sent:
    """A document that was sent: the words in it that occur in no other, and what became of it."""

    ctid: CTID
    words: str
    tries: int
    kind: str
    number: int


@dataclass
class Answers:
    """What all publishers of a storm were told."""

    sent: list[Sent] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    """What should not have been said; the publisher stops at the first."""


@dataclass
class Publisher:
    """One client with a key of its own, which sends one request after another."""

    settings: Settings
    owner: CTID
    key: str
    chance: random.Random
    answers: Answers = field(default_factory=Answers)

    def publish_until(self, is_over: threading.Event, deadline: float) -> None:
        """Publish until it `is_over`; what is under way then is seen through to its answer."""
        for document, ctid, words in self._documents():
            if is_over.is_set() or self.answers.strange:
                return
            self._see_through(document, ctid, words, deadline)

    def _documents(self) -> Iterator[tuple[bytes, CTID, str]]:
        """New records mostly, changes of earlier ones, and now and then the same once more."""
        texts: dict[str, str] = {}
        for turn in range(1_000_000):
            key = f"{self.owner} {turn}"
            choice = self.chance.random()
            if texts and choice < 0.4:
                key = self.chance.choice(list(texts))
            words = f"Turn {turn} of {self.owner}."
            if key in texts and choice < 0.1:
                words = texts[key]
            texts[key] = words
            document = corpus.small_credential(self.owner, key, words)
            yield json.dumps(document).encode(), derive_ctid(f"benchmark:{key}"), words

    def _see_through(self, document: bytes, ctid: CTID, words: str, deadline: float) -> None:
        """Send a document again and again until it is acknowledged."""
        tries = 0
        while time.monotonic() < deadline and not self.answers.strange:
            tries += 1
            answer = self._try(document)
            if answer is not None:
                number, kind = answer["number"], answer["kind"]
                self.answers.sent.append(Sent(ctid, words, tries, kind, number))
                return
            time.sleep(PAUSE_SECONDS)
        self.answers.strange.append(f"{ctid}: not acknowledged in {tries} tries")

    def _try(self, document: bytes) -> dict[str, Any] | None:
        """The acknowledgement of one request, or None when it has to be sent again."""
        began = time.monotonic()
        try:
            status, body = self._ask(document)
        except (OSError, HTTPException):
            # Nobody knows whether it happened: its worker was killed.
            self.answers.lost += 1
            return None
        self.answers.statuses[status] += 1
        if status not in (200, 201):
            if status not in (429, 503):
                self.answers.strange.append(f"{status}: {body[:300]!r}")
            return None
        self.answers.seconds.append(time.monotonic() - began)
        answer: dict[str, Any] = json.loads(body)
        return answer

    def _ask(self, document: bytes) -> tuple[int, bytes]:
        # A connection of its own each time: the workers take turns.
        connection = HTTPConnection(self.settings.host, self.settings.port, timeout=REQUEST_SECONDS)
        try:
            connection.request(
                "POST",
                "/api/v1/records",
                document,
                {
                    "Authorization": f"Bearer {self.key}",
                    "Content-Type": "application/ld+json",
                    "Accept": "application/json",
                },
            )
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def together(publishers: list[Publisher], work: Callable[[Publisher], None]) -> None:
    """All publishers at work, each in a thread of its own, until the last is done."""
    threads = [threading.Thread(target=work, args=(each,)) for each in publishers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
