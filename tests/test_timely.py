"""What time does to what is followed up: the same, however little of it is read."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coleadership as co
from coleadership.journal.ticking import Tick
from coleadership.policies import Asked, Policy
from coleadership.records import Query
from coleadership.testing import concepts
from coleadership.testing.follow_ups import cycles
from tests.builders import AT, agreed, later, on

ALL_OF_IT = Policy("acme.looks")
"""Allows everything, but may ask for all of a subject, which is then read in full."""


def ticked(cycle: co.Cycle, moments: list[datetime], *policies: Policy) -> tuple[list[object], list[object]]:
    """What is recorded of a cycle, and its cards, once time has been asked at these moments."""
    with co.open_journal("memory:") as made:
        journal = co.Journal(made.store, policies=lambda: policies)
        _ = journal.save(cycle)
        for at in moments:
            assert journal.tick(at).failed == ()
        cards = journal.store.cards(Query(states=True))
        _ = journal.rebuild()
        assert journal.store.cards(Query(states=True)) == cards
        return [record.fact for record in journal.store.feed()], list(cards)


@given(cycle=cycles(), days=st.lists(st.integers(0, 400), min_size=1, max_size=5).map(sorted))
def test_a_tick_does_the_same_whether_it_reads_a_part_or_all(cycle: co.Cycle, days: list[int]) -> None:
    """The same events with the same ids, and the same cards, which are those that follow from the records."""
    moments = [cycle.unrecorded[-1].stamp.at + timedelta(days=day) for day in days]
    assert ticked(cycle, moments) == ticked(cycle, moments, ALL_OF_IT)


def test_nobody_is_waited_for_once_a_rhythm_has_come_to_its_end() -> None:
    """The last one was missed, and nothing comes after it: whom the cycle waited for follows from all of it."""
    cadence = co.Cadence.weekly("mon", begin=AT.date(), count=1)
    moments = [later(day) for day in (0, 10, 20)]
    cycle = concepts.cycle().change_rhythm(cadence, by="bo", at=AT)
    assert ticked(cycle, moments) == ticked(cycle, moments, ALL_OF_IT)


def test_a_tick_reads_nobodys_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes by days, so that no words are fetched and none come to be where they need not."""
    with co.open_journal("memory:") as journal:
        _ = journal.save(agreed(review=on(4)), concepts.followed_up())
        monkeypatch.setattr(type(journal.store), "prose", None)
        assert journal.tick(later(4)) == Tick(later(4), woken=2, recorded=2)


def test_a_tick_reads_of_a_cycle_only_what_time_goes_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said, and who takes part, is neither read nor changed."""
    with co.open_journal("memory:") as journal:
        cycle = journal.save(concepts.followed_up())
        monkeypatch.setattr("coleadership.recording.codec.Codec.subject", None)
        assert journal.tick(later(4)) == Tick(later(4), woken=1, recorded=1)
        monkeypatch.undo()
        assert attrs.evolve(journal.load(cycle.id), revision=cycle.revision, course=cycle.course) == cycle


def test_a_policy_sees_all_of_what_time_has_done_something_to() -> None:
    """Whoever may refuse it has to know what it is."""
    seen: list[str] = []

    def judge(asked: Asked) -> None:
        assert isinstance(asked.subject, co.Cycle)
        seen.append(str(asked.subject.title))

    with co.open_journal("memory:") as made:
        journal = co.Journal(made.store, policies=lambda: [Policy("acme.sees", judge)])
        _ = journal.save(concepts.cycle("Anna and Bo"))
        seen.clear()
        assert journal.tick(later(3)).recorded == 1
        assert seen == ["Anna and Bo"]


@pytest.mark.parametrize("changed", [{"more": 1}, {"course": None}, {"revision": "1"}, {"paused_until": 7}])
def test_a_state_that_was_changed_is_named_and_keeps_no_other_from_it(changed: dict[str, object]) -> None:
    """What cannot be read in part is read in full, and what cannot be read at all is told of."""
    with co.open_journal("memory:") as journal:
        bad, good = journal.save(concepts.cycle(), concepts.cycle())
        (card,) = journal.store.cards(Query(subjects=[bad.id], states=True))
        state = json.dumps({**json.loads(card.state or ""), **changed})
        _ = journal.store.put_cards([attrs.evolve(card, state=state)])
        tick = journal.tick(later(3))
        assert (tick.woken, tick.recorded, [id for id, _ in tick.failed]) == (2, 1, [bad.id])
        assert journal.load(good.id).revision == 2
