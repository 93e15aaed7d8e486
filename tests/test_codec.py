"""Between the domain and JSON: everything comes back as it was, and nothing else is taken."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coleadership as co
from coleadership.recording.catalogue import CATALOGUE
from coleadership.recording.codec import Codec, happened, seals_in
from coleadership.recording.jsonlines import dumps
from coleadership.records import Fact
from tests.golden.events import events_called
from tests.golden.samples import ANNA, BO, SAMPLES, terms
from tests.golden.write import facts_of

CODEC = Codec()
DRAFTED, _ = CODEC.fact(*SAMPLES["agreement.drafted"])


LEFT_OUT = object()
COMMITMENT = {"clause": "commitment", "text": f"seal_{'0' * 64}", "id": "clause_1", "by": "anna"}
WRONG = [
    ("together", "abc"), ("together", {"abc": 1}), ("content.audience", "nobody"), ("content.kind", None),
    ("content.title", "seal_short"), ("content.title", "words instead of a seal"), ("content.review", "2026-02-30"),
    ("content.review", "2026-02-01T00:00:00"), ("content.notice_days", -1), ("content.surplus", 1),
    ("content.rule.blocks", "object"), ("content.rule.blocks", {"object": 1}), ("content.rule.share", [1]),
    ("content.rule.share", [1, 2, 3]), ("content.rule.share", [3, 2]), ("content.rule.more_than", 1),
    ("content.parties.0", "anna"), ("content.clauses.0.clause", "song"), ("content.clauses.0.clause", LEFT_OUT),
    ("content.clauses.0.clause", ["commitment"]), ("content.clauses.0.surplus", 1),
    ("content.clauses.0", [[key, value] for key, value in COMMITMENT.items()]), ("content.clauses", [COMMITMENT] * 2),
    ("content.clauses.2.level", True), ("content.clauses.2.level", 4.0), ("content.clauses.2.level", 8),
    ("content.clauses.8.failure", 1), ("content.clauses.9.every_days", 0), ("content.clauses.9.every_days", "14"),
]  # fmt: skip
WRONG_GOAL = [
    ("content.measure.measure", "song"), ("content.measure.measure", LEFT_OUT), ("content.measure.measure", 1),
    ("content.measure", "metric"), ("content.measure.start", 12), ("content.measure.start", 12.0),
    ("content.measure.start", "NaN"), ("content.measure.start", "1e1"), ("content.measure.surplus", 1),
    ("content.measure.unit", ""), ("content.contributions.0.weight", "-1"), ("content.contributions.0.weight", 1),
    ("content.contributions.0.to", "person_bo"), ("content.contributions.1.to", "mission_calm"),
    ("content.due", "2020-01-01"), ("content.phases.0.day", "2030-01-01"), ("content.horizon", "soon"),
    ("content.owners", "anna"),
]  # fmt: skip


def bent(name: str, path: str, value: object) -> Fact:
    """The sample of a name with something else at a path of its body, or nothing there."""
    fact, _ = CODEC.fact(*SAMPLES[name])
    at = body = json.loads(fact.body)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        at = at[step]
    if value is LEFT_OUT:
        del at[last]
    else:
        at[last] = value
    return attrs.evolve(fact, body=json.dumps(body))


def refused(fact: Fact) -> str:
    """What the refusal of a fact says."""
    with pytest.raises(co.InvalidInput) as caught:
        _ = CODEC.event(fact, {})
    assert caught.value.source == fact.name
    return str(caught.value)


class TestEvents:
    @pytest.mark.parametrize("name", sorted(CATALOGUE.events))
    @settings(max_examples=8)
    @given(data=st.data())
    def test_come_back_as_they_were(self, name: str, data: st.DataObject) -> None:
        """Whatever an event says, it is read as it was written, words included, and written again to the same bytes."""
        event = data.draw(events_called(name))
        fact, words = CODEC.fact(name.partition(".")[0], event)
        again = CODEC.event(fact, {prose.seal: prose for prose in words})
        assert again == event
        assert dict(facts_of(again, "event")) == dict(facts_of(event, "event"))
        assert CODEC.fact(name.partition(".")[0], again) == (fact, words)

    @pytest.mark.parametrize("name", sorted(CATALOGUE.events))
    def test_are_kept_without_their_words(self, name: str) -> None:
        """A body holds the seal of what people wrote, never the words; without words, the seal is left."""
        kind, event = SAMPLES[name]
        fact, words = CODEC.fact(kind, event)
        assert seals_in([fact.body]) == {prose.seal for prose in words}
        assert not [prose for prose in words if prose.text and prose.text in fact.body]
        erased = CODEC.event(fact, {})
        assert erased == event
        assert "[erased]" in str(dict(facts_of(erased, "event"))) or not words

    def test_are_facts_with_the_stamp_beside_the_body(self) -> None:
        """Name, version, step, who and when are fields of the fact, the time to the microsecond in UTC."""
        fact, _ = CODEC.fact(*SAMPLES["person.renamed"])
        assert (fact.name, fact.version, fact.revision, fact.by) == ("person.renamed", 1, 2, ANNA)
        assert fact.at == "2026-11-23T09:30:15.250000+00:00"
        assert "stamp" not in fact.body

    def test_are_not_kept_beyond_a_stated_size(self) -> None:
        """A body of more than four million characters is refused before it is kept."""
        kind, event = SAMPLES["agreement.commented"]
        with pytest.raises(co.InvalidInput, match="4,000,000 is the most"):
            _ = CODEC.fact(kind, attrs.evolve(event, about="x" * 4_000_001))  # type: ignore[call-arg]

    def test_are_not_kept_with_half_a_character(self) -> None:
        """A lone surrogate could be kept nowhere."""
        kind, event = SAMPLES["agreement.commented"]
        with pytest.raises(co.Inconsistent, match="half a character"):
            _ = CODEC.fact(kind, attrs.evolve(event, about="\ud800"))  # type: ignore[call-arg]


class TestStrictness:
    @pytest.mark.parametrize("name", sorted(CATALOGUE.events))
    def test_names_an_extra_key(self, name: str) -> None:
        """A key that the event does not have is refused and named."""
        assert "surplus" in refused(bent(name, "surplus", 1))

    @pytest.mark.parametrize("name", sorted(CATALOGUE.events))
    def test_names_a_missing_key(self, name: str) -> None:
        """A key without which the event says nothing is missed and named."""
        _, event = SAMPLES[name]
        needed = [field.name for field in attrs.fields(type(event)) if field.default is attrs.NOTHING]
        for key in {*needed} - {"stamp"}:
            assert key in refused(bent(name, key, LEFT_OUT))

    @pytest.mark.parametrize("name", sorted(CATALOGUE.events))
    @pytest.mark.parametrize("wrong", [5, 5.0, True, "wrong", [[1]], {"wrong": 1}, {"": [None]}, ["wrong"]], ids=str)
    def test_takes_no_value_for_another(self, name: str, wrong: object) -> None:
        """Any value of the wrong type is refused, wherever it stands: nothing is turned into something else."""
        body = json.loads(CODEC.fact(*SAMPLES[name])[0].body)
        for key, value in body.items():
            if type(value) is not type(wrong) and not (value is None and isinstance(wrong, str)):
                told = refused(bent(name, key, wrong))
                assert "changed or never ours" in told

    @pytest.mark.parametrize(("path", "wrong"), WRONG, ids=str)
    def test_holds_all_the_way_down(self, path: str, wrong: object) -> None:
        """Texts are no lists, numbers no truth values, and rules of the domain hold for what is read, too."""
        assert "cannot be read" in refused(bent("agreement.drafted", path, wrong))

    @pytest.mark.parametrize(("path", "wrong"), WRONG_GOAL, ids=str)
    def test_holds_for_goals_and_their_numbers(self, path: str, wrong: object) -> None:
        """A measure is of a kind that is known, and no number is a float, endless or negative where it weighs."""
        assert "cannot be read" in refused(bent("goal.drafted", path, wrong))

    @pytest.mark.parametrize(
        "body",
        ["", "[]", "null", "5", "{", "{}x", "[" * 100_000, f'{{"proposal":{"[" * 900}{"]" * 900}}}', "9" * 5_000],
        ids=lambda body: body[:20],
    )
    def test_takes_only_an_object(self, body: str) -> None:
        """What is no JSON object, or a bomb, is refused with a sentence."""
        assert "changed or never ours" in refused(attrs.evolve(DRAFTED, body=body))

    @pytest.mark.parametrize("at", ["yesterday", "", "2026-11-23", "2026-11-23T09:30:00", "2026-11-23T09:30:00+01:00"])
    def test_takes_only_points_in_time_in_utc(self, at: str) -> None:
        """When something happened is clear, or the fact is refused."""
        fact = attrs.evolve(DRAFTED, at=at)
        assert "no point in time in UTC" in refused(fact)
        with pytest.raises(co.InvalidInput):
            _ = happened(fact)

    def test_takes_a_point_in_time(self) -> None:
        """What was written is read back to the microsecond."""
        assert happened(DRAFTED) == datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)


class TestUnknownEvents:
    @pytest.mark.parametrize(
        ("name", "version"), [("agreement.sung", 1), ("agreement.drafted", 2), ("song.drafted", 1)]
    )
    def test_are_told_from_wrong_ones(self, name: str, version: int) -> None:
        """A name or version from elsewhere raises `UnknownRecord`, with a sentence about what can be done."""
        with pytest.raises(co.UnknownRecord, match="read it with history") as caught:
            _ = CODEC.event(attrs.evolve(DRAFTED, name=name, version=version), {})
        assert (caught.value.name, caught.value.version) == (name, version)

    @pytest.mark.parametrize("version", [0, -1])
    def test_may_claim_a_version_that_never_was(self, version: int) -> None:
        """Versions begin with 1."""
        assert "cannot be lifted" in refused(attrs.evolve(DRAFTED, version=version))


class TestFolding:
    def test_refuses_what_cannot_follow(self) -> None:
        """Events in an order that never was are refused, whatever they would break."""
        left, _ = CODEC.fact(*SAMPLES["person.left"])
        revised, _ = CODEC.fact(*SAMPLES["agreement.revised"])
        for kind, fact in ((co.Person, left), (co.Agreement, revised)):
            with pytest.raises(co.InvalidInput, match="cannot follow"):
                _ = CODEC.after(kind, None, fact, {})


class TestStates:
    def test_come_back_as_they_were(self) -> None:
        """A subject written down is read as the same subject, with nothing unrecorded."""
        anna = co.Person.join("Anna Ek", email="anna@acme.example", reference="e-1007")
        rota = co.Agreement.in_meeting(
            "Rota", parties={ANNA: "co_leader", BO: "coordinator"}, clauses=terms().clauses, present=[ANNA, BO], by=ANNA
        )
        rota = rota.revise(title="Rota anew", by=BO, audience="team").comment("Why?", by=ANNA)
        rota = rota.hold_review("amend", present=[ANNA, BO], by=ANNA, notes="Words are wanted.")
        for subject in (anna, rota):
            said = [prose for event in subject.unrecorded for prose in CODEC.fact(subject.KIND, event)[1]]
            again = CODEC.subject(subject.KIND, CODEC.state(subject), {prose.seal: prose for prose in said})
            assert again == subject.settled()
            assert dict(facts_of(again, "it")) == dict(facts_of(subject.settled(), "it"))
            assert CODEC.state(again) == CODEC.state(subject)

    def test_are_refused_if_wrong(self) -> None:
        """A state that was tampered with is refused with a sentence."""
        state = CODEC.state(co.Person.join("Anna Ek"))
        for wrong in (
            "",
            "[]",
            "{}",
            state.replace('"name"', '"title"'),
            state.replace('"is_here":true', '"is_here":1'),
        ):
            with pytest.raises(co.InvalidInput, match="changed or never ours"):
                _ = CODEC.subject("person", wrong, {})


class TestCodec:
    def test_is_shared_between_threads(self) -> None:
        """Several threads write and read with one codec, and none gets the words of another."""
        codec, failed = Codec(), list[str]()

        def work(text: str) -> None:
            for _ in range(50):
                kind, event = "person", co.Person.join(text).unrecorded[0]
                fact, words = codec.fact(kind, event)
                again = codec.event(fact, {prose.seal: prose for prose in words})
                if [prose.text for prose in words] != [text] or str(again.name) != text:  # type: ignore[attr-defined]
                    failed.append(text)

        threads = [Thread(target=work, args=(f"Person {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []

    def test_remembers_so_many_rhythms_and_then_begins_anew(self) -> None:
        """However many days an organisation has had, each is read as it was written."""
        codec, first = Codec(), co.Cadence.weekly("mon", begin=date(2027, 1, 4))
        cadences = [attrs.evolve(first, begin=date(2027, 1, 4) + timedelta(weeks=n)) for n in range(1_100)]
        written = [json.loads(dumps(codec._converter.unstructure(one))) for one in (*cadences, *cadences)]
        assert [codec._converter.structure(one, co.Cadence) for one in written] == [*cadences, *cadences]
