# ingest.sh: what `scripts/bench ingest` does; sourced by it. Fills the mailboxes
# of a throw-away Dovecot and has ingest.py measure.
#
#   bench [--rounds 5] [--mails 20000] [--only take,memory,many,idle]

mails=20000 parts=take,memory,many,idle rounds=5
while [ $# -gt 0 ]; do
	case $1 in
	--rounds) rounds=$2 ;;
	--mails) mails=$2 ;;
	--only) parts=$2 ;;
	*) echo "bench ingest: no such option: $1" >&2; exit 64 ;;
	esac
	shift 2
done

# A hundred logins at once are to cost the server no hundred processes.
DOVECOT_EXTRA='
service imap-login {
  service_count = 0
  process_min_avail = 2
}
'
CLEAN_UP=dovecot_stop

has_part() { # PART
	case ,$parts, in *,"$1",*) ;; *) return 1 ;; esac
}

fill() { # USER N SHAPE
	/usr/bin/python3 "$top/tests/bench/mails.py" "$top/tests/sample" \
	    "$(dovecot_maildir "$1")" "$2" --shape "$3"
}

for name in raw delay; do
	"${CC:-cc}" -std=gnu11 -O2 -o "$dir/$name" "$top/tests/bench/$name.c"
done
dovecot_start "$dir/imap" >&2
dovecot_user bench secret
fill bench "$mails" mixed
if has_part memory; then
	dovecot_user huge secret
	fill huge 10 huge
fi
if has_part many; then
	for number in $(seq -w 1 100); do
		dovecot_user "box$number" secret
	done
	fill box001 10 small
	for number in $(seq -w 2 100); do
		cp -p "$(dovecot_maildir box001)"/cur/* \
		    "$(dovecot_maildir "box$number")/cur/"
	done
fi
if has_part idle; then
	dovecot_user thousand secret
	dovecot_user lots secret
	fill thousand 1000 small
	fill lots 100000 small
fi
dovecot_adopt
sync

export TRIBUNE DOVECOT_IMAP_PORT DOVECOT_IMAPS_PORT DOVECOT_CA DOVECOT_PID
/usr/bin/python3 -B "$top/tests/bench/ingest.py" "$dir" --rounds "$rounds" --only "$parts"
