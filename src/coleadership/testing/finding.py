"""Layer 1, examples: how cards and words are found again."""

from __future__ import annotations

import attrs

from coleadership.prose import Prose, Seal
from coleadership.records import Card, Query, Store
from coleadership.testing.batches import NASTY, batch, card, fact, found, keep
from coleadership.testing.cases import Cases

__all__ = ["FindingCases"]


class FindingCases(Cases):
    """Cards by every condition, and words by their seals."""

    def test_cards_are_given_in_order_of_their_ids(self, store: Store) -> None:
        """However they came, they are ordered by id."""
        keep(store, card("thing_c"), card("thing_a"))
        keep(store, card("thing_b"))
        assert found(store, Query()) == ["thing_a", "thing_b", "thing_c"]

    def test_cards_are_paged_by_the_last_id(self, store: Store) -> None:
        """A page begins after a cursor, whatever is asked for."""
        linked = (("party", "x"),)
        keep(store, *(card(f"thing_{n}", links=linked) for n in "edcba"))
        for query in (
            Query(limit=2),
            Query(limit=2, links=linked),
            Query(limit=2, subjects=[f"thing_{n}" for n in "abcde"]),
        ):
            cursors = ("", "thing_b", "thing_d", "thing_e")
            pages = [found(store, attrs.evolve(query, after=after)) for after in cursors]
            assert pages == [["thing_a", "thing_b"], ["thing_c", "thing_d"], ["thing_e"], []]
            assert found(store, attrs.evolve(query, limit=0)) == []

    def test_cards_fill_a_page_with_what_fits(self, store: Store) -> None:
        """What does not fit takes no place on a page."""
        keep(store, *(card(f"other_{n}", status="shut", due="2027-01-01", wakes="2027") for n in "abc"))
        linked = {n: (("party", n), ("party", "x"), ("seen_by", "x")) for n in "abc"}
        keep(store, *(card(f"thing_{n}", due="2026-12-01", wakes="2026", links=linked[n]) for n in linked))
        for query in (
            Query(limit=2, kind="thing"),
            Query(limit=2, status="open"),
            Query(limit=2, due_before="2026-12-31"),
            Query(limit=2, wakes_before="2026-12-31"),
            Query(limit=2, links=(("party", "x"),)),
            Query(limit=2, seen_by=["x", "z"]),
            Query(limit=2, seen_by=["x"], kind="thing"),
            Query(limit=2, seen_by=["x"], links=(("party", "x"),)),
        ):
            pages = [found(store, attrs.evolve(query, after=after)) for after in ("", "other_b", "thing_b")]
            assert pages == [["thing_a", "thing_b"], ["thing_a", "thing_b"], ["thing_c"]]
        assert found(store, Query(limit=1, links=(("party", "x"), ("party", "c")))) == ["thing_c"]

    def test_cards_are_found_by_every_condition(self, store: Store) -> None:
        """Ids, kind, status, due day, time to wake and links each narrow, and together narrow further."""
        both = (("party", "x"), ("serves", "y"))
        keep(
            store,
            card("thing_a", status="open", due="2026-12-01", links=(("party", "x"), ("party", "y"))),
            card("thing_b", status="shut", due="2026-12-02", wakes="2026-12-02", links=both),
            card("thing_c", status="open", wakes="2026-12-01", links=(("party", "y"),)),
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
            (Query(wakes_before="2026-12-02"), ["thing_c"]),
            (Query(wakes_before="2026-12-03"), ["thing_b", "thing_c"]),
            (Query(wakes_before="2026-12-01"), []),
            (Query(wakes_before="2026-12-03", status="open"), ["thing_c"]),
            (Query(wakes_before="2026-12-03", links=(("serves", "y"),)), ["thing_b"]),
            (Query(wakes_before="2026-12-03", subjects=["thing_a", "thing_c"]), ["thing_c"]),
            (Query(links=(("party", "x"),)), ["other_d", "thing_a", "thing_b"]),
            (Query(links=(("party", "x"), ("party", "y"))), ["thing_a"]),
            (Query(links=(("party", "x"), ("serves", "y"))), ["thing_b"]),
            (Query(links=(("serves", "x"),)), []),
            (Query(links=(("party", "x"),), kind="thing", status="open", due_before="2027-01-01"), ["thing_a"]),
            (Query(links=(("party", "x"),), subjects=["thing_b", "thing_c"]), ["thing_b"]),
        ):
            assert found(store, query) == ids

    def test_cards_are_found_by_any_key_that_opens_them(self, store: Store) -> None:
        """Whoever has one of the keys of a card finds it, once, and who has none finds nothing."""
        opened = {"thing_a": "xy", "thing_b": "y", "thing_c": "", "other_d": "x"}
        cards = (card(id, due="2026-12-01", links=tuple(("seen_by", key) for key in opened[id])) for id in opened)
        keep(store, *cards, card("other_e", links=(("party", "x"), ("serves", "seen_by"))))
        for query, ids in (
            (Query(seen_by=["x"]), ["other_d", "thing_a"]),
            (Query(seen_by=["y", "x", "y", "z"]), ["other_d", "thing_a", "thing_b"]),
            (Query(seen_by=["z"]), []),
            (Query(seen_by=[]), []),
            (Query(seen_by=None), ["other_d", "other_e", "thing_a", "thing_b", "thing_c"]),
            (Query(seen_by=["x", "y"], kind="thing", due_before="2026-12-02"), ["thing_a", "thing_b"]),
            (Query(seen_by=["x", "y"], after="thing_a"), ["thing_b"]),
            (Query(seen_by=["y"], subjects=["thing_b", "thing_c", "other_d"]), ["thing_b"]),
            (Query(seen_by=["y"], links=(("seen_by", "x"),)), ["thing_a"]),
            (Query(seen_by=["x"], due_before="2026-12-01"), []),
        ):
            assert found(store, query) == ids

    def test_cards_are_found_by_a_key_among_very_many(self, store: Store) -> None:
        """However many somebody may see, and however few of them are on the next page, it is full and in order."""
        ids = [f"thing_{number:04}" for number in range(1_500)]
        keep(store, *(card(id, links=(("seen_by", "all" if number % 3 else "few"),)) for number, id in enumerate(ids)))
        every = [id for number, id in enumerate(ids) if number % 3]
        assert found(store, Query(seen_by=["all"], limit=2_000)) == every
        assert found(store, Query(seen_by=["all"], limit=300, after=every[299])) == every[300:600]
        assert found(store, Query(seen_by=["few", "all"], limit=2_000)) == ids
        assert found(store, Query(seen_by=["all", "few"], limit=2, after=ids[-3])) == ids[-2:]
        assert found(store, Query(seen_by=["few", *(f"key {number}" for number in range(2_000))], limit=2)) == ids[:6:3]

    def test_cards_are_found_by_exactly_what_a_link_says(self, store: Store) -> None:
        """A link is compared letter by letter."""
        for number, text in enumerate(NASTY):
            keep(store, card(f"thing_{number:02}", links=(("reference", text),)))
        for number, text in enumerate(NASTY):
            assert found(store, Query(links=(("reference", text),))) == [f"thing_{number:02}"]
        assert found(store, Query(links=(("reference", "\ud800"),))) == []
        keep(store, *(card(f"other_{number:02}", links=(("seen_by", text),)) for number, text in enumerate(NASTY)))
        for number, text in enumerate(NASTY):
            assert found(store, Query(seen_by=[text])) == [f"other_{number:02}"]

    def test_cards_follow_what_their_links_become(self, store: Store) -> None:
        """A link that is gone no longer finds, one that is new does, one that stays goes on."""
        for relation in ("party", "seen_by"):
            keep(store, card(f"{relation}_a", links=((relation, "x"), (relation, "y"))))
            keep(store, card(f"{relation}_a", 2, links=((relation, "y"), (relation, "z"))))
        one, other = ["party_a"], ["seen_by_a"]
        assert [found(store, Query(links=(("party", who),))) for who in "xyz"] == [[], one, one]
        assert [found(store, Query(seen_by=[who])) for who in "xyz"] == [[], other, other]

    def test_cards_follow_when_they_wake(self, store: Store) -> None:
        """A later time to wake takes the place of the earlier one, and none takes the place of any."""
        keep(store, card("thing_a", wakes="2026-12-01"), card("thing_b", wakes="2026-12-01"))
        keep(store, card("thing_a", 2, wakes="2026-12-09"))
        assert found(store, Query(wakes_before="2026-12-05")) == ["thing_b"]
        keep(store, card("thing_b", 2))
        assert found(store, Query(wakes_before="2027")) == ["thing_a"]

    def test_cards_keep_their_state_until_a_newer_one_comes(self, store: Store) -> None:
        """A card without a state leaves the kept one; it is given only if asked for."""
        first = card("thing_a", state="{}")
        keep(store, first)
        assert store.cards(Query(states=True)) == [first]
        keep(store, card("thing_a", 2, status="shut"))
        assert store.cards(Query(states=True)) == [attrs.evolve(first, revision=2, status="shut")]
        assert store.cards(Query()) == [attrs.evolve(first, revision=2, status="shut", state=None)]

    def test_cards_are_given_back_whole(self, store: Store) -> None:
        """Every field of a card comes back as it went in."""
        due, title, links, wakes = "2026-12-01", Seal("seal_x"), (("a", "b"),), "2026-11-30T09:00:00+00:00"
        whole = Card("thing_a", "thing", "open", 1, due, title, "team", links, '{"a":"ö"}', 1, 7, wakes)
        keep(store, whole)
        assert store.cards(Query(states=True)) == [whole]

    def test_put_cards_writes_where_nobody_has_moved_on(self, store: Store) -> None:
        """A card that is older or newer than the records is left out, and so is one without any."""
        keep(store, card("thing_a"), card("thing_b"))
        again = [card("thing_a", status="anew"), card("thing_b", 2, status="anew"), card("thing_c", status="anew")]
        assert store.put_cards(again) == 1
        assert [(c.subject, c.status) for c in store.cards(Query())] == [("thing_a", "anew"), ("thing_b", "open")]

    def test_put_cards_writes_the_whole_card_anew(self, store: Store) -> None:
        """A state that should not be there is gone afterwards."""
        keep(store, card("thing_a", state="wrong"))
        assert store.put_cards([card("thing_a")]) == 1
        assert store.cards(Query(states=True)) == [card("thing_a")]

    def test_drop_cards_removes_cards_and_what_finds_them(self, store: Store) -> None:
        """A dropped card is found by nothing; dropping what is not there is harmless."""
        keep(store, card("thing_a", links=(("party", "x"),)), card("thing_b", links=(("party", "x"),)))
        store.drop_cards(["thing_a", "thing_z"])
        assert found(store, Query()) == found(store, Query(links=(("party", "x"),))) == ["thing_b"]
        assert store.put_cards([card("thing_a")]) == 1
        assert found(store, Query(links=(("party", "x"),))) == ["thing_b"], (
            "a link of the card that was dropped finds it"
        )
        assert store.put_cards([card("thing_a", links=(("party", "x"),))]) == 1
        assert found(store, Query(links=(("party", "x"),))) == ["thing_a", "thing_b"]

    def test_drop_cards_forgets_the_state(self, store: Store) -> None:
        """A card that comes back has nothing of what it was before."""
        keep(store, card("thing_a", state="{}"))
        store.drop_cards(["thing_a"])
        keep(store, card("thing_a", 2))
        assert store.cards(Query(states=True)) == [card("thing_a", 2)]

    def test_prose_is_found_by_its_seal(self, store: Store) -> None:
        """Words come back with salt and owner; what is not there is left out."""
        words = [Prose.write(text, owner="person_a") for text in (*NASTY, "", "\0", "x" * 100_000, "a\r\nb\u2028c")]
        _ = store.append(batch(fact("thing_a", 1), prose=words))
        told = store.prose([*(one.seal for one in words), Seal("seal_none")])
        assert {attrs.astuple(one) for one in told.values()} == {attrs.astuple(one) for one in words}
        assert dict(store.prose([])) == {}

    def test_prose_is_kept_once(self, store: Store) -> None:
        """Words that were said before stay as they are."""
        words = Prose.write("once")
        for revision in (1, 2):
            _ = store.append(batch(fact("thing_a", revision), prose=[words]))
        assert store.all_prose() == [words]

    def test_prose_may_be_erased(self, store: Store) -> None:
        """Erased words come back as their seal and owner."""
        gone = Prose(Seal("seal_gone"), owner="person_a")
        _ = store.append(batch(fact("thing_a", 1), prose=[gone]))
        (told,) = store.all_prose()
        assert told.is_erased
        assert (told.seal, told.owner, store.prose([gone.seal])[gone.seal].text) == (gone.seal, "person_a", None)

    def test_prose_is_paged_by_its_seal(self, store: Store) -> None:
        """All words come once, in the order of their seals, new ones included."""
        words = sorted((Prose.write(str(n)) for n in range(7)), key=lambda one: one.seal)
        _ = store.append(batch(fact("thing_a", 1), prose=words[:5]))
        assert len(store.all_prose(limit=3)) == 3
        _ = store.append(batch(fact("thing_a", 2), prose=words[5:]))
        seen: list[Prose] = []
        for _ in range(4):
            seen += store.all_prose(after=seen[-1].seal if seen else "", limit=3)
        assert seen == words
