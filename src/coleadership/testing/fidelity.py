"""Layer 2, fidelity: what comes back is what went in, to the last letter and of the same type."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Final, cast

import attrs

from coleadership.prose import Prose, Seal
from coleadership.records import LARGEST_BODY, Card, Fact, Query, Store
from coleadership.testing.batches import MOMENT, NASTY, batch, card, fact
from coleadership.testing.cases import Cases, each

__all__ = ["FidelityCases", "exactly"]

TEXTS: Final = {
    "empty": "", "blank": " \t ", "NUL": "a\0b", "line-ends": "a\r\nb\rc\nd\u2028e\u2029f", "composed": "Ä",
    "decomposed": "A\u0308", "ligature": "\ufb01", "emoji": "👩🏽\u200d🚒🧭", "right-to-left": "\u202e\u05e9\u05dc",
    "case": "\u00df\u1e9e\u017fS\u0130\u0131i", "noncharacter": "\ufffe\U0010ffff", "quotes": "'\"`\\%_;--",
    "BOM": "\ufeffa", "like-JSON": "null", "like-a-number": "007.50",
    "100-kB": "å" * 100_000, "a-million": "x" * 1_000_000,
}  # fmt: skip
TIMES: Final = {
    "ordinary": MOMENT, "last-microsecond": "2026-12-31T23:59:59.999999+00:00", "leap-day": "2028-02-29T00:00:00+00:00",
    "year-1": "0001-01-01T00:00:00.000001+00:00", "year-1969": "1969-07-20T20:17:40.000000+00:00",
    "year-9999": "9999-12-31T23:59:59.999999+00:00",
}  # fmt: skip
NUMBERS: Final = {"1": 1, "2^31": 2**31, "2^53+1": 2**53 + 1, "2^63-1": 2**63 - 1}
BODIES: Final = {
    "nested": '{"a":[{"b":null},[],"ö",1.50,true]}', "escapes": r'{"a":"\u00e4\n\u0000\ud83e\udded"}',
    "big-numbers": '{"a":18446744073709551616,"b":1e300,"c":0.1}', "order": '{"b":1,"a":2,"b":3}',
    "blanks": '{ "a" : 1 }', "largest": json.dumps({"a": "x" * (LARGEST_BODY - 8)}, separators=(",", ":")),
}  # fmt: skip


def exactly(value: object) -> object:
    """A value with the types of all that is in it, as ``1 == 1.0 == True``."""
    kind: type[object] = type(value)
    if attrs.has(kind):
        return kind.__name__, *(exactly(getattr(value, field.name)) for field in attrs.fields(kind))
    if isinstance(value, tuple | list):
        return kind.__name__, *map(exactly, cast("tuple[object, ...]", value))
    return (str if isinstance(value, str) else kind).__name__, value


class FidelityCases(Cases):
    """Nothing is changed on the way in or out."""

    def test_keeps_every_text_of_a_fact(self, store: Store) -> None:
        """Case, accents, blanks, wildcards and emoji come back as they were in every field."""
        given = [
            Fact(f"thing_{text}", 1, f"name {text}", 1, f"event {text}", text, MOMENT, json.dumps({"a": text}))
            for text in NASTY
        ]
        _ = store.append(batch(*given))
        assert [exactly(record.fact) for record in store.feed()] == [exactly(one) for one in given]

    def test_tells_missing_from_empty(self, store: Store) -> None:
        """Nobody is not somebody without a name, and no day, title or state is not an empty one."""
        facts = [fact("thing_a", 1, by=None), fact("thing_b", 1, by="")]
        cards = [card("thing_a"), Card("thing_b", "thing", "", 1, due="", title=Seal(""), state="", state_revision=1)]
        words = [Prose.write("a"), Prose.write("b", owner="")]
        _ = store.append(batch(*facts, cards=cards, prose=words))
        assert [exactly(record.fact) for record in store.feed()] == [exactly(one) for one in facts]
        assert [record.key for record in store.feed()] == [None, None]
        assert [exactly(one) for one in store.cards(Query(states=True))] == [exactly(one) for one in cards]
        assert {one.text: one.owner for one in store.all_prose()} == {"a": None, "b": ""}

    @each("at", TIMES)
    def test_keeps_times(self, store: Store, at: str) -> None:
        """A time is kept as it is written, zone and microseconds included."""
        _ = store.append(batch(fact("thing_a", 1, at=at)))
        assert [record.fact.at for record in store.feed()] == [at]
        assert store.records("thing_a") == store.feed()

    @each("number", NUMBERS)
    def test_keeps_numbers(self, store: Store, number: int) -> None:
        """Versions and shapes are whole numbers, however large, and never become anything else."""
        one = attrs.evolve(fact("thing_a", 1), version=number)
        kept = attrs.evolve(card("thing_a", state="{}"), shape=number, state_revision=number)
        _ = store.append(batch(one, cards=[kept]))
        (record,) = store.feed()
        assert exactly(record.fact) == exactly(one)
        assert exactly((record.position, record.rest, record.digest)) == exactly((1, 0, store.head().digest))
        assert exactly(store.head().position) == exactly(1)
        assert [exactly(found) for found in store.cards(Query(states=True))] == [exactly(kept)]
        assert exactly(store.subjects()) == exactly([("thing_a", 1)])

    @each("body", BODIES)
    def test_keeps_bodies(self, store: Store, body: str) -> None:
        """A body is kept letter by letter, and never read and written anew."""
        _ = store.append(batch(fact("thing_a", 1, body=body), cards=[card("thing_a", state=body)]))
        assert store.feed()[0].fact.body == body
        assert store.cards(Query(states=True))[0].state == body

    @each("text", TEXTS)
    def test_keeps_words(self, store: Store, text: str) -> None:
        """Words come back with their salt and owner and are still what was sealed."""
        words = Prose.write(text, owner="person_a")
        _ = store.append(batch(fact("thing_a", 1), prose=[words]))
        found = [*store.prose([words.seal]).values(), *store.all_prose()]
        assert [exactly(one) for one in found] == [exactly(words)] * 2
        assert all(one.is_intact() for one in found)

    def test_keeps_any_salt(self, store: Store) -> None:
        """A salt is bytes, of any kind and length."""
        salts = [bytes(range(256)), b"", b"\0", b"'", "ä".encode()]
        words = [Prose(Seal(f"seal_{number}"), "a", salt) for number, salt in enumerate(salts)]
        _ = store.append(batch(fact("thing_a", 1), prose=words))
        assert [exactly(one) for one in store.all_prose()] == [exactly(one) for one in words]

    def test_keeps_every_text_of_a_card(self, store: Store) -> None:
        """Status, days, title, audience, links and state come back as they were."""
        cards = [
            Card(f"thing_{number:02}", "thing", text, 1, text, Seal(text), text, ((text, text),), text, 1, 7, text)
            for number, text in enumerate(NASTY)
        ]
        facts = [fact(one.subject, 1) for one in cards]
        _ = store.append(batch(*facts, cards=cards))
        assert [exactly(one) for one in store.cards(Query(states=True))] == [exactly(one) for one in cards]

    def test_keeps_links_in_their_order(self, store: Store) -> None:
        """Links come back as they were given, never sorted, and none twice."""
        links = (("serves", "y"), ("party", "x"), ("party", "X"), ("party", "w"), ("a", "z"))
        _ = store.append(batch(fact("thing_a", 1), cards=[card("thing_a", links=links)]))
        assert [one.links for one in store.cards(Query())] == [links]

    def test_hands_out_what_nobody_else_holds(self, store: Store) -> None:
        """Whoever empties what they were given takes nothing away from the store."""
        words = Prose.write("a")
        kept = card("thing_a", links=(("party", "x"),), state="{}")
        _ = store.append(batch(fact("thing_a", 1), cards=[kept], prose=[words], key="k"))
        pages: list[list[object]] = [
            cast("list[object]", page)
            for page in (
                store.feed(), store.records("thing_a"), store.all_prose(), store.subjects(), store.cards(Query()),
                store.cards(Query(links=kept.links)), store.cards(Query(subjects=["thing_a"], states=True)),
            )
        ]  # fmt: skip
        for page in pages:
            page.clear()
        told = store.prose([words.seal])
        if isinstance(told, MutableMapping):
            told.clear()
        assert [len(page) for page in (store.feed(), store.records("thing_a"), store.all_prose())] == [1, 1, 1]
        assert [*store.prose([words.seal])] == [words.seal]
        assert (store.subjects(), store.recorded("k")) == ([("thing_a", 1)], ("thing_a",))
        assert store.cards(Query(states=True)) == store.cards(Query(links=kept.links, states=True)) == [kept]
