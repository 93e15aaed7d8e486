"""What somebody owes and what time brings about, on the command line."""

from __future__ import annotations

from datetime import time

import pytest

import coleadership as co
from tests.builders import AT, agreed, on, proposed
from tests.cli.command import URL, Command
from tests.following import MONDAY, begun


class TestObligations:
    def test_are_listed_with_the_verb_that_settles_each(self, run: Command) -> None:
        """Why, since when, until when, and what to call."""
        anna = co.Person.join("Anna Ek", at=AT)
        parties = {anna.id: co.Part.CO_LEADER, "bo": co.Part.COORDINATOR}
        with co.open_journal(URL) as journal:
            rota = co.Agreement.draft("Evening rota", parties=parties, by="bo", at=AT)
            anna, rota = journal.save(anna, rota)
        told = run("obligations", "anna-ek", "--at", "2026-11-24")
        assert "1 thing waiting for Anna Ek (väntar på dig)" in told
        assert "wording: since 2026-11-23" in told
        assert f"decline_to_add {rota.id}" in " ".join(told.split())
        (owed,) = run.json("obligations", "anna-ek", "--at", "2026-11-24")
        assert (owed["owed"], owed["subject"], owed["verb"], owed["until"]) == (
            "wording", rota.id, "decline_to_add", None,
        )  # fmt: skip

    def test_say_when_there_are_none(self, run: Command) -> None:
        """An empty list is good news, and says so."""
        with co.open_journal(URL) as journal:
            _ = journal.save(co.Person.join("Bo Lind", at=AT), agreed(), proposed())
        assert run("obligations", "bo-lind").strip() == "nothing waits for them"

    def test_mark_what_is_late(self, run: Command) -> None:
        """What has passed its day stands out."""
        anna = co.Person.join("Anna Ek", at=AT)
        with co.open_journal(URL) as journal:
            _ = journal.save(anna, agreed(parties={anna.id: "co_leader", "bo": "coordinator"}, review=on(5)))
        assert "LATE" in run("obligations", "anna-ek", "--at", "2026-12-20")
        assert "LATE" not in run("obligations", "anna-ek", "--at", "2026-11-26")

    def test_are_of_people_and_roles(self, run: Command) -> None:
        """Nothing is waited for of an agreement, and to say so is better than an empty list."""
        with co.open_journal(URL) as journal:
            _ = journal.save(agreed())
        assert run.refusal(2, "obligations", "evening-rota") == (
            "what: 'evening-rota' is of the kind agreement; name a person or a role or a team"
        )


class TestAgenda:
    def test_is_what_to_have_at_hand(self, played: Command) -> None:
        """What was agreed and what has happened to it since the last talk."""
        told = " ".join(played("agenda", "how-the-evenings-go", "--at", "2026-09-01").split())
        assert "How the evenings go: the next talk is on 2026-09-07" in told
        assert "agreed Evening rota I publish the rota three weeks ahead" in told
        assert "2026-04-16 Bo Lind brings it into force" in told

    def test_tells_what_was_left_open(self, run: Command) -> None:
        """The next step, what was asked for, and what somebody wants to talk about."""
        with co.open_journal(URL) as journal:
            cycle = journal.save(
                co.Cycle.begin(
                    "Fridays", about=["agreement_1"], participants={"anna": "co_leader", "bo": "coordinator"},
                    cadence=co.Cadence.weekly("fri", begin=AT.date()), agenda=["The keys"], by="bo", at=AT,
                )
            )  # fmt: skip
            talk = cycle.follow_up(
                present=["anna"], obstacles=["The lock sticks"], support={"anna": "A spare key"}, next_step="Call Dan",
                notes="I am tired", by="bo", at=AT,
            )  # fmt: skip
            _ = journal.save(talk)
        facts = run.json("agenda", "fridays", "--at", "2026-12-01")
        assert facts["points"] == ["The keys"]
        assert facts["next_step"] == "Call Dan"
        assert facts["open"] == ["obstacle of bo: The lock sticks"]
        assert facts["support"] == ["anna: A spare key (asked by bo on 2026-11-23)"]
        assert facts["missing"] == ["agreement_1"]
        shown = run("show", "fridays")
        assert "every week on fri" in shown
        assert "The lock sticks" in shown
        assert "I am tired" not in shown


class TestRhythm:
    @pytest.mark.parametrize(
        ("cadence", "told"),
        [
            (co.Cadence.every(10, "days", begin=MONDAY), "every 10 days"),
            (co.Cadence.every(2, "weeks", on=["mon", "thu"], begin=MONDAY), "every 2 weeks on mon, thu"),
            (co.Cadence.monthly(30, begin=MONDAY), "every month on day 30"),
            (co.Cadence.monthly("fri", nth=-1, begin=MONDAY), "every month on the last fri"),
            (co.Cadence.monthly("fri", nth=4, begin=MONDAY), "every month on the 4. fri"),
            (co.Cadence.weekly("mon", begin=MONDAY, at=time(9), zone="UTC"), "every week on mon at 09:00 UTC"),
        ],
    )
    def test_is_told_in_words(self, run: Command, cadence: co.Cadence, told: str) -> None:
        """How often people follow up, as they would say it."""
        with co.open_journal(URL) as journal:
            _ = journal.save(begun(cadence))
        assert run.json("show", "anna-and-bo")["rhythm"] == told

    def test_that_is_rare_is_told_as_a_calendar_has_it(self, run: Command) -> None:
        """What has no words of ours is told in those of iCalendar."""
        rule = "DTSTART;VALUE=DATE:20261130\nRRULE:FREQ=YEARLY;BYWEEKNO=49;BYDAY=MO"
        with co.open_journal(URL) as journal:
            _ = journal.save(begun(co.Cadence.from_rrule(rule)))
        assert "BYWEEKNO=49" in run.json("show", "anna-and-bo")["rhythm"]


class TestTick:
    def test_records_what_time_has_brought_about(self, run: Command) -> None:
        """Once, and then there is nothing left to record."""
        with co.open_journal(URL) as journal:
            _ = journal.save(agreed(review=on(5)))
        assert run("tick", "--at", "2026-12-01").strip() == "1 event recorded, 1 thing looked at"
        told = run.json("tick", "--at", "2026-12-01")
        assert (told["recorded"], told["woken"], told["failed"]) == (0, 0, {})

    def test_tells_what_it_could_not_record(self, run: Command) -> None:
        """The exit code says that something is tried again."""
        with co.open_journal(URL) as journal:
            rota = journal.save(agreed(review=on(5)))
        plugin = run.file(
            b"from coleadership.plugins import hookimpl\n"
            b"from coleadership.policies import Policy\n"
            b"@hookimpl\n"
            b"def coleadership_policies(ctx):\n"
            b"    return [Policy('acme.no', lambda asked: 'not on a Sunday')]\n",
            "acme.py",
        )
        code, out, err = run.raw("tick", "--at", "2026-12-01", "--plugin", f"./{plugin}")
        assert (code, out.strip()) == (1, b"0 events recorded, 1 thing looked at")
        assert f"{rota.id} is tried again next time" in err
