"""What every store promises, whichever it is: memory and SQLite keep the same promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from coleadership.errors import Conflict, StoreError
from coleadership.prose import Prose, Seal
from coleadership.records import AlreadyRecorded, Batch, Card, Fact, Query, Record, Store, chained, genesis
from coleadership.stores.memory import MemoryStore
from coleadership.stores.sqlite import open_sqlite

AT = "2026-11-23T09:30:00.000000+00:00"
NASTY = (
    "A", "a", "a ", " a", "Ä", "A\u0308", "a%", "a_", "a'; DROP TABLE records; --", 'a"', "a\\", "a\t", "🧭", "\u202ea",
    "*", "?", "[a]", "NULL", "0", "0.0", "1e3", "ß", "SS", "\u017f",
)  # fmt: skip


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    made: Store = MemoryStore()
    if request.param == "sqlite":
        made = open_sqlite(f"sqlite:///{tmp_path / 'a.db'}", {"durability": "relaxed"}, create=True)
    yield made
    made.close()


def fact(subject: str, revision: int, *, by: str | None = "person_a", body: str = "{}") -> Fact:
    """A fact of no particular kind."""
    return Fact(subject, revision, "thing.done", 1, f"event_{subject}_{revision}", by, AT, body)


def batch(
    *facts: Fact, cards: Iterable[Card] = (), prose: Iterable[Prose] = (), key: str | None = None, **expected: int
) -> Batch:
    """A batch that expects each subject where its first fact says, and those named besides."""
    first: dict[str, int] = {}
    for one in facts:
        _ = first.setdefault(one.subject, one.revision - 1)
    return Batch(facts=facts, expected={**first, **expected}, cards=tuple(cards), prose=tuple(prose), key=key)


def card(
    subject: str, revision: int = 1, *, status: str = "open", due: str | None = None,
    links: tuple[tuple[str, str], ...] = (), state: str | None = None,
) -> Card:  # fmt: skip
    """A card with little on it."""
    kind, kept = subject.partition("_")[0], int(state is not None)
    return Card(subject, kind, status, revision, due, links=links, state=state, state_revision=kept, shape=kept * 3)


def keep(store: Store, *cards: Card) -> None:
    """Keep cards, each with the one fact that it follows from."""
    _ = store.append(batch(*(fact(one.subject, one.revision) for one in cards), cards=cards))


def found(store: Store, query: Query) -> list[str]:
    """The ids on one page of cards."""
    return [one.subject for one in store.cards(query)]


class TestAppend:
    def test_keeps_facts_in_their_place(self, store: Store) -> None:
        """Positions count from 1, `rest` counts down within an append, and each record follows from the one before."""
        assert store.append(batch(fact("thing_a", 1), fact("thing_b", 1), key="k")) == 2
        assert store.append(batch(fact("thing_a", 2))) == 3
        records = store.feed()
        assert [(r.position, r.rest, r.key) for r in records] == [(1, 1, "k"), (2, 0, "k"), (3, 0, None)]
        digest = genesis(store.head().journal)
        for r in records:
            digest = chained(digest, r.position, r.rest, r.key, r.fact)
            assert r.digest == digest
        assert (store.head().position, store.head().digest) == (3, digest)

    def test_gives_facts_back_unchanged(self, store: Store) -> None:
        """What is kept is what was given, line ends, emoji and emptiness included."""
        given = [fact(f"thing_{n}", 1, by=None if n % 2 else text, body='{"a":1}') for n, text in enumerate(NASTY)]
        _ = store.append(batch(*given))
        assert [record.fact for record in store.feed()] == given

    def test_refuses_a_subject_that_has_moved_on(self, store: Store) -> None:
        """`Conflict` tells which subject, where it is, and who was faster."""
        _ = store.append(batch(fact("thing_a", 1), fact("thing_a", 2, by="person_b")))
        with pytest.raises(Conflict, match="person_b was faster") as caught:
            _ = store.append(batch(fact("thing_a", 2)))
        assert (caught.value.subject_id, caught.value.expected, caught.value.found) == ("thing_a", 1, 2)

    def test_refuses_a_subject_that_is_not_there_yet(self, store: Store) -> None:
        """A step cannot be skipped; the sentence asks whether this is the right journal."""
        with pytest.raises(Conflict, match="right journal") as caught:
            _ = store.append(batch(fact("thing_a", 3)))
        assert (caught.value.expected, caught.value.found, caught.value.by) == (2, 0, None)

    def test_refuses_if_what_was_only_read_has_moved_on(self, store: Store) -> None:
        """Expected revisions hold for subjects without a fact of their own, too."""
        _ = store.append(batch(fact("thing_a", 1)))
        with pytest.raises(Conflict) as caught:
            _ = store.append(batch(fact("thing_b", 1), thing_a=0))
        assert caught.value.subject_id == "thing_a"
        assert store.append(batch(fact("thing_b", 1), thing_a=1)) == 2

    def test_keeps_all_or_nothing(self, store: Store) -> None:
        """A refused batch leaves no fact, no card, no words and no key behind."""
        _ = store.append(batch(fact("thing_a", 1)))
        before = store.head()
        words = Prose.write("unheard")
        refused = batch(fact("thing_b", 1), fact("thing_a", 1), cards=[card("thing_b")], prose=[words], key="k")
        with pytest.raises(Conflict):
            _ = store.append(refused)
        assert store.head() == before
        assert (store.records("thing_b"), store.cards(Query()), store.all_prose()) == ([], [], [])
        assert store.append(batch(fact("thing_b", 1), key="k")) == 2

    def test_knows_a_key_again(self, store: Store) -> None:
        """A used key is answered with the subjects of its request, in their order, and nothing is kept twice."""
        _ = store.append(batch(fact("thing_b", 1), fact("thing_b", 2), fact("thing_a", 1), key="k"))
        with pytest.raises(AlreadyRecorded) as caught:
            _ = store.append(batch(fact("thing_c", 1), key="k"))
        assert caught.value.subjects == store.recorded("k") == ("thing_b", "thing_a")
        assert store.head().position == 3
        assert store.recorded("K") == ()

    def test_tells_a_key_before_a_conflict(self, store: Store) -> None:
        """A repeated request is answered, not told that it was too slow: it was itself that was faster."""
        _ = store.append(batch(fact("thing_a", 1), key="k"))
        with pytest.raises(AlreadyRecorded):
            _ = store.append(batch(fact("thing_a", 1), key="k"))

    def test_tells_nasty_names_apart(self, store: Store) -> None:
        """Case, blanks, accents composed or not, wildcards and quotes make different subjects and keys."""
        for text in NASTY:
            assert store.recorded(text) == ()
            _ = store.append(batch(fact(f"thing_{text}", 1), cards=[card(f"thing_{text}")], key=text))
        assert store.subjects() == sorted((f"thing_{text}", 1) for text in NASTY)
        for text in NASTY:
            assert store.recorded(text) == (f"thing_{text}",)
            assert [record.fact.subject for record in store.records(f"thing_{text}")] == [f"thing_{text}"]
            assert found(store, Query(subjects=[f"thing_{text}"])) == [f"thing_{text}"]


class TestFeed:
    def test_is_gapless_page_by_page(self, store: Store) -> None:
        """Pages of any size give every record once, in order."""
        _ = store.append(batch(*(fact("thing_a", n) for n in range(1, 8))))
        seen: list[int] = []
        while page := store.feed(after=seen[-1] if seen else 0, limit=3):
            seen += [record.position for record in page]
        assert seen == [1, 2, 3, 4, 5, 6, 7]

    @pytest.mark.parametrize(("after", "positions"), [(-5, [1, 2]), (1, [2]), (2, []), (10**9, [])])
    def test_begins_after_any_position(self, store: Store, after: int, positions: list[int]) -> None:
        """Before the first is the beginning, and after the last is nothing."""
        _ = store.append(batch(fact("thing_a", 1), fact("thing_a", 2)))
        assert [record.position for record in store.feed(after=after)] == positions


class TestRecords:
    def test_are_those_of_one_subject(self, store: Store) -> None:
        """They come in order, after a revision if that is wanted, and none for a stranger."""
        _ = store.append(batch(fact("thing_a", 1), fact("thing_b", 1), fact("thing_a", 2)))
        assert [(r.position, r.fact.revision) for r in store.records("thing_a")] == [(1, 1), (3, 2)]
        assert [r.fact.revision for r in store.records("thing_a", after=1)] == [2]
        assert [r.fact.revision for r in store.records("thing_a", after=-1)] == [1, 2]
        assert store.records("thing_a", after=2) == store.records("thing_c") == store.records("thing_\ud800") == []


class TestCards:
    def test_are_given_in_order_of_their_ids(self, store: Store) -> None:
        """However they came, they are ordered by id."""
        keep(store, card("thing_c"), card("thing_a"))
        keep(store, card("thing_b"))
        assert found(store, Query()) == ["thing_a", "thing_b", "thing_c"]

    def test_are_paged_by_the_last_id(self, store: Store) -> None:
        """A page begins after a cursor, whatever is asked for."""
        linked = (("party", "x"),)
        keep(store, *(card(f"thing_{n}", links=linked) for n in "edcba"))
        for query in (
            Query(limit=2),
            Query(limit=2, links=linked),
            Query(limit=2, subjects=[f"thing_{n}" for n in "abcde"]),
        ):
            first = found(store, query)
            second = found(store, attrs.evolve(query, after=first[-1]))
            third = found(store, attrs.evolve(query, after=second[-1]))
            assert (first, second, third) == (["thing_a", "thing_b"], ["thing_c", "thing_d"], ["thing_e"])
            assert found(store, attrs.evolve(query, after="thing_e")) == []

    def test_are_found_by_every_condition(self, store: Store) -> None:
        """Ids, kind, status, due day and links each narrow, and together narrow further."""
        keep(
            store,
            card("thing_a", status="open", due="2026-12-01", links=(("party", "x"), ("party", "y"))),
            card("thing_b", status="shut", due="2026-12-02", links=(("party", "x"), ("serves", "y"))),
            card("thing_c", status="open", links=(("party", "y"),)),
            card("other_d", status="open", due="2026-12-01", links=(("party", "x"),)),
        )
        for query, ids in (
            (Query(subjects=["thing_c", "thing_a", "thing_z", "thing_a"]), ["thing_a", "thing_c"]),
            (Query(subjects=[]), []),
            (Query(kind="thing"), ["thing_a", "thing_b", "thing_c"]),
            (Query(kind="thin"), []),
            (Query(status="open"), ["other_d", "thing_a", "thing_c"]),
            (Query(due_before="2026-12-02"), ["other_d", "thing_a"]),
            (Query(due_before="2026-12-01"), []),
            (Query(links=(("party", "x"),)), ["other_d", "thing_a", "thing_b"]),
            (Query(links=(("party", "x"), ("party", "y"))), ["thing_a"]),
            (Query(links=(("party", "x"), ("serves", "y"))), ["thing_b"]),
            (Query(links=(("serves", "x"),)), []),
            (Query(links=(("party", "x"),), kind="thing", status="open", due_before="2027-01-01"), ["thing_a"]),
            (Query(links=(("party", "x"),), subjects=["thing_b", "thing_c"]), ["thing_b"]),
        ):
            assert found(store, query) == ids

    def test_are_found_by_exactly_what_a_link_says(self, store: Store) -> None:
        """A link is compared letter by letter."""
        for number, text in enumerate(NASTY):
            keep(store, card(f"thing_{number:02}", links=(("reference", text),)))
        for number, text in enumerate(NASTY):
            assert found(store, Query(links=(("reference", text),))) == [f"thing_{number:02}"]
        assert found(store, Query(links=(("reference", "\ud800"),))) == []

    def test_follow_what_their_links_become(self, store: Store) -> None:
        """A link that is gone no longer finds, one that is new does, one that stays goes on."""
        keep(store, card("thing_a", links=(("party", "x"), ("party", "y"))))
        keep(store, card("thing_a", 2, links=(("party", "y"), ("party", "z"))))
        assert [found(store, Query(links=(("party", who),))) for who in "xyz"] == [[], ["thing_a"], ["thing_a"]]

    def test_keep_their_state_until_a_newer_one_comes(self, store: Store) -> None:
        """A card without a state leaves the kept one; it is given only if asked for."""
        first = card("thing_a", state="{}")
        keep(store, first)
        assert store.cards(Query(states=True)) == [first]
        keep(store, card("thing_a", 2, status="shut"))
        assert store.cards(Query(states=True)) == [attrs.evolve(first, revision=2, status="shut")]
        assert store.cards(Query()) == [attrs.evolve(first, revision=2, status="shut", state=None)]

    def test_are_given_back_whole(self, store: Store) -> None:
        """Every field of a card comes back as it went in."""
        due, title, links = "2026-12-01", Seal("seal_x"), (("a", "b"),)
        whole = Card("thing_a", "thing", "open", 1, due, title, "team", links, '{"a":"ö"}', 1, 7)
        keep(store, whole)
        assert store.cards(Query(states=True)) == [whole]


class TestPutCards:
    def test_writes_where_nobody_has_moved_on(self, store: Store) -> None:
        """A card that is older or newer than the records is left out, and so is one without any."""
        keep(store, card("thing_a"), card("thing_b"))
        again = [card("thing_a", status="anew"), card("thing_b", 2, status="anew"), card("thing_c", status="anew")]
        assert store.put_cards(again) == 1
        assert [(c.subject, c.status) for c in store.cards(Query())] == [("thing_a", "anew"), ("thing_b", "open")]

    def test_writes_the_whole_card_anew(self, store: Store) -> None:
        """A state that should not be there is gone afterwards."""
        keep(store, card("thing_a", state="wrong"))
        assert store.put_cards([card("thing_a")]) == 1
        assert store.cards(Query(states=True)) == [card("thing_a")]


class TestDropCards:
    def test_removes_cards_and_what_finds_them(self, store: Store) -> None:
        """A dropped card is found by nothing; dropping what is not there is harmless."""
        keep(store, card("thing_a", links=(("party", "x"),)), card("thing_b", links=(("party", "x"),)))
        store.drop_cards(["thing_a", "thing_z"])
        assert found(store, Query()) == found(store, Query(links=(("party", "x"),))) == ["thing_b"]
        assert store.put_cards([card("thing_a", links=(("party", "x"),))]) == 1
        assert found(store, Query(links=(("party", "x"),))) == ["thing_a", "thing_b"]


class TestProse:
    def test_is_found_by_its_seal(self, store: Store) -> None:
        """Words come back with salt and owner; what is not there is left out."""
        words = [Prose.write(text, owner="person_a") for text in (*NASTY, "", "\0", "x" * 100_000, "a\r\nb\u2028c")]
        _ = store.append(batch(fact("thing_a", 1), prose=words))
        told = store.prose([*(one.seal for one in words), Seal("seal_none")])
        assert {attrs.astuple(one) for one in told.values()} == {attrs.astuple(one) for one in words}
        assert dict(store.prose([])) == {}

    def test_is_kept_once(self, store: Store) -> None:
        """Words that were said before stay as they are."""
        words = Prose.write("once")
        for revision in (1, 2):
            _ = store.append(batch(fact("thing_a", revision), prose=[words]))
        assert store.all_prose() == [words]

    def test_may_be_erased(self, store: Store) -> None:
        """Erased words come back as their seal and owner."""
        gone = Prose(Seal("seal_gone"), owner="person_a")
        _ = store.append(batch(fact("thing_a", 1), prose=[gone]))
        (told,) = store.all_prose()
        assert told.is_erased
        assert (told.seal, told.owner, store.prose([gone.seal])[gone.seal].text) == (gone.seal, "person_a", None)

    def test_is_paged_by_its_seal(self, store: Store) -> None:
        """All words come once, in the order of their seals, new ones included."""
        words = sorted((Prose.write(str(n)) for n in range(7)), key=lambda one: one.seal)
        _ = store.append(batch(fact("thing_a", 1), prose=words[:5]))
        assert len(store.all_prose(limit=3)) == 3
        _ = store.append(batch(fact("thing_a", 2), prose=words[5:]))
        seen: list[Prose] = []
        while page := store.all_prose(after=seen[-1].seal if seen else "", limit=3):
            seen += page
        assert seen == words


class TestSubjects:
    def test_are_paged_by_their_ids(self, store: Store) -> None:
        """All that have records come once with their last revision, in order, new ones included."""
        _ = store.append(batch(fact("thing_c", 1), fact("thing_a", 1), fact("thing_a", 2)))
        assert store.subjects(limit=1) == [("thing_a", 2)]
        _ = store.append(batch(fact("thing_b", 1)))
        assert store.subjects(after="thing_a", limit=5) == [("thing_b", 1), ("thing_c", 1)]


class TestRestore:
    def test_takes_over_another_journal(self, store: Store) -> None:
        """Records, words, cards and the journal's id are as they were, and it can be appended to."""
        source = MemoryStore()
        words = Prose.write("hello")
        _ = source.append(batch(fact("thing_a", 1), fact("thing_b", 1), prose=[words], key="k"))
        made = [card("thing_a"), card("thing_b", links=(("party", "x"),))]
        assert store.restore(source.head().journal, source.feed(), [words], lambda _: made) == 2
        assert (store.head(), store.feed(), store.all_prose()) == (source.head(), source.feed(), [words])
        assert store.cards(Query(links=(("party", "x"),))) == [made[1]]
        assert store.recorded("k") == ("thing_a", "thing_b")
        assert store.append(batch(fact("thing_a", 2))) == source.append(batch(fact("thing_a", 2))) == 3
        assert store.head() == source.head()

    def test_lets_cards_be_derived_from_the_rest(self, store: Store) -> None:
        """Whoever makes the cards sees records, words and the new id already."""
        source = MemoryStore()
        words = Prose.write("hello")
        _ = source.append(batch(fact("thing_a", 1), prose=[words]))
        seen: list[object] = []

        def cards(filled: Store) -> Iterator[Card]:
            seen.extend([filled.head(), filled.feed(), filled.all_prose()])
            seen.extend([filled.subjects(), filled.records("thing_a")])
            yield card("thing_a")

        _ = store.restore(source.head().journal, source.feed(), [words], cards)
        assert seen == [source.head(), source.feed(), [words], [("thing_a", 1)], source.feed()]

    @pytest.mark.parametrize("breaking", ["records", "prose", "cards"])
    def test_keeps_all_or_nothing(self, store: Store, breaking: str) -> None:
        """If anything fails half way, the journal is as empty as before, and still itself."""
        source = MemoryStore()
        _ = source.append(batch(fact("thing_a", 1), fact("thing_b", 1)))
        before = store.head()

        def broken(name: str, items: Iterable[Any]) -> Iterator[Any]:
            yield from items
            if name == breaking:
                raise LookupError(name)

        records, prose = broken("records", source.feed()), broken("prose", [Prose.write("hello")])
        with pytest.raises(LookupError):
            _ = store.restore(source.head().journal, records, prose, lambda _: broken("cards", [card("thing_a")]))
        assert store.head() == before
        assert (store.feed(), store.all_prose(), store.cards(Query()), store.subjects()) == ([], [], [], [])
        assert store.append(batch(fact("thing_a", 1))) == 1
        assert store.feed()[0].digest == chained(genesis(before.journal), 1, 0, None, fact("thing_a", 1))

    def test_refuses_a_journal_that_holds_something(self, store: Store) -> None:
        """What is there is never mixed with something else."""
        _ = store.append(batch(fact("thing_a", 1)))
        nothing: list[Record] = []
        with pytest.raises(StoreError, match="not empty"):
            _ = store.restore("journal_x", nothing, [], lambda _: [])
        assert store.head().position == 1


class TestClose:
    def test_may_be_done_twice(self, store: Store) -> None:
        """Closing a closed store is harmless."""
        store.close()
        store.close()

    def test_ends_everything_else(self, store: Store) -> None:
        """A closed store says that it is closed, whatever it is asked."""
        _ = store.append(batch(fact("thing_a", 1)))
        store.close()
        for asked in (
            lambda: store.append(batch(fact("thing_a", 2))), lambda: store.records("thing_a"), store.feed, store.head,
            lambda: store.cards(Query()), lambda: store.prose([Seal("s")]), store.all_prose, store.subjects,
            lambda: store.put_cards([card("thing_a")]), lambda: store.drop_cards(["thing_a"]),
            lambda: store.recorded("k"), lambda: store.restore("journal_x", [], [], lambda _: []),
        ):  # fmt: skip
            with pytest.raises(StoreError, match="closed"):
                _ = asked()
