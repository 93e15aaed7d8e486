"""Everything that coleadership raises, as one tree.

Every message is one sentence built here, and says what would work; the facts in it are also attributes,
so that a program never has to read the sentence.

```
ColeadershipError
├── RuleBroken            the domain says no; nothing changed
│   ├── NotAllowedNow     wrong state
│   ├── NotAllowedFor     wrong person
│   ├── Inconsistent      words, numbers or dates contradict
│   └── RefusedByPolicy   a rule of this organisation says no
├── InvalidInput          a text or file from outside cannot be read
├── NotFound              no such subject
├── Conflict              somebody was faster
├── UnknownRecord         written by a newer version, or by a plugin that is not here
├── StoreError            the store is damaged, locked, full, too old or too new
└── PluginError           a plugin broke its contract
```
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = [
    "ColeadershipError",
    "Conflict",
    "Inconsistent",
    "InvalidInput",
    "NotAllowedFor",
    "NotAllowedNow",
    "NotFound",
    "PluginError",
    "RefusedByPolicy",
    "RuleBroken",
    "StoreError",
    "UnknownRecord",
    "did_you_mean",
    "not_there",
]


_LONGEST = 600


class ColeadershipError(Exception):
    """Whatever goes wrong in this library, so that a host can catch it in one line."""


class RuleBroken(ColeadershipError):
    """The domain says no, and nothing changed."""


class NotAllowedNow(RuleBroken):
    """The subject is in a state in which this cannot be done.

    >>> print(NotAllowedNow("agreement “Rota”", status="ended", wanted="revised", allowed=()))
    agreement “Rota” is ended, so it cannot be revised (allowed now: nothing, this state is final)
    """

    def __init__(self, subject: str, *, status: str, wanted: str, allowed: Iterable[str]) -> None:
        self.subject, self.status, self.wanted, self.allowed = subject, status, wanted, tuple(sorted(allowed))
        could = ", ".join(self.allowed) or "nothing, this state is final"
        super().__init__(f"{subject} is {_shown(status)}, so it cannot be {wanted} (allowed now: {could})")


class NotAllowedFor(RuleBroken):
    """This person cannot do this; the sentence says who can.

    >>> print(NotAllowedFor("person_1", wanted="consent", who_could="its parties: person_2, person_3"))
    person_1 cannot consent here (who could: its parties: person_2, person_3)
    """

    def __init__(self, person: str, *, wanted: str, who_could: str) -> None:
        self.person, self.wanted, self.who_could = person, wanted, who_could
        super().__init__(f"{_shown(person)} cannot {wanted} here (who could: {who_could})")


class Inconsistent(RuleBroken):
    """Words, numbers or dates contradict each other or a rule of the domain.

    ``field`` is the path of what is wrong, for a form to show it there.

    >>> print(Inconsistent("review", "the review is after the end; choose a day up to 2027-06-30"))
    review: the review is after the end; choose a day up to 2027-06-30
    """

    def __init__(self, field: str, reason: str, *, also: Sequence[str] = ()) -> None:
        self.field, self.reason, self.also = field, reason, tuple(also)
        super().__init__("; ".join([f"{field}: {_shown(reason)}", *also]))


class RefusedByPolicy(RuleBroken):
    """A policy of this organisation refuses what was about to be saved, and nothing of it was.

    >>> print(RefusedByPolicy("acme.no_sundays", "agreement.proposed", "agreement_01h", "do it on Monday"))
    agreement_01h: policy acme.no_sundays refuses agreement.proposed: do it on Monday
    """

    def __init__(self, policy: str, name: str, subject_id: str, reason: str) -> None:
        self.policy, self.name, self.subject_id, self.reason = policy, name, subject_id, reason
        super().__init__(f"{subject_id}: policy {policy} refuses {name}: {_shown(reason)}")


class InvalidInput(ColeadershipError):
    """A text, line or file from outside is not what it should be; nothing of it was taken.

    >>> print(InvalidInput("plan.jsonl", "is empty; expected one JSON object a line", line=3, field="at"))
    plan.jsonl, line 3, at: is empty; expected one JSON object a line
    """

    def __init__(self, source: str, reason: str, *, line: int | None = None, field: str | None = None) -> None:
        self.source, self.reason, self.line, self.field = source, reason, line, field
        where = [source, *([f"line {line}"] if line is not None else []), *([field] if field else [])]
        super().__init__(f"{', '.join(where)}: {reason}")


class NotFound(ColeadershipError):
    """There is no such subject in this journal.

    >>> print(NotFound("agreement_01h"))
    nothing here is called 'agreement_01h'; look it up with find
    """

    def __init__(self, subject_id: str, hint: str = "look it up with find") -> None:
        self.subject_id = subject_id
        super().__init__(not_there(subject_id, hint))


class Conflict(ColeadershipError):
    """Somebody was faster: the subject has moved on since it was read.

    >>> print(Conflict("agreement_01h", expected=3, found=4, by="person_9"))
    agreement_01h is at step 4, not at step 3 as it was read: person_9 was faster; load it and try again
    """

    def __init__(self, subject_id: str, *, expected: int, found: int, by: str | None = None) -> None:
        self.subject_id, self.expected, self.found, self.by = subject_id, expected, found, by
        who = f"{by} was faster" if by else "somebody was faster"
        if found < expected:
            who = "it was never recorded so far here; is this the right journal?"
        super().__init__(
            f"{subject_id} is at step {found}, not at step {expected} as it was read: {who}; load it and try again"
        )


class UnknownRecord(ColeadershipError):
    """A record that this version cannot interpret: its history can be read, but it cannot be changed here.

    >>> print(UnknownRecord("agreement.sung", 2, known="not known here"))
    record 'agreement.sung' version 2: not known here; read it with history, change it with what wrote it
    """

    def __init__(self, name: str, version: int, *, known: str) -> None:
        self.name, self.version = name, version
        super().__init__(
            f"record {name!r} version {version}: {known}; read it with history, change it with what wrote it"
        )


class StoreError(ColeadershipError):
    """The store is damaged, locked, full, too old or too new; what was acknowledged is still there.

    >>> print(StoreError("sqlite:///a.db", "the file is cut short; restore a backup"))
    sqlite:///a.db: the file is cut short; restore a backup
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")


class PluginError(ColeadershipError):
    """A plugin broke its contract; it is named, and the others go on.

    >>> print(PluginError("acme", hook="coleadership_stores", reason="two stores for 'acme:'"))
    plugin acme, coleadership_stores: two stores for 'acme:'
    """

    def __init__(self, plugin: str, *, hook: str, reason: str) -> None:
        self.plugin, self.hook, self.reason = plugin, hook, reason
        super().__init__(f"plugin {plugin}, {hook}: {reason}")


def _shown(words: object) -> str:
    """What somebody gave, as one sentence can show it: not endless, and nothing that a terminal would obey."""
    said = str(words)
    short = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    return short if short.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in short)


def not_there(subject_id: str, hint: str = "look it up with find") -> str:
    """How it is told that nothing is called so: also of what is there, and not for whoever asks.

    >>> not_there("agreement_01h")
    "nothing here is called 'agreement_01h'; look it up with find"
    """
    return f"nothing here is called {subject_id!r}; {hint}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about a word that is not known: the known one that it is like, or else all that there are.

    >>> did_you_mean("mentorin", ["coaching", "mentoring"]), did_you_mean("x", ["coaching", "mentoring"])
    ("; did you mean 'mentoring'?", ' (known: coaching, mentoring)')
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only for those who mistyped

    there = sorted(known)
    close = get_close_matches(word, there, 1)
    return f"; did you mean {close[0]!r}?" if close else f" (known: {', '.join(there) or 'none'})"
