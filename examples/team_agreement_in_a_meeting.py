"""A team words its ground rules in one meeting; a colleague who was away answers later, and time decides a change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

import coleadership as co

MEETING = datetime(2026, 11, 2, 13, tzinfo=UTC)
LAZY = co.DecisionRule(id="acme.lazy", quorum=(0, 1), open_days=5, working_days=True, silence=co.Silence.CONSENT)


def main() -> None:
    """Hold the meeting, and see what follows."""
    with co.open_journal("memory:") as journal:
        team = journal.save(*(co.Person.join(f"{name} Holm") for name in ("Dina", "Emil", "Freja")))
        dina, emil, freja = (person.id for person in team)

        rules = co.Agreement.in_meeting(
            "How we work together",
            kind="team",
            parties=dict.fromkeys((dina, emil, freja), co.Part.MEMBER),
            clauses=[
                co.GroundRule("Who cannot come says so the day before"),
                co.GroundRule("We thank first, and then say what to change"),
                co.Rhythm("A quarter of an hour every other Monday", every_days=14),
            ],
            rule=LAZY,
            audience=co.Audience.ORGANISATION,
            present=[dina, emil],
            by=dina,
            at=MEETING,
        )
        rules = journal.save(rules)
        assert rules.status == "proposed"
        print("worded in the meeting by", len(rules.how_it_came_about().together), "of", len(rules.table))

        seen = rules.wording
        rules = journal.change(
            rules.id, lambda now: now.consent(by=freja, wording=seen, nothing_to_add=True, at=MEETING)
        )
        assert rules.status == "in_force"
        print("Freja, who was away, has read it and has nothing to add: in force")

        thanks = rules.content.clauses[1]
        rules = rules.change(thanks.id, "We thank first", by=emil, at=MEETING + timedelta(days=30))
        rules = journal.save(rules.propose(by=emil, at=MEETING + timedelta(days=30)))
        closes = rules.proposals[0].closes
        assert closes is not None
        print(f"Emil proposes a shorter rule; by the rule of this team it is open until {closes:%d %b}")

        rules = journal.change(rules.id, lambda now: now.settle(at=closes))
        assert rules.in_force is not None
        assert str(rules.in_force.content.clauses[1].text) == "We thank first"
        print("nobody objected, and silence was agreed to mean consent: amended")

        stricter = attrs.evolve(LAZY, id="acme.lazy_ten", open_days=10)
        rules = rules.revise(rule=stricter, by=dina, at=closes).propose(by=dina, at=closes)
        assert rules.proposals[0].rule == LAZY
        print("a change of the rule itself is decided by the rule before it")


if __name__ == "__main__":
    main()
