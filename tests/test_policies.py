"""Policies: rules of an organisation that may refuse what is about to be saved, and never allow more."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, cast

import pytest

import coleadership as co
from coleadership.policies import Asked, Policy
from coleadership.records import Store
from coleadership.stores.memory import MemoryStore


def journal_with(*policies: Policy, store: Store | None = None) -> co.Journal:
    """A journal in which these policies hold."""
    return co.Journal(MemoryStore() if store is None else store, policies=lambda: policies)


def fine(asked: Asked) -> str | None:
    """Refuse nothing."""
    assert asked.name
    return None


def no_renaming(asked: Asked) -> str | None:
    """Refuse that anybody is renamed."""
    return "names stay as they are here" if asked.name == "person.renamed" else None


def fails(asked: Asked) -> str | None:
    """Fail, as there is a mistake in it."""
    return str(len(asked.name) / 0)


def denies(asked: Asked) -> str | None:
    """Answer with a truth value, as somebody might think."""
    answer: Any = asked.name == ""
    return cast("str | None", answer)


class TestPolicies:
    def test_see_what_is_about_to_be_recorded(self) -> None:
        """Each new event is told with its name, who did it, when, and the subject as it would stand."""
        seen: list[Asked] = []

        def watch(asked: Asked) -> None:
            seen.append(asked)

        anna = co.Person.join("Anna Ek", by="hr").rename("Anna Berg", by="hr")
        journal = journal_with(Policy("acme.watch", watch))
        _ = journal.save(anna)
        assert [(one.name, one.by, one.subject, one.event) for one in seen] == [
            ("person.joined", "hr", anna, anna.unrecorded[0]),
            ("person.renamed", "hr", anna, anna.unrecorded[1]),
        ]
        assert [one.at for one in seen] == [event.stamp.at for event in anna.unrecorded]

    def test_refuse_all_of_a_save(self) -> None:
        """If one event of one subject is refused, nothing of the save is kept; the sentence names the policy."""
        journal = journal_with(Policy("acme.fine", fine), Policy("acme.no_renaming", no_renaming))
        anna, bo = co.Person.join("Anna Ek"), co.Person.join("Bo Lind").rename("Bo Berg", by="hr")
        with pytest.raises(
            co.RefusedByPolicy, match=r"acme\.no_renaming refuses person\.renamed: names stay"
        ) as caught:
            _ = journal.save(anna, bo)
        assert (caught.value.policy, caught.value.subject_id) == ("acme.no_renaming", bo.id)
        assert journal.head().position == 0
        assert journal.save(anna).revision == 1

    @pytest.mark.parametrize(
        ("decide", "reason"),
        [
            (fails, r"it failed, and a policy that fails refuses \(ZeroDivisionError: division by zero\)"),
            (denies, "it answered False instead of a reason or nothing"),
        ],
    )
    def test_that_fail_refuse(self, decide: Callable[[Asked], str | None], reason: str) -> None:
        """An error, or an answer that is none, lets nothing through."""
        with pytest.raises(co.RefusedByPolicy, match=reason):
            _ = journal_with(Policy("acme.broken", decide)).save(co.Person.join("Anna Ek"))

    def test_are_not_asked_about_what_is_read_back(self) -> None:
        """History stays readable, whatever is forbidden since: loading, rebuilding and importing ask no policy."""
        journal = co.open_journal("memory:")
        anna = journal.save(co.Person.join("Anna Ek").rename("Anna Berg", by="hr"))
        lines = b"".join(journal.export())

        def never(asked: Asked) -> str | None:
            raise AssertionError(asked)

        strict = journal_with(Policy("acme.never", never), store=journal.store)
        assert strict.load(anna.id) == anna
        assert strict.rebuild() == 1
        assert [entry.name for entry in strict.feed()] == ["person.joined", "person.renamed"]
        copy = journal_with(Policy("acme.never", never))
        assert copy.import_(io.BytesIO(lines)) == 2
