from __future__ import annotations

import inspect

import pytest

from coleadership import errors
from coleadership.errors import (
    ColeadershipError,
    Conflict,
    Inconsistent,
    InvalidInput,
    NotAllowedFor,
    NotAllowedNow,
    NotFound,
    PluginError,
    RuleBroken,
    StoreError,
    UnknownRecord,
)


class TestTree:
    def test_everything_raised_is_one_tree(self) -> None:
        """A host catches whatever goes wrong in one line."""
        found = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
        assert {kind.__name__ for kind in found} | {"did_you_mean", "not_there"} == {*errors.__all__}
        assert all(issubclass(kind, ColeadershipError) for kind in found)

    @pytest.mark.parametrize("kind", [NotAllowedNow, NotAllowedFor, Inconsistent])
    def test_the_domain_says_no_in_three_ways(self, kind: type[RuleBroken]) -> None:
        """What breaks a rule can be told from what a store or a file got wrong."""
        assert issubclass(kind, RuleBroken)


class TestSentences:
    def test_wrong_state_says_what_is_what_cannot_be_and_what_could_be(self) -> None:
        """`NotAllowedNow` carries its facts, and its sentence says all of them."""
        error = NotAllowedNow("goal_1", status="dropped", wanted="adopted", allowed=["revised", "closed"])
        assert (error.subject, error.status, error.wanted) == ("goal_1", "dropped", "adopted")
        assert error.allowed == ("closed", "revised")
        assert str(error) == "goal_1 is dropped, so it cannot be adopted (allowed now: closed, revised)"

    def test_a_final_state_is_called_final(self) -> None:
        """Where nothing is allowed any more, the sentence says so."""
        assert str(NotAllowedNow("a", status="ended", wanted="b", allowed=())).endswith("nothing, this state is final)")

    def test_wrong_person_says_who_could(self) -> None:
        """`NotAllowedFor` names the person and those who could."""
        error = NotAllowedFor("eve", wanted="consent", who_could="anna, bo")
        assert (error.person, error.wanted, error.who_could) == ("eve", "consent", "anna, bo")
        assert str(error) == "eve cannot consent here (who could: anna, bo)"

    def test_contradictions_name_their_field_and_come_together(self) -> None:
        """`Inconsistent` has the path of the first fault, and tells all of them."""
        error = Inconsistent("review", "is missing", also=["clauses: say something"])
        assert (error.field, error.reason, error.also) == ("review", "is missing", ("clauses: say something",))
        assert str(error) == "review: is missing; clauses: say something"

    @pytest.mark.parametrize(
        ("line", "field", "where"),
        [
            (None, None, "a.jsonl"),
            (3, None, "a.jsonl, line 3"),
            (3, "at", "a.jsonl, line 3, at"),
            (None, "at", "a.jsonl, at"),
        ],
    )
    def test_unreadable_input_says_where(self, line: int | None, field: str | None, where: str) -> None:
        """`InvalidInput` tells source, line and field as far as they are known."""
        error = InvalidInput("a.jsonl", "is empty", line=line, field=field)
        assert (error.source, error.reason, error.line, error.field) == ("a.jsonl", "is empty", line, field)
        assert str(error) == f"{where}: is empty"

    def test_not_found_says_where_to_look(self) -> None:
        """`NotFound` names what was asked for and what would help."""
        error = NotFound("goal_1", hint="try the other journal")
        assert error.subject_id == "goal_1"
        assert str(error) == "nothing here is called 'goal_1'; try the other journal"

    def test_conflict_tells_who_was_faster(self) -> None:
        """`Conflict` carries both steps and the person."""
        error = Conflict("a_1", expected=3, found=4, by="bo")
        assert (error.subject_id, error.expected, error.found, error.by) == ("a_1", 3, 4, "bo")
        assert "bo was faster" in str(error)
        assert "somebody was faster" in str(Conflict("a_1", expected=3, found=4))

    def test_conflict_with_a_journal_that_knows_less_asks_for_the_right_journal(self) -> None:
        """A subject of another journal is not called slow."""
        assert "is this the right journal?" in str(Conflict("a_1", expected=3, found=0))

    def test_the_others_carry_their_facts(self) -> None:
        """A program never has to read the sentence."""
        unknown = UnknownRecord("goal.sung", 2, known="not known here")
        store = StoreError("sqlite:///a.db", "is locked")
        plugin = PluginError("acme", hook="stores", reason="no factory")
        assert (unknown.name, unknown.version) == ("goal.sung", 2)
        assert (store.url, store.reason) == ("sqlite:///a.db", "is locked")
        assert (plugin.plugin, plugin.hook, plugin.reason) == ("acme", "stores", "no factory")
        assert str(plugin) == "plugin acme, stores: no factory"

    def test_what_somebody_gave_is_shown_safely(self) -> None:
        """A sentence is never endless, and holds nothing that a terminal would obey; the attribute keeps all of it."""
        given = "\x1b[2J\ud800" + "x" * 10_000
        for error in (
            NotAllowedFor(given, wanted="consent", who_could="anna"),
            Inconsistent("wording", given),
            NotAllowedNow("a", status=given, wanted="b", allowed=()),
        ):
            assert str(error).isprintable()
            assert "\\x1b[2J\\ud800xxx" in str(error)
            assert len(str(error)) < 1_000
            assert given in vars(error).values()
