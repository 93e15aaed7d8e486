# ruff: noqa: T201 - reports to the terminal
"""Hold every broken store to every layer of the contract, and compare with the table in the docs.

python -m tests.kit [--write] [--why] [STORE ...]
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain

from tests.kit.mutants import MUTANTS, STORES
from tests.kit.table import PAGE, Table, false_alarms, rewritten, watch_all


def main() -> int:
    """Run from the command line; the exit status is 1 if something escapes, or is caught and not broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.kit", description="See which layer catches which store.")
    _ = parser.add_argument("stores", nargs="*", default=[*STORES], help="those to look at (default: all)")
    _ = parser.add_argument("--write", action="store_true", help="write the table into the docs")
    _ = parser.add_argument("--why", action="store_true", help="tell by which case and with which words, too")
    wanted = parser.parse_args()
    catches = list(chain.from_iterable(watch_all(wanted.stores)))
    found, kept = Table.found(catches), Table.kept()
    found = Table({store: layers for store, layers in found.rows.items() if store in wanted.stores})
    print(found)
    for catch in catches if wanted.why else []:
        print(f"{catch.store} {catch.layer} {catch.case}: {catch.why}")
    wrong = [f"{store} escapes" for store, layers in found.rows.items() if not layers]
    wrong += [f"{alarm.store} is not broken, and fails {alarm.case}: {alarm.why}" for alarm in false_alarms(catches)]
    wrong += [f"{store} escapes from {kept.first(store)}" for store in late(found, kept)]
    there = Table({store: layers for store, layers in kept.rows.items() if store in wanted.stores})
    print(*wrong, *(f"differs from the docs: {difference}" for difference in found.differences(there)), sep="\n")
    if wanted.write and not wrong:
        rows = {**kept.rows, **found.rows}
        table = Table({store: rows[store] for store in MUTANTS if store in rows})
        _ = PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8"), table), encoding="utf-8")
    return int(bool(wrong))


def late(found: Table, kept: Table) -> list[str]:
    """The stores that the layer did not catch by which `make test` looks for them."""
    return [
        store
        for store, layers in found.rows.items()
        if layers and kept.rows.get(store) and kept.first(store) not in layers
    ]


if __name__ == "__main__":
    sys.exit(main())
