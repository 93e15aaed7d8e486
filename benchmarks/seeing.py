"""What it costs to show people only what is theirs: a list of very many, one view, one decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve

import coleadership as co
from benchmarks.measuring import Figure, Goal, turns
from coleadership.ids import new_id
from coleadership.recording.codec import Codec
from coleadership.records import Batch, Store
from coleadership.trust.access import Actor, Facts, decide
from coleadership.trust.entitlements import Action

__all__ = ["seeing"]

_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_BATCH = 2_000
_COLLEAGUES = 30
_CALLS = 20_000


def seeing(rounds: int, many: int) -> Iterator[Figure]:
    """The dearest case, in which all of it is seen, one in which a tenth is, and one decision after another."""
    for share, what in ((1, "all of which they see"), (10, "of which they see a tenth")):
        with TemporaryDirectory(prefix="coleadership-") as folder:
            url = f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed"
            with co.open_journal(url) as journal:
                someone = _filled(journal, many, share)
                yield _listed(journal, someone, rounds, many // share, f"{many:,} subjects, {what}")
    yield _audited(rounds)
    yield _decided(rounds)


def _listed(journal: co.Journal, someone: str, rounds: int, seen: int, what: str) -> Figure:
    view = journal.seen_by(someone, at=_AT)
    assert sum(1 for _ in view.cards(co.Agreement)) == seen

    def counted(cards: Callable[..., Iterator[Any]]) -> Callable[[], object]:
        return lambda: sum(1 for _ in cards(co.Agreement))

    seconds = turns(
        {
            "journal.cards(Agreement)": lambda: counted(journal.cards),
            "journal.seen_by(…).cards(Agreement)": lambda: counted(view.cards),
            "journal.seen_by(…)": lambda: lambda: journal.seen_by(someone, at=_AT),
        },
        rounds,
    )
    whole, theirs, _ = seconds.values()
    return Figure(f"List {what}", seconds, (Goal("seen ÷ unfiltered", theirs / whole, 1.3),))


def _filled(journal: co.Journal, many: int, share: int) -> str:
    """A journal of so many agreements, of which one in ``share`` is for everybody, and somebody in a team who looks."""
    anna, bo = journal.save(co.Person.join("Anna Ek", at=_AT), co.Person.join("Bo Lind", at=_AT))
    people = journal.save(*(co.Person.join(f"Person {number}", at=_AT) for number in range(_COLLEAGUES)))
    first, *others = (person.id for person in people)
    _ = journal.save(co.Team.form("Evening", members=[first, *others], coordinator=first, by=first, at=_AT))
    codec, ids = Codec(), (new_id("agreement") for _ in range(many))
    facts, cards, words = list[Any](), list[Any](), list[co.Prose]()
    for number in range(share):
        rota = _agreed(anna.id, bo.id, "parties" if number else "organisation")
        fact, said = codec.fact(rota.KIND, rota.unrecorded[0])
        facts.append(fact)
        cards.append(codec.card(rota, keep_state=False))
        words += said
    each = cycle(range(share))
    while some := list(islice(ids, _BATCH)):
        made = [(id, next(each)) for id in some]
        _keep(journal.store, some, words, [
            (evolve(facts[n], subject=id, event=new_id("event")), evolve(cards[n], subject=id)) for id, n in made
        ])  # fmt: skip
        words = []
    return first


def _keep(store: Store, ids: Iterable[str], words: list[co.Prose], made: list[tuple[Any, Any]]) -> None:
    facts, cards = zip(*made, strict=True)
    _ = store.append(Batch(facts=facts, expected=dict.fromkeys(ids, 0), cards=cards, prose=tuple(words)))


def _agreed(anna: str, bo: str, audience: str) -> co.Agreement:
    parties = {anna: co.Part.CO_LEADER, bo: co.Part.COORDINATOR}
    return co.Agreement.in_meeting(
        "Evening rota", parties=parties, present=parties, clauses=[co.Commitment("I publish the rota", by=anna)],
        audience=audience, by=anna, at=_AT,
    )  # fmt: skip


def _audited(rounds: int) -> Figure:
    """A talk with private notes, read by who was there too: as it is, and recorded anew or known of that day."""
    with (
        TemporaryDirectory(prefix="coleadership-") as folder,
        co.open_journal(f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed") as journal,
    ):
        anna, bo = journal.save(co.Person.join("Anna Ek", at=_AT), co.Person.join("Bo Lind", at=_AT))
        talks = co.Cycle.begin(
            "Talks", about=["team_1"], participants={anna.id: "co_leader", bo.id: "coordinator"}, by=bo.id, at=_AT,
            cadence=co.Cadence.weekly("mon", begin=_AT.date()),
        )  # fmt: skip
        talks = journal.save(talks.follow_up(notes="I am tired of it", present=[bo.id], by=anna.id, at=_AT))
        plain, audited = (journal.seen_by(bo.id, at=_AT, audit=audit) for audit in (False, True))
        days = (_AT + timedelta(days=day) for day in count(1))

        def anew() -> Callable[[], object]:
            view = journal.seen_by(bo.id, at=next(days), audit=True)
            return lambda: view.load(talks.id)

        _ = audited.load(talks.id)
        seconds = turns(
            {
                "view.load(cycle) with notes": lambda: lambda: plain.load(talks.id),
                "the same, audited and known of that day": lambda: lambda: audited.load(talks.id),
                "the same, audited for the first time that day": anew,
            },
            rounds,
        )
        _, known, first = seconds.values()
        assert sum(1 for _ in journal.cards(co.Disclosure)) > 1
    goals = (
        Goal("known of that day", known * 1e3, 2, unit=" ms"), Goal("recorded first", first * 1e3, 10, unit=" ms"),
    )  # fmt: skip
    return Figure("Show private notes with an audit", seconds, goals)


def _decided(rounds: int) -> Figure:
    links = [("party", "anna"), ("party", "bo")]
    facts = [
        Facts.told("agreement_1", "agreement", audience, links) for audience in ("parties", "team", "organisation")
    ]
    actors = [Actor(person=person, near=frozenset({"bo"})) for person in ("anna", "cim")] + [Actor(person="dan")]
    cases = [(actor, action, fact) for actor in actors for action in Action for fact in facts]
    some = list(islice(cycle(cases), _CALLS))

    def work() -> object:
        return sum(decide(actor, action, fact, _AT).allowed for actor, action, fact in some)

    seconds = turns({"access.decide": lambda: work}, rounds, per=len(some))
    goal = Goal("one decision", seconds["access.decide"] * 1e6, 2, unit=" µs")
    return Figure("Decide who may", seconds, (goal,), (f"{len(cases)} cases of who, what and of whom, in turns",))
