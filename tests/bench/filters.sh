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
"$TRIBUNE" import "$dir/mails.mbox" --config "$dir/stage.conf" \
    --now 2026-11-16T09:00:00Z >&2
echo
echo "| step | wall s | CPU s | a second | largest process MB |"
echo "|---|---|---|---|---|"
/usr/bin/python3 "$top/tests/bench/measure.py" 'filter: read, tag, index, group' \
    "$mails" "$TRIBUNE" filter --config "$dir/stage.conf" --now 2026-11-16T09:00:00Z
