#!/bin/sh
# What the program that makes the model of kinds does with letters, without and
# with faults: one line that says which, and never a model by halves.
. "${top_srcdir:-.}/tests/lib/tap.sh"

TEACH=$(cd "$top_builddir" && pwd)/filters/rules/teach

letters() { # KIND WORD
	for n in 1 2 3; do
		printf '%s\ten\tno\t%s\tHello,\\n%s %s again.\n' "$1" "$2" "$2" "$2"
	done
}

site() {
	printf '[tribune]\ndatabase = t.db\ncompany = us\ndomains = us.example\nrules = none/*.rules\n' \
	    >"$dir/teach.conf"
	{ letters bug crash && letters idea wish && letters praise thanks; } \
	    >"$dir/one.tsv"
	cp "$dir/one.tsv" "$dir/two.tsv"
}

teach() { # OUT LETTERS...
	(cd "$dir" && "$TEACH" teach.conf "$@")
}

# What there was stays as it was, and nothing else is left there.
refuses() { # CODE WORDS OUT LETTERS...
	code=$1 words=$2
	shift 2
	echo before >"$dir/models/m"
	got=0
	teach "$@" >"$dir/said" 2>&1 || got=$?
	cat "$dir/said"
	echo "exit code $got"
	[ "$got" = "$code" ] && [ "$(wc -l <"$dir/said")" = 1 ] &&
	    grep -qE -- "$words" "$dir/said" &&
	    [ "$(cat "$dir/models/m")" = before ] &&
	    [ "$(ls "$dir/models")" = m ]
}

makes() {
	teach models/m one.tsv two.tsv && cp "$dir/models/m" "$dir/m1" &&
	    teach models/m one.tsv two.tsv && cmp "$dir/models/m" "$dir/m1" &&
	    [ -s "$dir/m1" ]
}

tells() {
	teach - one.tsv two.tsv && teach - one.tsv two.tsv 2>&1 |
	    grep -q '^bug  *6 letters  F1 100.0$' && [ ! -e "$dir/-" ]
}

refuses_a_line() {
	{ cat "$dir/one.tsv" && printf 'bug\ten\tno\ta\n'; } >"$dir/bad.tsv"
	refuses 65 '^teach: bad.tsv:10: not five fields' models/m one.tsv bad.tsv
}

refuses_bytes() {
	printf 'bug\ten\tno\ta\t\377\n' >"$dir/bad.tsv"
	refuses 65 '^teach: bad.tsv:1: not UTF-8' models/m bad.tsv one.tsv
}

refuses_few() {
	letters bug crash >"$dir/few.tsv"
	letters idea wish >>"$dir/few.tsv"
	refuses 65 '^teach: 2 kinds, too few' models/m few.tsv few.tsv
}

tap_plan 10
mkdir "$dir/models" && site
ok 'the same letters make the same model' makes
ok 'without a model to write, it tells what one is worth' tells
ok 'a line that is no letter is named' refuses_a_line
ok 'bytes that are no text are named' refuses_bytes
: >"$dir/empty.tsv"
ok 'an empty file is named' \
    refuses 65 '^teach: empty.tsv:1: no letter' models/m one.tsv empty.tsv
ok 'a missing file is named' \
    refuses 66 '^teach: .*gone.tsv' models/m one.tsv gone.tsv
ok 'a folder is no file of letters' \
    refuses 66 '^teach: .*models' models/m one.tsv models
ok 'two kinds are too few' refuses_few
mkdir "$dir/none" && echo 'bug -> nowhere' >"$dir/none/a.rules"
fails 'rules with a fault are named' 65 '^teach: .*a.rules:1:15' \
    teach models/m one.tsv two.tsv
rm -r "$dir/none"
ok 'a place that cannot be written is named' \
    refuses 73 '^teach: .*nowhere/m' nowhere/m one.tsv two.tsv
