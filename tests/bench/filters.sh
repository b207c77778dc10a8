# filters.sh: what `scripts/bench filters [MAILS]` does; sourced by it. Terms of many
# rules in texts, by Tribune and by others; then the filter stage as a whole over
# MAILS (10,000) mails of tests/sample/scale with the starter rules.

mails=${1:-10000}
make -s -C "$top_builddir" tests/bench/match-loop >&2
/usr/bin/python3 "$top/tests/bench/match.py" "$top_builddir/tests/bench/match-loop" \
    "$top/tests/sample" "$dir"

cat >"$dir/stage.conf" <<CONF
[tribune]
database = $dir/stage.db
company = Tideway
domains = tideway.example
rules = $top/data/rules/*.rules
CONF
for id in qa product marketing support pr sales finance executives; do
	printf '[department %s]\nto = %s@tideway.example\n' "$id" "$id"
done >>"$dir/stage.conf"
/usr/bin/python3 "$top/tests/sample/scale" "$mails" "$dir/mails.mbox"
sed 's/^rules = /guess = no\n&/' "$dir/stage.conf" >"$dir/plain.conf"
at() { "$TRIBUNE" "$@" --now 2026-11-16T09:00:00Z; }

# stage NAME CONFIG: into an empty database.
stage() {
	rm -f "$dir/stage.db" "$dir"/stage.db-wal "$dir"/stage.db-shm
	at import "$dir/mails.mbox" --config "$2" >&2
	/usr/bin/python3 "$top/tests/bench/measure.py" "$1" "$mails" \
	    "$TRIBUNE" filter --config "$2" --now 2026-11-16T09:00:00Z
}

echo
echo "| filter: read, tag, index, write, group | wall s | CPU s | a second | largest process MB |"
echo "|---|---|---|---|---|"
stage 'rules changed: compiled first' "$dir/stage.conf"
for _ in 1 2 3; do
	stage 'rules, signs and the model' "$dir/stage.conf"
	stage 'rules and signs, without the model' "$dir/plain.conf"
done
