"""Two journals side by side, in memory and in a file: whatever is done to both, they answer the same.

Ids, salts and times are born in the verbs, so the same values are saved in both, and every answer is equal as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

import coleadership as co
from coleadership.records import Card, Query
from tests.builders import AT, draft, team

T = TypeVar("T")
Anything = co.Person | co.Agreement
EVERYTHING = Query(states=True, limit=10_000)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=8).filter(str.strip)
NAMES = st.sampled_from(["anna", "bo"])


def told(ask: Callable[[], T]) -> tuple[str, T | str]:
    """What is answered: a value, or the error of ours that it is refused with."""
    try:
        return "value", ask()
    except co.ColeadershipError as error:
        return type(error).__name__, str(error)


def lived(one: Anything, words: str, by: str, days: int, times: int) -> Anything:
    """A subject after something has happened to it, once or often."""
    at = AT + timedelta(days=days)
    for number in range(times):
        if isinstance(one, co.Person):
            one = one.rename(f"{words} {number}", by=by, at=at)
        else:
            one = one.comment(f"{words} {number}", by=by, at=at)
    return one


class Journals(RuleBasedStateMachine):
    """Any order of saves, conflicts, repeats, rebuilds, moves and openings."""

    subjects: Bundle[Anything] = Bundle("subjects")

    @initialize()
    def begin(self) -> None:
        """Two empty journals of one id."""
        self.folder = TemporaryDirectory()
        self.files = 0
        self.memory, self.sqlite = co.open_journal("memory:"), self.opened()
        _ = self.sqlite.store.restore(self.memory.head().journal, [], [], lambda _: [])
        self.known: set[str] = set()

    def opened(self) -> co.Journal:
        """The journal in the newest file."""
        path = Path(self.folder.name) / f"{self.files}.db"
        return co.open_journal(f"sqlite:///{path}?durability=relaxed")

    def both(self, ask: Callable[[co.Journal], T]) -> T | str:
        """Ask both; they answer the same."""
        in_memory, in_file = told(lambda: ask(self.memory)), told(lambda: ask(self.sqlite))
        assert in_memory == in_file or in_memory[1] == str(in_file[1]).replace(self.sqlite.store.url, "memory:")
        return in_memory[1]

    # -- subjects, saved or not

    @rule(target=subjects, name=WORDS, reference=st.none() | st.sampled_from(["e-1", "E-1", "e-1 "]))
    def join(self, name: str, reference: str | None) -> Anything:
        """Somebody new, not saved yet."""
        return co.Person.join(name, reference=reference, at=AT)

    @rule(target=subjects, kind=st.sampled_from([draft, lambda: team("anna", "bo", "cleo")]))
    def agree(self, kind: Callable[[], co.Agreement]) -> Anything:
        """A new agreement, not saved yet."""
        return kind()

    @rule(target=subjects, one=subjects, words=WORDS, by=NAMES, days=st.integers(-2, 40), times=st.integers(1, 20))
    def live(self, one: Anything, words: str, by: str, days: int, times: int) -> Anything:
        """Something happens to it, once or often; what it was before stays around, to be saved too late."""
        return lived(one, words, by, days, times)

    @rule(
        target=subjects,
        one=subjects,
        by=NAMES,
        verb=st.sampled_from(["propose", "consent", "withdraw", "leave", "come_back", "pause", "revise"]),
    )
    def do(self, one: Anything, by: str, verb: str) -> Anything:
        """Something that may not be allowed now; then nothing changes."""
        given: dict[str, Any] = {"pause": {"reason": "Leave"}, "revise": {"title": "Anew"}}.get(verb, {})
        try:
            changed: Anything = getattr(one, verb)(by=by, at=AT, **given)
        except (co.RuleBroken, AttributeError):
            return one
        return changed

    # -- saving

    @rule(target=subjects, one=subjects, key=st.none() | st.sampled_from(["k1", "k2"]))
    def save(self, one: Anything, key: str | None) -> Any:  # noqa: ANN401 - or nothing at all
        """Save it, which may be the second time, too late, or a request that was done."""
        saved = self.both(lambda journal: journal.save(one, key=key))
        if isinstance(saved, str):
            return multiple()
        self.known.add(saved.id)
        return saved

    @rule(target=subjects, ones=st.lists(consumes(subjects), min_size=2, max_size=3), read=subjects)
    def save_together(self, ones: list[Anything], read: Anything) -> Any:  # noqa: ANN401 - or nothing at all
        """Save several at once, with one that must not have changed."""
        saved = self.both(lambda journal: journal.save(*ones, reading=[read]))
        if isinstance(saved, str):
            return multiple(*ones)
        self.known |= {one.id for one in saved}
        return multiple(*saved)

    @rule(one=subjects, words=WORDS, by=NAMES)
    def change(self, one: Anything, words: str, by: str) -> None:
        """Load, change and save in one; the verb is the same value in both."""
        loaded = self.both(lambda journal: journal.load(one.id))
        if isinstance(loaded, co.Person | co.Agreement):
            now = lived(loaded, words, by, 1, 1)
            saved = self.both(lambda journal: journal.change(co.Id[Anything](one.id), lambda _: now))
            assert saved == now.settled()

    # -- looking after

    @rule()
    def reopen(self) -> None:
        """Close the file and open it again."""
        self.sqlite.close()
        self.sqlite = self.opened()

    @rule()
    def rebuild(self) -> None:
        """Cards derived anew are those that were there."""
        before = self.cards()
        _ = self.both(lambda journal: journal.rebuild())
        assert self.cards() == before

    @rule()
    def lose_cards(self) -> None:
        """Cards that were lost are derived anew."""
        before = self.cards()
        for journal in (self.memory, self.sqlite):
            journal.store.drop_cards(self.known)
        _ = self.both(lambda journal: journal.rebuild())
        assert self.cards() == before

    @rule()
    def move(self) -> None:
        """Each is exported and imported into a new journal of the other kind, and lives on there."""
        lines = b"".join(self.memory.export())
        assert b"".join(self.sqlite.export()) == lines
        self.sqlite.close()
        self.files += 1
        self.memory, self.sqlite = co.open_journal("memory:"), self.opened()
        _ = self.both(lambda journal: journal.import_(BytesIO(lines)))
        assert b"".join(self.memory.export()) == b"".join(self.sqlite.export()) == lines

    # -- asking

    def cards(self) -> list[Card]:
        """All cards, states and all."""
        cards = self.both(lambda journal: journal.store.cards(EVERYTHING))
        assert not isinstance(cards, str)
        return cards

    @rule(one=subjects, days=st.integers(-3, 41))
    def ask(self, one: Anything, days: int) -> None:
        """Everything that can be asked about a subject."""
        _ = self.both(lambda journal: journal.load(one.id))
        _ = self.both(lambda journal: list(journal.history(one.id)))
        _ = self.both(lambda journal: journal.as_of(one.id, AT + timedelta(days=days)))

    @rule(status=st.none() | st.sampled_from(["draft", "proposed", "in_force", "here"]), party=NAMES)
    def find(self, status: str | None, party: str) -> None:
        """Everything that fits."""
        _ = self.both(lambda journal: list(journal.find(co.Agreement, status=status)))
        _ = self.both(lambda journal: list(journal.find(co.Agreement, status=status, party=party)))
        _ = self.both(lambda journal: list(journal.find(co.Person, status=status, reference="e-1")))

    @rule(after=st.integers(-1, 30), limit=st.integers(1, 30))
    def page(self, after: int, limit: int) -> None:
        """Any page of the feed, of the words and of the ids."""
        _ = self.both(lambda journal: journal.store.feed(after=after, limit=limit))
        _ = self.both(lambda journal: journal.store.all_prose(limit=limit))
        _ = self.both(lambda journal: journal.store.subjects(limit=limit))

    @precondition(lambda self: hasattr(self, "sqlite"))
    @invariant()
    def are_equal_and_whole(self) -> None:
        """At every step both have the same records, words and cards, and both are whole."""
        _ = self.both(lambda journal: journal.head())
        _ = self.both(lambda journal: journal.store.feed(limit=10_000))
        assert self.both(lambda journal: journal.verify().problem) is None
        for card in self.cards():
            self.is_told_by(card)

    def is_told_by(self, card: Card) -> None:
        """What is loaded is what the card says of it."""
        loaded = self.both(lambda journal: journal.load(card.subject))
        assert not isinstance(loaded, str)
        assert (loaded.revision, loaded.status) == (card.revision, card.status)

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "sqlite"):
            self.sqlite.close()
            self.folder.cleanup()


TestJournals = Journals.TestCase
TestJournals.settings = settings(max_examples=25, stateful_step_count=25)
