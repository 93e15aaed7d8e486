"""The part of the demo in which they follow up: a rhythm, two lines, a talk with its three purposes, and reminders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from coleadership.following_up.cycles import Cycle
from coleadership.heart.due import FellDue, Reminders
from coleadership.heart.kinds import Part
from coleadership.rhythm.cadence import Cadence

if TYPE_CHECKING:
    from coleadership.cli.story import Story

__all__ = ["follow_up", "rest", "time_passes"]

Told = Iterator[tuple[date, str]]


def _at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _changed(story: Story, verb: partial[Cycle]) -> Cycle:
    story.talks = story.journal.change(story.talks.id, verb)
    return story.talks


def follow_up(story: Story) -> Told:
    """A rhythm, a check-in of two lines, and a talk with more to say."""
    anna, bo, chidi, at = story.anna, story.bo, story.chidi, _at(2025, 9, 15)
    rhythm = Cadence.monthly("mon", nth=1, begin=at.date(), at=time(9, 30), zone="Europe/Stockholm")
    parties: dict[str, str] = {anna.id: Part.CO_LEADER, chidi.id: Part.CO_LEADER, bo.id: Part.COORDINATOR}
    story.talks = story.journal.save(
        Cycle.begin(
            "How the evenings go", about=[story.rota.id], participants=parties, cadence=rhythm,
            reminders=Reminders(ahead=3, grace=5), by=bo.id, at=at,
        )
    )  # fmt: skip
    yield at.date(), f"They follow it up on the first Monday of each month; the next time is {story.talks.next_due}."
    at = _at(2025, 10, 6)
    _ = _changed(
        story, partial(Cycle.check_in, words="Thanks, carry on", by=anna.id, next_step="Ask for wishes", at=at)
    )
    yield at.date(), "Anna checks in with two lines, “Thanks, carry on” and “Ask for wishes”: a whole follow-up."
    at = _at(2025, 11, 3)
    talk = partial(
        Cycle.follow_up, by=bo.id, present=[anna.id, chidi.id], confirmations=["Fridays are covered by two"],
        feedback=["You said early that a week was short"], lessons=["Wishes come in when we ask twice"],
        support={chidi.id: "Show Dana the till"}, at=at,
    )  # fmt: skip
    held = _changed(story, talk).talks.latest
    purposes = "" if held is None else ", ".join(sorted(held.purposes))
    yield at.date(), f"In November they talk: {purposes}. Bo asks Chidi to show Dana the till; that waits for him now."
    owed = story.journal.obligations(chidi.id, _at(2025, 11, 4))
    yield date(2025, 11, 4), f"What waits for Chidi: {'; '.join(one.reason for one in owed)}."
    at = _at(2025, 11, 10)
    request = story.talks.talks.support[0].id
    _ = _changed(story, partial(Cycle.give_support, request=request, by=chidi.id, words="Done, she has the key", at=at))
    yield at.date(), "Chidi shows her, and says so."


def time_passes(story: Story) -> Told:
    """The year runs forward: what falls due is told once, and what was missed is counted."""
    at = _at(2025, 11, 28)
    while at < _at(2026, 3, 7):
        at += timedelta(days=1)
        _ = story.journal.tick(at)
    fallen = [one for one in story.journal.history(story.talks.id) if isinstance(one.event, FellDue)]
    missed = [one for one in story.journal.history(story.talks.id) if one.name == "cycle.missed"]
    told = f"Day after day, time told {len(fallen)} times that a follow-up was coming up, due or overdue, each once"
    yield at.date(), f"Nobody had time over the winter. {told}; {len(missed)} were missed."
    at = _at(2026, 3, 9)
    _ = _changed(story, partial(Cycle.check_in, words="We are back at it", by=story.bo.id, at=at))
    yield at.date(), f"Bo checks in: “We are back at it”. That shifts nothing: the next time is {story.talks.next_due}."


def rest(story: Story) -> Told:
    """Other people take part, and a pause holds."""
    at = _at(2026, 4, 16)
    parties: dict[str, str] = {
        story.anna.id: Part.CO_LEADER,
        story.dana.id: Part.CO_LEADER,
        story.bo.id: Part.COORDINATOR,
    }
    _ = _changed(story, partial(Cycle.change_participants, participants=parties, by=story.bo.id, at=at))
    yield at.date(), "Dana takes part now; what was owed before stays with whoever took part then."
    at = _at(2026, 6, 8)
    _ = _changed(story, partial(Cycle.pause, reason="Summer", until=date(2026, 8, 9), by=story.anna.id, at=at))
    yield (
        at.date(),
        f"Over the summer it rests, and nothing is owed. It goes on by itself on {story.talks.next_due}.",
    )
