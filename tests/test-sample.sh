#!/bin/sh
# The sample mailbox is what its README says, and the same each time.
. "${top_srcdir:-.}/tests/lib/tap.sh"

sample=$top_srcdir/tests/sample

make_sample() { # NAME [ARGUMENT...]
	out=$dir/$1
	shift
	/usr/bin/python3 "$sample/make.py" "$@" "$out"
}

twice_the_same() {
	make_sample once && make_sample again && diff -r "$dir/once" "$dir/again"
}

as_promised() {
	/usr/bin/python3 "$sample/check.py" "$dir/once"
}

# Each half alone has the very mails it has in the whole.
halves_are_the_whole() {
	make_sample first --half first && make_sample second --half second &&
	    cat "$dir/first"/*/*.eml "$dir/second"/*/*.eml | wc -c >"$dir/halves" &&
	    cat "$dir/once"/*/*.eml | wc -c | cmp - "$dir/halves" &&
	    ! grep -q '"half": "second"' "$dir/first/truth.jsonl"
}

# Two years of mails in order; the second year has more than the first.
scaled() {
	"$sample/scale" 3000 "$dir/many.mbox" &&
	    "$sample/scale" 3000 "$dir/more.mbox" &&
	    cmp "$dir/many.mbox" "$dir/more.mbox" &&
	    [ "$(grep -c '^From [^ ]*@' "$dir/many.mbox")" = 3000 ] &&
	    [ "$(grep -c '^Date: .* 2026 ' "$dir/many.mbox")" -gt \
	        "$(grep -c '^Date: .* 2025 ' "$dir/many.mbox")" ] &&
	    [ "$(grep '^Message-ID:' "$dir/many.mbox" | sort -u | wc -l)" = 3000 ]
}

tap_plan 4
ok 'two runs are byte for byte equal' twice_the_same
ok 'subjects, shapes and truth are there' as_promised
ok 'its halves make the whole' halves_are_the_whole
ok 'any number of mails for benches' scaled
