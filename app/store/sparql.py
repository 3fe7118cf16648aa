"""Asking the RDF store in SPARQL: each query in a process that the system ends when it must.

The processes are kept for the next query, so that a short one costs no start. One that is ended
(for time, for memory, by a fault of the engine) is replaced at once.
"""

import json
import re
import subprocess
import sys
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIGALRM
from typing import Any, Final

from app.store import sparql_child
from app.store.rdf import Generation, StoreDamaged, newest_generation
from ctdl.errors import RegistryError

_WORTH_KEEPING_SECONDS: Final = 0.05
_KEPT_BYTES: Final = 16 * 1024 * 1024
_GRACE_SECONDS: Final = 3.0
"""How long after its time a process may take to be gone before it is ended from outside."""


class QueryMalformed(RegistryError):
    """The text is not a query of SPARQL 1.1; `reason` says why where the engine knows.

    The place is where the engine gave up: at the fault, or a word or two after it.
    """

    def __init__(self, line: int, column: int, reason: str = "") -> None:
        self.line, self.column, self.reason = line, column, reason
        why = f" ({reason})" if reason else ""
        super().__init__(
            "This is not a query of SPARQL 1.1: something is wrong at or shortly before line"
            f" {line}, column {column}{why}."
        )


class QueryRefused(RegistryError):
    """The query asks for what this endpoint does not do."""


class ResultTooLarge(RegistryError):
    """The whole answer has more rows or bytes than are given; a part of it is never given."""


class QueryTooCostly(RegistryError):
    """The query was ended: it took too long or too much memory."""


class TooManyQueries(RegistryError):
    """As many queries as may be are being answered."""


class NotInThisFormat(RegistryError):
    """Answers to queries of this form are not given in any format that the client takes."""

    def __init__(self, form: str) -> None:
        self.form = form
        super().__init__(f"No format that is asked for holds the answer to a query of form {form}.")


@dataclass(frozen=True)
class QueryLimits:
    """What a query may cost; stated wherever the endpoint describes itself."""

    seconds: float = 10.0
    characters: int = 100_000
    rows: int = 50_000
    bytes: int = 16 * 1024 * 1024
    memory: int = 768 * 1024 * 1024
    at_once: int = 2
    """Queries that one process of the server has answered at the same time."""
    wait_seconds: float = 2.0
    """How long the next query waits for its turn; those after it are told to ask again."""


@dataclass(frozen=True)
class Formats:
    """The format in which the answer to a query of each form is wanted, by its suffix, if any."""

    select: str | None = None
    ask: str | None = None
    graph: str | None = None


@dataclass(frozen=True)
class Question:
    """A query, the formats its answer may have, and of which graphs; of all, if none is named."""

    query: str
    formats: Formats
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """The answer: its form, its format, how many rows or triples it has, and it."""

    form: str
    format: str
    rows: int
    data: bytes


class QueryEngine:
    """Asks the newest generation of an RDF store."""

    def __init__(
        self, folder: Path, limits: QueryLimits, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.limits = limits
        self._prefixes = dict(prefixes or {})
        self._kept = _KeptAnswers()
        self._folder = folder
        self._turns = threading.BoundedSemaphore(limits.at_once)
        self._queue = threading.BoundedSemaphore(1)
        self._idle: list[_Child] = []
        # An engine that nobody closes leaves no processes behind either.
        weakref.finalize(self, _end_all, self._idle)

    def ask(self, question: Question, *, keep: bool = False) -> Answered:
        """The whole answer, or one of the errors above; kept for who asks the same, if wanted."""
        newest = newest_generation(self._folder)
        while newest is not None:
            if keep and (kept := self._kept.get(newest, question)):
                return kept
            start = time.monotonic()
            with self._child() as child:
                told, data = child.ask(self._message(question, newest))
            if told["outcome"] != "gone":
                answered = _answered(told, data, question.query, self.limits)
                if keep and time.monotonic() - start > _WORTH_KEEPING_SECONDS:
                    self._kept.put(newest, question, answered)
                return answered
            # Another took its place meanwhile; one that is still the newest is damaged.
            tried, newest = newest, newest_generation(self._folder)
            if newest == tried:
                raise StoreDamaged(
                    f"The RDF store in {tried.path} cannot be read ({told['message']}): run"
                    " `registry rebuild rdf`."
                )
        raise StoreDamaged("There is no RDF store yet: run `registry catch-up`.")

    def close(self) -> None:
        """End the processes that wait for queries."""
        _end_all(self._idle)

    @contextmanager
    def _child(self) -> Iterator["_Child"]:
        if not self._take_turn():
            raise TooManyQueries(
                "As many queries as this registry answers at a time are being answered: ask again."
            )
        try:
            child = self._waiting_child() or _Child(self.limits)
            try:
                yield child
            except BaseException:
                child.end()
                self._idle.append(_Child(self.limits))
                raise
            self._idle.append(child)
        finally:
            self._turns.release()

    def _take_turn(self) -> bool:
        """Whether it is our turn; only one waits for it, as who waits answers nobody else."""
        if self._turns.acquire(blocking=False):
            return True
        if not self._queue.acquire(blocking=False):
            return False
        try:
            return self._turns.acquire(timeout=self.limits.wait_seconds)
        finally:
            self._queue.release()

    def _message(self, question: Question, newest: Generation) -> bytes:
        about = {"store": str(newest.path), "base": newest.base, "prefixes": self._prefixes}
        return json.dumps({**asdict(question), **about}).encode()

    def _waiting_child(self) -> "_Child | None":
        """One that waits for a query; what was ended meanwhile, by whomever, is passed over."""
        while True:
            try:
                child = self._idle.pop()
            except IndexError:
                return None
            if child.is_alive():
                return child
            child.end()


class _KeptAnswers:
    """The answers that cost something, of the newest generation only, the last ones asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._answers: OrderedDict[Question, Answered] = OrderedDict()

    def get(self, generation: Generation, question: Question) -> Answered | None:
        with self._lock:
            if generation != self._generation or question not in self._answers:
                return None
            self._answers.move_to_end(question)
            return self._answers[question]

    def put(self, generation: Generation, question: Question, answered: Answered) -> None:
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._answers.clear()
            self._answers[question] = answered
            while sum(len(each.data) for each in self._answers.values()) > _KEPT_BYTES:
                self._answers.popitem(last=False)


class _Child:
    """One process that answers queries."""

    def __init__(self, limits: QueryLimits) -> None:
        self._limits = limits
        self._pipe, theirs = Pipe()
        program = [sys.executable, "-I", sparql_child.__file__]
        told = json.dumps(asdict(limits))
        self._process = subprocess.Popen(
            [*program, str(theirs.fileno()), told],
            env={},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._is_ready = False

    def ask(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        """What the process says; raises QueryTooCostly when it was ended instead."""
        try:
            if not self._is_ready:
                self._receive()
                self._is_ready = True
            self._pipe.send_bytes(message)
            return json.loads(self._receive()), self._receive()
        except (EOFError, OSError) as error:
            self.end()
            if self._process.returncode == -SIGALRM:
                raise QueryTooCostly(
                    f"The query was ended after {self._limits.seconds:g} seconds: ask for less at"
                    " a time."
                ) from error
            raise QueryTooCostly(
                "The query was ended: it needs more memory than it may have, or is nested too"
                " deeply."
            ) from error

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()

    def _receive(self) -> bytes:
        pipe: Connection = self._pipe
        if not pipe.poll(self._limits.seconds + _GRACE_SECONDS):
            raise EOFError
        return pipe.recv_bytes()


def _end_all(idle: "list[_Child]") -> None:
    while idle:
        idle.pop().end()


def _answered(told: dict[str, Any], data: bytes, query: str, limits: QueryLimits) -> Answered:
    outcome, message = told["outcome"], str(told.get("message", ""))[:400]
    if outcome == "answered":
        return Answered(told["form"], told["format"], told["rows"], data)
    if outcome == "malformed":
        raise _malformed(message, query)
    if outcome == "not acceptable":
        raise NotInThisFormat(told["form"])
    if outcome == "too many":
        raise ResultTooLarge(
            f"The answer has more than {limits.rows:,} rows, the most that are given: ask for it in"
            " parts, with ORDER BY, LIMIT and OFFSET."
        )
    if outcome == "too large":
        raise ResultTooLarge(
            f"The answer has more than {limits.bytes:,} bytes, the most that are given: ask for it"
            " in parts, with ORDER BY, LIMIT and OFFSET."
        )
    raise QueryRefused(_REFUSALS[outcome].format(message))


def _malformed(message: str, query: str) -> QueryMalformed:
    """What the engine says without the tokens it would have liked: dozens, and often misleading."""
    found = _FAULT.match(message)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    first = _FIRST_WORD.match(query)
    if first and first[1].upper() not in _FORMS:
        reason = "it must begin with SELECT, ASK, CONSTRUCT or DESCRIBE, after its prefixes"
    else:
        said = _SAID.search(found[3] if found else message)
        reason = said.group().strip() if said else ""
    return QueryMalformed(line, column, reason)


_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_FIRST_WORD: Final = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s[^:]*:\s*<[^>]*>)*(\w*)", re.IGNORECASE
)
_FAULT: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SAID: Final = re.compile(r"\b[A-Z][A-Za-z]* [\w ]{5,}")
_REFUSALS: Final = {
    "service": "SERVICE is not answered here: this registry asks no other server.",
    "unknown graph": "There is no graph <{}> here, and nothing is fetched. The graphs are the"
    " documents of records; without any, all of them are asked.",
    "not in XML": "The answer cannot be written as XML: {}. Ask for another format.",
    "failed": "The query could not be answered: {}",
}
