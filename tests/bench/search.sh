# search.sh: what `scripts/bench search [MAILS]` does; sourced by it. A database of
# MAILS (1,000,000) messages, as filter would have left them: their paragraphs,
# subjects and tags are those of 3,000 mails of tests/sample/scale that filter did
# read; the others are written row by row, for reading is measured elsewhere.

mails=${1:-1000000}

make -s -C "$top_builddir" tests/bench/search-loop >&2
loop=$top_builddir/tests/bench/search-loop
printf '[tribune]\ndatabase = t.db\ncompany = Tideway\ndomains = tideway.example\nrules = %s/data/rules/*.rules\n' \
    "$top" >"$dir/t.conf"
"$top/tests/sample/scale" 3000 "$dir/seed.mbox" >&2
for step in "import $dir/seed.mbox" filter; do
	"$TRIBUNE" $step --config "$dir/t.conf" >&2
done

echo "$mails mails, $(nproc) cores, $(uname -m), $(date -u +%F)"
echo
"$loop" make "$dir/t.db" "$mails"
"$loop" time "$dir/t.db"
echo
for query in hello 'from:customer17@mail.example'; do
	start=$(date +%s%N)
	"$TRIBUNE" search --config "$dir/t.conf" "$query" >"$dir/out"
	echo "\`tribune search $query\`, all of the process: $((($(date +%s%N) - start) / 1000000)) ms"
done
