"""Layer 5, stateful: any order of appends, refusals, rewrites and openings, beside the store in memory.

Both are one journal, so every answer is equal as it is. It is the net for what no example thought of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from itertools import count
from typing import Any, TypeVar, cast

import attrs
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine as Machine
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from coleadership.errors import ColeadershipError, Conflict
from coleadership.prose import Prose, Seal, seal_of
from coleadership.records import AlreadyRecorded, Batch, Capability, Card, Fact, Query, Store, SupportsErasure
from coleadership.stores.memory import MemoryStore
from coleadership.testing.batches import card, fact
from coleadership.testing.cases import Cases
from coleadership.testing.fidelity import exactly
from coleadership.testing.harness import Harness
from coleadership.testing.together import gist

__all__ = ["THOROUGH", "StatefulCases", "StoreMachine"]

T = TypeVar("T")
THOROUGH = "COLEADERSHIP_THOROUGH"
"""Set this in the environment to try 300 orders of things in place of 40."""

SUBJECTS = ("thing_a", "thing_A", "thing_b", "other_\u00e4", "other_a\u0308")
subjects = st.sampled_from(SUBJECTS)
words = st.sampled_from(
    [Prose(seal_of(text, b"s"), text, b"s", owner) for text, owner in zip("abcdef", "xxyyzz", strict=True)]
)
link = st.sampled_from([
    ("party", "x"), ("party", "X"), ("serves", "x"), ("party", "y"), ("seen_by", "x"), ("seen_by", "y"),
])  # fmt: skip
links = st.lists(link, unique=True, max_size=3).map(tuple)
days = st.sampled_from([None, "2026-12-01", "2026-12-02", "2027-01-01"])
statuses = st.sampled_from(["open", "shut"])
keys = st.none() | st.sampled_from(["k", "K", "k "])
pages = st.integers(0, 4)
some_subjects = st.lists(subjects, min_size=1, max_size=4)
lates = st.sampled_from([0, -1, 1])
some_words = st.lists(words, max_size=3)
states = st.sampled_from([None, None, "{}", '{"a":1}'])
cards = st.builds(card, subjects, st.just(0), status=statuses, due=days, wakes=days, links=links, state=states)
some_cards = st.lists(cards, max_size=4)
conditions: Mapping[str, st.SearchStrategy[object]] = {
    "subjects": st.lists(subjects, max_size=3), "kind": st.sampled_from(["thing", "thin", "other"]), "status": statuses,
    "links": st.lists(link, max_size=2).map(tuple), "due_before": days, "wakes_before": days, "after": subjects,
    "seen_by": st.lists(st.sampled_from(["x", "X", "y"]), max_size=3),
}  # fmt: skip
some_conditions = st.lists(st.sampled_from([*conditions]), max_size=2, unique=True)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query with few conditions, as one with many finds nothing."""
    given: dict[str, Any] = {name: draw(conditions[name]) for name in draw(some_conditions)}
    return Query(limit=draw(st.just(100) | pages), states=draw(st.booleans()), **given)


def told(ask: Callable[[], T]) -> tuple[str, T | object]:
    """What is answered, or the error that it is refused with."""
    try:
        return "value", ask()
    except Conflict as error:
        return "conflict", (error.subject_id, error.expected, error.found, error.by)
    except AlreadyRecorded as error:
        return "already recorded", error.subjects
    except ColeadershipError as error:
        return type(error).__name__, None


class StoreMachine(Machine):
    """A store and the one in memory, side by side."""

    def __init__(self, harness: Harness, name: str) -> None:
        super().__init__()
        self.harness, self.names = harness, (f"{name}-{number}" for number in count())
        self.erases = Capability.ERASURE in harness.capabilities

    @initialize()
    def begin(self) -> None:
        """Two empty journals of one id."""
        self.name, self.moved = next(self.names), 0
        self.store, self.model = self.harness.open(self.name), MemoryStore()
        _ = self.store.restore(self.model.head().journal, [], [], lambda _: [])

    def both(self, ask: Callable[[Store], T]) -> tuple[str, object]:
        """Ask both; they answer the same."""
        wanted, answered = told(lambda: ask(self.model)), told(lambda: ask(self.store))
        assert answered == wanted
        assert exactly(answered[1]) == exactly(wanted[1])
        return wanted

    def batch(
        self, steps: list[str], put: list[Card], said: list[Prose], late: int = 0, key: str | None = None
    ) -> Batch:
        """The next step of each of these subjects, expected a little too early or too late if that is wanted."""
        now = dict(self.model.subjects(limit=100))
        facts, expected = list[Fact](), dict[str, int]()
        for subject in steps:
            _ = expected.setdefault(subject, now.get(subject, 0) + (late if subject == steps[-1] else 0))
            now[subject] = now.get(subject, 0) + 1
            facts.append(fact(subject, now[subject], by=None if len(facts) % 2 else "anna"))
        ours = dict(zip(steps, put, strict=False))
        told_of = tuple(card_at(one, subject, now[subject]) for subject, one in ours.items())
        return Batch(facts=tuple(facts), expected=expected, cards=told_of, prose=tuple(said), key=key)

    @rule(steps=some_subjects, put=some_cards, said=some_words)
    def append(self, steps: list[str], put: list[Card], said: list[Prose]) -> None:
        """Append something."""
        wanted = self.batch(steps, put, said)
        assert self.both(lambda store: store.append(wanted))[0] == "value"

    @rule(steps=some_subjects, put=some_cards, said=some_words, key=keys)
    def request(self, steps: list[str], put: list[Card], said: list[Prose], key: str | None) -> None:
        """Append something that may have been requested before."""
        wanted = self.batch(steps, put, said, key=key)
        _ = self.both(lambda store: store.append(wanted))

    @rule(steps=some_subjects, put=some_cards, said=some_words, read=subjects, late=lates, key=keys)
    def append_late(
        self, *, steps: list[str], put: list[Card], said: list[Prose], read: str, late: int, key: str | None
    ) -> None:
        """Append something after a look at another subject, which may have moved on since."""
        wanted = self.batch(steps, put, said, late, key)
        now = dict(self.model.subjects(limit=100))
        expected = {read: now.get(read, 0) - late, **wanted.expected}
        _ = self.both(lambda store: store.append(attrs.evolve(wanted, expected=expected)))

    @precondition(lambda self: self.erases)
    @rule(
        seals=st.lists(words.map(lambda one: one.seal), min_size=1, max_size=4),
        step=subjects,
        late=st.sampled_from([0, 0, 1]),
    )
    def erase(self, seals: Collection[Seal], step: str, late: int) -> None:
        """Forget words, if it is not too late."""
        wanted = self.batch([step], [], [], late)
        _ = self.both(lambda store: cast("SupportsErasure", store).erase(seals, wanted))

    @rule(put=some_cards, late=st.sampled_from([0, 0, 1]))
    def put_cards(self, put: list[Card], late: int) -> None:
        """Write cards anew, some of which may be behind or ahead of the records."""
        now = dict(self.model.subjects(limit=100))
        given = {one.subject: one for one in put}
        anew = [card_at(one, subject, now.get(subject, 0) + late) for subject, one in given.items()]
        _ = self.both(lambda store: store.put_cards(anew))

    @rule(gone=st.lists(subjects, min_size=1, max_size=2))
    def drop_cards(self, gone: list[str]) -> None:
        """Remove cards, which may not be there."""
        _ = self.both(lambda store: store.drop_cards(gone))

    @rule(asked=st.lists(queries(), min_size=1, max_size=4))
    def find(self, asked: list[Query]) -> None:
        """Any pages of cards."""
        _ = self.both(lambda store: [store.cards(query) for query in asked])

    @rule(after=st.integers(-1, 12), limit=pages, subject=subjects, said=st.lists(words, max_size=3))
    def read(self, after: int, limit: int, subject: str, said: list[Prose]) -> None:
        """Any page of records, words and ids."""
        seals = [one.seal for one in said]
        _ = self.both(lambda store: store.feed(after=after, limit=limit))
        _ = self.both(lambda store: store.records(subject, after=after))
        _ = self.both(lambda store: store.all_prose(after=seals[0] if seals else "", limit=limit))
        _ = self.both(lambda store: store.subjects(after=subject, limit=limit))
        _ = self.both(lambda store: sorted(store.prose(seals).items()))
        _ = self.both(lambda store: [store.recorded(key) for key in ("k", "K", "k ", "never")])

    @precondition(lambda self: self.harness.persistent)
    @rule()
    def reopen(self) -> None:
        """Close it and open it again."""
        self.store.close()
        self.store = self.harness.open(self.name)

    @precondition(lambda self: self.model.head().position >= self.moved + 4)
    @rule()
    def move(self) -> None:
        """All of it is restored into new stores, and goes on there."""
        old, model = self.store, self.model
        self.name, self.moved = next(self.names), model.head().position
        self.store, self.model = self.harness.open(self.name), MemoryStore()
        records, said = old.feed(limit=10_000), old.all_prose(limit=10_000)
        kept = old.cards(Query(states=True, limit=10_000))
        old.close()
        _ = self.both(lambda store: store.restore(model.head().journal, records, said, lambda _: kept))

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def are_equal(self) -> None:
        """At every step both tell the same."""
        assert gist(self.store) == gist(self.model)

    def teardown(self) -> None:
        """Leave nothing open."""
        if hasattr(self, "store"):
            self.store.close()


def card_at(one: Card, subject: str, revision: int) -> Card:
    """A card as of a step of a subject, its state too, if it has one."""
    kept = 0 if one.state is None else revision
    return attrs.evolve(one, subject=subject, kind=subject.partition("_")[0], revision=revision, state_revision=kept)


class StatefulCases(Cases):
    """Any order of things."""

    TIMES = 10

    def test_answers_as_the_store_in_memory_does(self, harness: Harness) -> None:
        """Whatever is done to both in whatever order, a store and the one in memory tell the same."""
        examples = 300 if THOROUGH in os.environ else 40
        number = count()
        run_state_machine_as_test(
            cast("type[Machine]", lambda: StoreMachine(harness, f"machine-{next(number)}")),  # any factory will do
            settings=settings(
                max_examples=examples, stateful_step_count=50, derandomize=True, database=None, deadline=None,
                phases=[Phase.explicit, Phase.generate], print_blob=False,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
            ),
        )  # fmt: skip
