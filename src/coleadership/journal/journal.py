"""The journal: one organisation's memory. Load, verb, save.

```python
rota = journal.load(rota_id)
rota = rota.consent(by=anna.id, wording=seen)
rota = journal.save(rota)              # or Conflict, if somebody was faster
```

`Journal.change` does the three in one and tries again on a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar, cast, overload

import attrs

from coleadership.errors import Conflict, Inconsistent, StoreError
from coleadership.heart.events import Subject, moment
from coleadership.ids import any_id
from coleadership.journal.readable import Readable
from coleadership.journal.ticking import Tick, Ticking
from coleadership.journal.views import View, see
from coleadership.journal.vocabulary import Vocabulary
from coleadership.journal.witnesses import Checkpoint, Signer
from coleadership.policies import Policy
from coleadership.privacy.auditing import Audit
from coleadership.privacy.erasure import Erasure, ErasurePlan
from coleadership.privacy.expiring import Expiring
from coleadership.privacy.portability import HeldAbout, held_about
from coleadership.privacy.retaining import Retaining
from coleadership.recording.codec import Codec, shared_codec
from coleadership.recording.heads import Heads
from coleadership.recording.integrity import Progress, Verification, card_problem, followed, rebuild, verify
from coleadership.recording.replay import Entry, Replay
from coleadership.recording.saving import ATTEMPTS, Saving
from coleadership.recording.transfer import export, restore
from coleadership.records import AlreadyRecorded, Head, JoinsHostTransaction, Store

if TYPE_CHECKING:
    from coleadership.ids import Id
    from coleadership.organisation.people import Person

__all__ = ["Entry", "Journal"]

S = TypeVar("S", bound=Subject[Any])
S1 = TypeVar("S1", bound=Subject[Any])
S2 = TypeVar("S2", bound=Subject[Any])
S3 = TypeVar("S3", bound=Subject[Any])
S4 = TypeVar("S4", bound=Subject[Any])


class Journal(Readable):
    """What an organisation remembers, kept in a store. Safe to use from several threads.

    >>> from coleadership import Person, open_journal
    >>> with open_journal("memory:") as journal:
    ...     anna = journal.save(Person.join("Anna Ek", reference="e-1007"))
    ...     anna = journal.change(anna.id, lambda anna: anna.rename("Anna Berg", by=anna.id))
    ...     [str(person.name) for person in journal.find(Person, reference="e-1007")]
    ...     [entry.name for entry in journal.history(anna.id)]
    ...     journal.verify().ok, len(list(journal.export()))
    ['Anna Berg']
    ['person.joined', 'person.renamed']
    (True, 6)
    """

    def __init__(
        self,
        store: Store,
        codec: Codec | None = None,
        *,
        vocabulary: Callable[[], Vocabulary] = Vocabulary,
        policies: Callable[[], Sequence[Policy]] = tuple,
    ) -> None:
        self.store = store
        self._codec = codec or shared_codec()
        super().__init__(Replay(store, self._codec))
        self._vocabulary, self._policies = vocabulary, policies
        self._saving = Saving(store, self._codec, self._replay, self._reach, policies)
        self._erasure = Erasure(store, self._replay, self._saving)
        self._retaining = Retaining(self._replay, self._saving, self._erasure)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<journal {self.store.url}>"

    def close(self) -> None:
        """Let go of the store; nothing is lost, as everything saved is kept already."""
        self.store.close()

    @property
    def vocabulary(self) -> Vocabulary:
        """The kinds of agreement, decision rules and calendars there are to choose from here."""
        return self._vocabulary()

    # -- saving

    @overload  # one subject comes first and gives itself, so the last overload never sees it
    def save(  # pyright: ignore[reportOverlappingOverload]
        self, first: S1, /, *, reading: Iterable[Subject[Any]] = (), key: str | None = None
    ) -> S1: ...
    @overload
    def save(
        self, first: S1, second: S2, /, *, reading: Iterable[Subject[Any]] = (), key: str | None = None
    ) -> tuple[S1, S2]: ...
    @overload
    def save(
        self, first: S1, second: S2, third: S3, /, *, reading: Iterable[Subject[Any]] = (), key: str | None = None
    ) -> tuple[S1, S2, S3]: ...
    @overload
    def save(
        self, first: S1, second: S2, third: S3, fourth: S4, /, *, reading: Iterable[Subject[Any]] = (),
        key: str | None = None,
    ) -> tuple[S1, S2, S3, S4]: ...  # fmt: skip
    @overload
    def save(self, *subjects: S, reading: Iterable[Subject[Any]] = (), key: str | None = None) -> tuple[S, ...]: ...
    def save(
        self, *subjects: Subject[Any], reading: Iterable[Subject[Any]] = (), key: str | None = None
    ) -> Subject[Any] | tuple[Subject[Any], ...]:
        """Keep what happened to all these subjects, or nothing of it, and give them back settled: rebind your names.

        ``reading`` are subjects that must not have changed either. ``key`` names a request: repeated with the same key,
        it is done once, and gives what the first one led to. Saving the same value twice is harmless.
        Raises `Conflict` if somebody was faster (load and try again), `RefusedByPolicy` if a policy says no.
        """
        _check_key(key)
        if len({_checked(subject).id for subject in subjects}) < len(subjects):
            raise Inconsistent("subjects", "the same subject is given twice; give its newest value")
        try:
            _ = self._saving.append(subjects, reading, key)
            settled = tuple([subject.settled() for subject in subjects])
        except AlreadyRecorded as known:
            again = self._saving.repeated([subject for subject in subjects if subject.unrecorded], known.subjects)
            settled = tuple(again.get(subject.id, subject) for subject in subjects)
        return settled[0] if len(settled) == 1 else settled

    def change(self, id: Id[S], verb: Callable[[S], S], *, key: str | None = None) -> S:
        """Load a subject, apply a verb and save it, again and again until nobody is faster.

        As the subject is loaded on somebody's behalf, a voice has to name the wording that they saw.
        """
        _check_key(key)
        for attempt in range(ATTEMPTS):
            known = () if key is None else self.store.recorded(key)
            if known and id not in known:
                raise Inconsistent("key", f"it named another request before, about {', '.join(known)}; give a new key")
            if known:
                return cast("S", self._replay.subject(id))
            changed = cast("S", _checked(verb(attrs.evolve(cast("S", self._replay.subject(id)), unseen=True))))
            if changed.id != id:
                raise Inconsistent("verb", f"it gave back {changed.id}, not {id}; return the subject it was given")
            try:
                saved = self.save(changed, key=key)
            except Conflict:
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                return saved
        raise AssertionError  # pragma: no cover - the loop returns or raises

    @contextmanager
    def joining(self, transaction: object) -> Generator[Journal]:
        """This journal within a transaction of your own: what you write there and what is saved here is kept together.

        For ``sqlite:`` that is a `sqlite3.Connection` to the same file in which you have begun. You commit or roll
        back; until then nobody else sees anything of it, and other writers wait. Raises `StoreError` where the store
        cannot.
        """
        if not isinstance(self.store, JoinsHostTransaction):
            raise StoreError(self.store.url, "cannot write within a transaction of yours; save here and there in turn")
        store = self.store.joined(transaction)
        try:
            yield Journal(store, self._codec, vocabulary=self._vocabulary, policies=self._policies)
        finally:
            store.close()

    # -- as somebody sees it

    def seen_by(
        self, person: str, *, administers: bool = False, audit: bool = False, at: datetime | None = None
    ) -> View:
        """This journal as somebody sees it: what is not for them is not in it. A view is only read; see `views.View`.

        ``administers`` says that they keep the register of people and teams: it opens no text. ``at`` is now, if left
        out. Who has left sees nothing. Raises `NotFound` for nobody known here, `RefusedByPolicy` if a policy fails.
        With ``audit`` private notes of others and exports are recorded as a `Disclosure` before they are shown.
        """
        at, person = moment(at), any_id(person, "person")
        log = Audit(self._replay, self._saving, person, at) if audit else None
        return see(self._replay, person, at, self._policies(), administers=administers, audit=log)

    # -- looking after it

    def tick(self, at: datetime | None = None, *, progress: Callable[[int], None] | None = None) -> Tick:
        """Record what time alone has brought about: rounds that are over, days that come nearer, are here or passed.

        Call it as often as you like, from as many places as you like: each thing is recorded once, as an event of the
        subject whose day it is (`FellDue` and others). Whatever reminds people listens to these in the `feed`. Only
        what has something to tell is read. Words that a rule of retention lets go are erased (see `plan_retention`).
        ``at`` is now, if left out; ``progress`` is called with how many subjects have been looked at.
        """
        calendars = self.vocabulary.calendars
        return Ticking(self._replay, self._saving, moment(at), calendars, self._retaining).tick(progress)

    def plan_retention(self, at: datetime | None = None) -> Iterator[Expiring]:
        """The words that a tick at a time would erase, rule by rule, and those that something keeps, and until when."""
        return self._retaining.plan(moment(at))

    def plan_forgetting(self, person: str, at: datetime | None = None) -> ErasurePlan:
        """What forgetting somebody would come to: what goes, what stays and why, and what is in the way."""
        return self._erasure.plan(any_id(person, "person"), moment(at))

    def forget(
        self, person: str, *, by: str, leaving_vacant: bool = False, at: datetime | None = None,
        progress: Progress | None = None,
    ) -> ErasurePlan:  # fmt: skip
        """Forget somebody who has left: their name, their words, and words about them; see `privacy.erasure`.

        What others live by stays until it ends: ask again then. Interrupted, it goes on when it is asked again. Raises
        `NotAllowedNow` for somebody who is here or under a hold, `Inconsistent` for somebody who has been forgotten, or
        without whom something in force has no coordinator (unless ``leaving_vacant``), `StoreError` for a store that
        cannot forget.
        """
        person = any_id(person, "person")
        return self._erasure.forget(person, by=by, at=moment(at), leaving_vacant=leaving_vacant, progress=progress)

    def held_about(
        self, person: Id[Person], *, by: str | None = None, at: datetime | None = None, progress: Progress | None = None
    ) -> HeldAbout:
        """Everything that is held about somebody, for them to have: `HeldAbout.json` and `HeldAbout.page`.

        Their own words are in it, and those for them alone; other people's are left out and counted. All of the
        journal is read once, so that nothing is left out for being old. Say who asks for it (``by``), and that is
        recorded first, as a `Disclosure`.
        """
        if by is not None:
            audit = Audit(self._replay, self._saving, any_id(by, "by"), moment(at))
            audit.record([(self._erasure.person(any_id(person, "person")).id, "all that is held about them")])
        relations = {relation for kind in self._codec.catalogue.subjects.values() for relation in kind.RELATIONS}
        return held_about(self.store, self._erasure.person(any_id(person, "person")), relations, progress)

    def erasures(self) -> Iterator[bytes]:
        """All that was forgotten, as lines of JSON without a word in them: keep them apart from your backups."""
        return self._erasure.ledger()

    def erase_again(self, stream: IO[bytes], *, by: str, source: str = "input", at: datetime | None = None) -> int:
        """Forget again what a restored backup has brought back, by the lines of `erasures`; give how many words."""
        return self._erasure.replay_ledger(stream, source, by=by, at=moment(at))

    def head(self) -> Head:
        """How far the journal has come: kept elsewhere, it shows a history that was rewritten or cut."""
        return self.store.head()

    def checkpoint(
        self, signer: Signer, *, after: Checkpoint | None = None, at: datetime | None = None,
        progress: Progress | None = None,
    ) -> Checkpoint:  # fmt: skip
        """Sign how far the journal has come: such a head, kept elsewhere, cannot be made up by whoever rewrites it.

        The chain is followed first, from the beginning or ``after`` a checkpoint that was made before. Raises
        `StoreError` if it leads elsewhere; then nothing is signed.
        """
        head = followed(self.store, None if after is None else after.kept(), progress)
        return Checkpoint.sign(head, by=signer, at=at)

    def verify(
        self, progress: Progress | None = None, *, kept: Heads | None = None, cards: bool = False
    ) -> Verification:
        """Whether everything is as it was recorded; else the first record that was changed, lost or moved.

        With a head ``kept`` elsewhere earlier, or many of them, as `witnesses.witness` reads them, a history that was
        rewritten, forked or cut behind it shows as well. With ``cards`` each card, by which things are found and shown,
        is compared with what its records say: that takes as long as `rebuild`.
        """
        found = verify(self.store, progress, kept)
        problem = card_problem(self.store, self._codec, progress) if cards and found.ok else None
        return found if problem is None else attrs.evolve(found, problem=problem)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Derive all cards anew from the records, and give how many there are."""
        return rebuild(self.store, self._codec, progress)

    def export(self, progress: Progress | None = None) -> Iterator[bytes]:
        """The whole journal as JSON Lines, one line at a time."""
        return export(self.store, progress)

    def import_(self, stream: IO[bytes], *, source: str = "input", progress: Progress | None = None) -> int:
        """Fill this journal, which must be empty, from exported lines, all or nothing."""
        return restore(self.store, self._codec, stream, source, progress)


def _checked(subject: object) -> Subject[Any]:
    """What is to be saved, if it can be."""
    if not isinstance(subject, Subject):
        reason = f"{subject!r:.60} cannot be saved; give a subject such as a Person or an Agreement, as verbs return it"
        raise Inconsistent("subjects", reason)
    if subject.partial:  # pyright: ignore[reportUnknownMemberType] - as below
        reason = f"{subject.id} is what somebody sees of it, not all of it; use change, which loads it"
        raise Inconsistent("subjects", reason)
    return subject  # pyright: ignore[reportUnknownVariableType] - a subject of whatever events


def _check_key(key: str | None) -> None:
    if key is not None and not (0 < len(key) <= 200 and key.isprintable()):
        raise Inconsistent("key", "is no key; give up to 200 printable characters that name the request")
