"""What the health checks of plugins find, each run alone and given up when it takes too long."""

from __future__ import annotations

from threading import Thread
from typing import cast

from coleadership.agreements.agreement import Agreement
from coleadership.errors import UnknownRecord
from coleadership.heart.kinds import KINDS
from coleadership.hookspecs import HealthCheck, Symptom
from coleadership.hosting.discovery import DENY
from coleadership.hosting.host import Plugins
from coleadership.journal.journal import Journal

__all__ = ["examined", "orphans", "symptoms_of_plugins"]


def symptoms_of_plugins(plugins: Plugins) -> list[Symptom]:
    """Which plugins are broken, and which were forbidden."""
    broken = [Symptom(str(error)) for error in plugins.broken.values()]
    return broken + [
        Symptom(f"plugin {found} is left out, as {DENY} names it", serious=False) for found in plugins.left_out
    ]


def examined(journal: Journal, plugins: Plugins) -> list[Symptom]:
    """What every health check finds; one that fails, or does not come back, is a symptom itself."""
    found: list[Symptom] = []
    for name, check in plugins.all_of(HealthCheck).items():
        found += [Symptom(f"{name}: {symptom.what}", symptom.serious) for symptom in _run(check, journal)]
    return found


def _run(check: HealthCheck, journal: Journal) -> list[Symptom]:
    told: list[Symptom] = []

    def run() -> None:
        try:
            told.extend(map(_told, check.check(journal)))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a check that fails must not keep others from being made
            told.append(Symptom(f"failed ({type(error).__name__}: {error})"))

    thread = Thread(target=run, daemon=True)  # threads cannot be stopped, so one that hangs is left behind
    thread.start()
    thread.join(check.patience)
    if thread.is_alive():
        return [*told, Symptom(f"has not come back after {check.patience:g} seconds, and was left behind")]
    return told


def _told(symptom: object) -> Symptom:
    return symptom if isinstance(symptom, Symptom) else Symptom(f"told {symptom!r:.60}, which is no Symptom")


def orphans(journal: Journal) -> list[str]:
    """Kinds of agreement and decision rules that are in use and that nothing here offers; they go on as recorded."""
    vocabulary = journal.vocabulary
    found: set[str] = set()
    for card in journal.cards(Agreement):
        try:
            terms = cast("Agreement", journal.load(card.subject)).content
        except UnknownRecord:  # told among the unknown records
            continue
        if terms.rule.id not in vocabulary.rules:
            found.add(f"decision rule {terms.rule.id}")
        if terms.whole_kind.id not in {*vocabulary.kinds, *KINDS}:
            found.add(f"kind of agreement {terms.whole_kind.id}")
    return sorted(found)
