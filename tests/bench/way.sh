# way.sh: what `scripts/bench way [MAILS]` does; sourced by it. MAILS (10,000) mails
# of tests/sample/scale go the whole way, from a throw-away Dovecot over TLS.

mails=${1:-10000}

measure() { # NAME UNITS COMMAND...
	name=$1 units=$2
	shift 2
	/usr/bin/python3 "$top/tests/bench/measure.py" "$name" "$units" \
	    "$TRIBUNE" "$@" --config "$dir/bench.conf" \
	    --now 2026-11-16T09:00:00Z
}

site_start >&2
site_config bench
# These mails alone, not the sample as well.
for user in support hello; do
	rm -f "$(dovecot_maildir "$user@tideway.example")/cur/"* \
	    "$(dovecot_maildir "$user@tideway.example")/.Sent/cur/"*
done
"$top/tests/sample/scale" --maildir "$mails" \
    "$(dovecot_maildir support@tideway.example)"
dovecot_adopt

echo "$mails mails, $(nproc) cores, $(uname -m), $(date -u +%F)"
echo
echo "| step | wall s | CPU s | a second | largest process MB |"
echo "|---|---|---|---|---|"
measure 'poll, TLS, from Dovecot' "$mails" poll
measure 'poll again, nothing new' 1 poll
measure 'filter: read, tag, group' "$mails" filter
measure 'digest of one department' 1 digest qa
measure 'export' "$mails" export
ls -l "$dir/bench/t.db" | awk '{ printf "\ndatabase: %.1f MB\n", $5 / 1048576 }'
