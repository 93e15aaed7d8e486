"""A second opinion on who may do what: the same cases decided by Cedar, from rules that were written apart.

python -m tests.second_opinion [--decisions 1000000] [--seed 1]
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import attrs
import cedarpy

from coleadership.trust.access import AUDIENCES, Actor, Facts, decide
from coleadership.trust.entitlements import ENTITLEMENTS, Action
from tests.builders import AT

__all__ = ["BATCH", "POLICIES", "differences"]

POLICIES: Final = Path(__file__).with_name("access.cedar").read_text(encoding="utf-8")
BATCH: Final = 4_000
_IDS: Final = tuple(f"{kind}_{number}" for kind in ("person", "role", "team") for number in range(4))
_KINDS: Final = (*ENTITLEMENTS, "song")
_ACTORS: Final = 10
_SETS: Final = ("owners", "parties", "takes_part", "awaited", "units", "readers")


def differences(decisions: int, seed: int, policies: str = POLICIES) -> Iterator[list[str]]:
    """Cases by chance, at least so many, a batch at a time: those of each on which the two do not agree."""
    chance, subjects = Random(seed), BATCH // _ACTORS // len(Action)
    for _ in range(0, decisions, BATCH):
        actors = [_actor(chance) for _ in range(_ACTORS)]
        facts = [_facts(chance, number) for number in range(subjects)]
        cases = [(actor, one, action) for actor in range(_ACTORS) for one in facts for action in Action]
        entities = [*map(_person, range(_ACTORS), actors), *map(_subject, facts)]
        requests = [
            {
                "principal": f'Person::"{actor}"', "action": f'Action::"{action}"',
                "resource": f'Subject::"{one.subject}"', "context": {},
            }
            for actor, one, action in cases
        ]  # fmt: skip
        answers = cedarpy.is_authorized_batch(requests, policies, entities)
        ours = [decide(actors[actor], action, one, AT) for actor, one, action in cases]
        yield [
            f"{actors[actor]} {action} {one}: {ruling}"
            for (actor, one, action), ruling, answer in zip(cases, ours, answers, strict=True)
            if ruling.allowed is not answer.allowed
        ]


def _some(chance: Random, ids: Sequence[str] = _IDS) -> frozenset[str]:
    return frozenset(chance.sample(ids, chance.choice([0, 0, 1, 1, 2, 3])))


def _actor(chance: Random) -> Actor:
    return Actor(
        person=chance.choice(_IDS[:4]),
        is_here=chance.random() > 0.1,
        roles=_some(chance, _IDS[4:8]),
        teams=_some(chance, _IDS[8:]),
        coordinates=_some(chance, _IDS[8:]),
        near=_some(chance),
        administers=chance.random() < 0.2,
        audiences=frozenset(AUDIENCES if chance.random() < 0.8 else chance.sample(AUDIENCES, 2)),
        kinds=None if chance.random() < 0.8 else frozenset(chance.sample(_KINDS, 8)),
    )


def _facts(chance: Random, number: int) -> Facts:
    """Facts as a card tells them; a person, a role or a team is one of those who also look at others."""
    kind, audience = chance.choice(_KINDS), chance.choice([*AUDIENCES, "everybody"])
    known = ENTITLEMENTS.get(kind)
    relations = () if known is None else (*known.takes_part, *known.parties, *known.owners, *known.units)
    links = [(relation, id) for relation in sorted({"awaits", *relations}) for id in sorted(_some(chance))]
    itself = chance.choice([id for id in _IDS if id.startswith(kind)] or [f"{kind}_1"])
    told = Facts.told(itself, kind, audience, links, is_over=chance.random() < 0.3).only_for(_some(chance))
    return attrs.evolve(told, subject=f"subject_{number}")


def _person(number: int, actor: Actor) -> dict[str, Any]:
    known = {
        "person": actor.person, "is_here": actor.is_here, "administers": actor.administers,
        "speaks_for": [actor.person, *actor.roles, *actor.teams], "near": [*actor.near],
        "coordinates": [*actor.coordinates], "audiences": [*actor.audiences], "every_kind": actor.kinds is None,
        "kinds": [*(actor.kinds or ())],
    }  # fmt: skip
    return {"uid": {"type": "Person", "id": str(number)}, "attrs": known, "parents": []}


def _subject(facts: Facts) -> dict[str, Any]:
    sets = {name: [*getattr(facts, name)] for name in _SETS}
    known = {"kind": facts.kind, "audience": facts.audience, "is_over": facts.is_over, **sets}
    return {"uid": {"type": "Subject", "id": facts.subject}, "attrs": known, "parents": []}


def main() -> int:
    """Run from the command line; the exit status is 1 if the two ever differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.second_opinion", description="Decide by two engines.")
    _ = parser.add_argument("--decisions", type=int, default=1_000_000, help="how many cases (a million, if left out)")
    _ = parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="where chance begins")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", file=sys.stderr)
    done = wrong = 0
    for found in differences(wanted.decisions, wanted.seed):
        done, wrong = done + BATCH, wrong + len(found)
        print(*found, sep="\n", end="\n" if found else "")
    print(f"{done:,} cases decided by both engines, {wrong:,} of them differently")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
