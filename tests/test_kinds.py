"""Kinds of agreement: the library's own by their id, others whole, so that they are read where they are not known."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

import coleadership as co
from coleadership.agreements.terms import Terms
from coleadership.heart.kinds import KINDS
from coleadership.heart.wording import wording_of
from coleadership.prose import Prose
from coleadership.recording.codec import Codec
from tests.builders import AT

PAIRING = co.Kind("acme.pairing", "pairing agreement", (("pair", 2),), must_end=True)


def pairing(*people: str, **fields: Any) -> co.Agreement:  # noqa: ANN401 - whatever terms take
    """An agreement of that kind, drafted by the first."""
    parties = dict.fromkeys(people, "pair")
    return co.Agreement.draft(
        "We pair", parties=parties, by=people[0], at=AT, kind=PAIRING, clauses=[co.GroundRule("Both type")], **fields
    )


class TestOwnKind:
    def test_says_what_it_needs(self) -> None:
        """An agreement of a kind of one's own is ready when it has the people and the end that its kind takes."""
        lacks = {lack.path: lack.message for lack in pairing("anna").readiness() if lack.blocks}
        assert lacks["parties"].startswith(("name at least 2 pair", "nobody agrees with themselves"))
        assert lacks["end"] == "this kind (pairing agreement) is never open-ended; set the last day"

    def test_names_parts_as_it_likes(self) -> None:
        """Also one that is like another of the library's, a slip of the pen where the kind does not name it."""
        duo = co.Kind("acme.duo", "duo", (("coaches", 2),))
        terms = Terms(title=Prose.write("We coach"))
        assert [seat.part for seat in terms.reworded(None, {"anna": "coaches"}, kind=duo).parties] == ["coaches"]
        with pytest.raises(
            co.Inconsistent, match=r"parties: 'coaches' is no part known here; did you mean 'coachee'\?"
        ):
            _ = terms.reworded(None, {"anna": "coaches"})

    def test_is_recorded_whole(self) -> None:
        """It loads in a journal that knows no such kind, and its terms can be lived by and changed there."""
        with co.open_journal("memory:") as journal:
            saved = journal.save(pairing("anna", "bo", end=AT.date().replace(year=2027)))
            loaded = journal.load(saved.id)
            assert loaded.content.kind == PAIRING
            assert loaded.content.whole_kind.name == "pairing agreement"
            assert journal.save(loaded.revise(by="bo", title="We pair up")).content.kind == PAIRING
            (record, *_) = journal.store.records(saved.id)
            assert json.loads(record.fact.body)["content"]["kind"] == {
                "id": "acme.pairing", "name": "pairing agreement", "needs": [["pair", 2]], "must_end": True,
            }  # fmt: skip

    def test_is_part_of_the_wording(self) -> None:
        """Another kind is another wording; one of the library's own leaves the names of old wordings as they were."""
        terms = Terms(title=Prose.write("We pair"))
        assert wording_of(terms.reworded(None, None, kind=PAIRING)) != wording_of(terms)
        assert wording_of(terms.reworded(None, None, kind=KINDS["co_leadership"])) == wording_of(terms)

    def test_of_the_library_is_kept_by_its_id(self) -> None:
        """A kind given whole that the library brings is the same as its id."""
        terms = Terms(title=Prose.write("We pair")).reworded(None, None, kind=KINDS["team"])
        assert terms.kind == "team"
        assert terms.whole_kind is KINDS["team"]

    def test_does_not_take_the_id_of_another(self) -> None:
        """An id of the library's own means what it always did."""
        with pytest.raises(co.Inconsistent, match="a kind of the library's own; give yours another id"):
            _ = pairing("anna", "bo").revise(by="anna", kind=co.Kind("team", "choir", ()))

    @pytest.mark.parametrize("kind", ["acme.pairing", "", 5, None])
    def test_is_given_whole(self, kind: Any) -> None:  # noqa: ANN401 - wrong on purpose
        """An id that the library does not bring says nothing; the sentence tells where kinds are."""
        with pytest.raises(co.Inconsistent, match=r"kind: .* is no kind of agreement; .*journal\.vocabulary\.kind"):
            _ = pairing("anna", "bo").revise(by="anna", kind=kind)

    def test_of_a_later_version_is_called_by_its_id(self) -> None:
        """What only a later version brings is read with all that is known of it."""
        assert Terms(title=Prose.write("We sing"), kind="choir_rules").whole_kind == co.Kind(
            "choir_rules", "choir rules", ()
        )


class TestKind:
    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            (("", "a", ()), "kind"), (("a\n", "a", ()), "kind"), (("a", "", ()), "name"),
            (("a", "x" * 101, ()), "name"),
            (("a", "a\nb", ()), "name"), (("a", "a", (("two words", 1),)), "needs"),
            (("a", "a", (("part", 0),)), "needs"),
            (("a", "a", (("part", True),)), "needs"), (("a", "a", (("part", 1_001),)), "needs"),
        ],
    )  # fmt: skip
    def test_cannot_be_wrong(self, fields: tuple[Any, ...], path: str) -> None:
        """Id, name and numbers are checked where a kind is made."""
        with pytest.raises(co.Inconsistent) as caught:
            _ = co.Kind(*fields)
        assert caught.value.field == path

    @pytest.mark.parametrize(
        "kind", [{"id": "a"}, {"id": "a", "name": "a", "needs": [["part", "1"]], "must_end": False}, 5, None, ["team"]]
    )
    def test_that_was_tampered_with_is_refused(self, kind: object) -> None:
        """A recorded kind is read as strictly as all else."""
        source = co.open_journal("memory:")
        saved = source.save(pairing("anna", "bo"))
        (record,) = source.store.records(saved.id)
        body = json.loads(record.fact.body)
        body["content"]["kind"] = kind

        with pytest.raises(co.InvalidInput, match=r"agreement\.drafted"):
            _ = Codec().event(attrs.evolve(record.fact, body=json.dumps(body)), {})
