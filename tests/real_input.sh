#!/usr/bin/env bash
# The command line on the agreements of a real network: ../shared/data/enspiral-agreements.jsonl.
set -euo pipefail
cd "$(dirname "$0")/.."
unset COLEADERSHIP_JOURNAL

co=$PWD/.venv/bin/coleadership
python=$PWD/.venv/bin/python
data=$PWD/../shared/data/enspiral-agreements.jsonl
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
cd "$away"

ok() { printf 'ok: %s\n' "$*"; }
bad() {
    printf 'NOT OK: %s\n' "$*" >&2
    exit 1
}

first=sqlite:///first.db
second=sqlite:///second.db

"$co" --journal $first import-agreements "$data" >imported.txt
rows=$(wc -l <"$data")
grep -q "from $rows rows" imported.txt || bad "the import does not tell of all $rows rows"
ok "$(tail -n 1 imported.txt)"

slugs=$("$python" -c 'import json, sys; print(*dict.fromkeys(json.loads(l)["agreement"] for l in open(sys.argv[1])))' "$data")
for slug in $slugs; do
    "$co" --journal $first show "$slug" >"show-$slug.txt"
    for said in "wordings" "authors" "last touched" "review" "words that survive" "none was" "neither employment contract"; do
        grep -q "$said" "show-$slug.txt" || bad "show $slug does not say: $said"
    done
    "$co" --journal $first show "$slug" --json | "$python" -c '
import json, sys

slug, data = sys.argv[1:]
rows = [row for row in map(json.loads, open(data)) if row["agreement"] == slug]
told = json.load(sys.stdin)
assert told["wordings"] == len(rows)
assert sorted(told["authors"]) == sorted({row["author"] for row in rows})
assert sum(one["words"] for one in told["came_about"]["surviving_words"]) == told["text"]["words"]
' "$slug" "$data" || bad "show $slug --json does not agree with the file"
done
ok "show tells of each: $slugs"

as_of() { # as_of <slug> <day>: the wording of the end of that day, in UTC, from the file itself
    "$python" -c '
import json, sys
from datetime import datetime

data, slug, day = sys.argv[1:]
limit = datetime.fromisoformat(day + "T23:59:59.999999+00:00")
rows = [row for row in map(json.loads, open(data)) if row["agreement"] == slug]
text = [row["text"] for row in rows if datetime.fromisoformat(row["at"]) <= limit][-1]
sys.stdout.buffer.write(text.encode())
' "$data" "$1" "$2"
}
compared=0
for day in 2016-06-01 2020-01-01; do
    for slug in $slugs; do
        if as_of "$slug" $day >expected.txt 2>/dev/null; then
            "$co" --journal $first text "$slug" --as-of $day >found.txt
            cmp expected.txt found.txt || bad "text $slug --as-of $day differs"
            compared=$((compared + 1))
        elif "$co" --journal $first text "$slug" --as-of $day >found.txt 2>/dev/null || [ -s found.txt ]; then
            bad "text $slug --as-of $day writes a text before there was one"
        fi
    done
done
as_of decisions 2016-06-01 >expected.txt
"$co" --journal $first text decisions --as-of 2016-06-01 | cmp - expected.txt || bad "text decisions differs"
ok "text --as-of gives $compared wordings byte for byte"

"$co" --journal $first verify | grep '^whole:' || bad "verify"
"$co" --journal $first export >first.jsonl
"$co" --journal $second import first.jsonl
"$co" --journal $second export >second.jsonl
cmp first.jsonl second.jsonl || bad "export, import, export: not the same in another file"
"$co" --journal $second verify | grep -q '^whole:' || bad "verify of the copy"
"$python" -c '
import sys
import coleadership as co

with co.open_journal("memory:") as journal, open("first.jsonl", "rb") as stream:
    journal.import_(stream)
    sys.stdout.buffer.writelines(journal.export())
' >memory.jsonl
cmp first.jsonl memory.jsonl || bad "export, import, export: not the same by way of memory"
ok "export, import, export: the same $(wc -c <first.jsonl) bytes, by way of a file and of memory"

"$co" --journal $first import-agreements "$data" | grep 'no new agreements' || bad "a second import"
"$co" --journal $first export | cmp - first.jsonl || bad "a second import changed something"
ok "a second import says nothing new and changes nothing"
