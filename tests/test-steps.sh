#!/bin/sh
# Kills `tribune poll` of three hundred mails at its first durable step, at its
# second, and so on, each time in a database of its own, and goes on from there.
# Also what a poll and an import show on a terminal while they work.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

MAILS=300
LEAST_STEPS=20 # two a transaction of 40 rows, besides those of a large mail
NOW=2026-11-16T09:00:00Z

CLEAN_UP=dovecot_stop
dovecot_start "$dir/imap"
dovecot_user steps secret
maildir=$(dovecot_maildir steps)

# Each tenth is the one before it again; one comes in parts.
for n in $(seq "$MAILS"); do
	number=$n
	[ $((n % 10)) != 0 ] || number=$((n - 1))
	printf 'From: ann%s@example.com\nMessage-ID: <%s@steps.example>\nDate: Mon, 16 Nov 2026 08:00:00 +0000\nSubject: mail %s\n\nabout %s\n' \
	    "$number" "$number" "$number" "$number" \
	    >"$maildir/new/1700000$(printf '%03d' "$n").mail"
done
seq 20000 >>"$maildir/new/1700000150.mail"
dovecot_adopt
(umask 077 && echo secret >"$dir/password")

site() { # NAME
	mkdir "$dir/$1"
	cat >"$dir/$1/t.conf" <<END
[tribune]
database = $dir/$1/t.db
company = Test
rules = none/*.rules
[limits]
fetch-bytes = 64KB
transaction-rows = 40
[mailbox steps]
server = 127.0.0.1
port = $DOVECOT_IMAP_PORT
tls = none
user = steps
password-file = $dir/password
END
}

at() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site/t.conf" --now "$NOW"
}

takes_all() {
	at calm poll && at calm export >"$dir/calm.jsonl" &&
	    [ "$(wc -l <"$dir/calm.jsonl")" = $((MAILS - MAILS / 10 + 1)) ] &&
	    [ "$(sqlite3 "$dir/calm/t.db" 'SELECT count(*) FROM arrival')" = "$MAILS" ]
}

dies_at() { # STEP
	site "step$1"
	(TRIBUNE_FAULT=$1 at "step$1" poll >"$dir/died" 2>&1)
	echo "died at step $1 with $?"
	at "step$1" poll && at "step$1" export >"$dir/step.jsonl" &&
	    /usr/bin/python3 "$top_srcdir/tests/lib/same-run.py" \
	        "$dir/calm.jsonl" "$dir/step.jsonl" &&
	    at "step$1" poll | grep -q ': 0 listed' &&
	    at "step$1" export | cmp - "$dir/step.jsonl" || return 1
	rm -r "$dir/step$1"
}

dies_at_each() {
	for step in $(seq "$steps"); do
		dies_at "$step" || return 1
	done
}

# What COMMAND shows on a terminal.
shows() { # WORDS COMMAND...
	words=$1
	shift
	/usr/bin/python3 -c '
import os, pty, sys
kept = []
def read(fd):
    kept.append(os.read(fd, 4096))
    return kept[-1]
status = pty.spawn(sys.argv[1:], read)
sys.exit(os.waitstatus_to_exitcode(status))' \
	    "$@" --now "$NOW" </dev/null >"$dir/terminal" || return 1
	cat -v "$dir/terminal"
	grep -qE "$words" "$dir/terminal"
}

tap_plan 6
site calm
ok 'an undisturbed poll takes all, copies once' takes_all
site count
: >"$dir/steps"
TRIBUNE_FAULT_COUNT=$dir/steps at count poll >/dev/null 2>&1
steps=$(wc -c <"$dir/steps")
if [ "$steps" -gt 0 ]; then
	ok "its durable steps are counted" [ "$steps" -ge "$LEAST_STEPS" ]
	ok "killed at each of $steps it goes on to the same" dies_at_each
else
	echo "ok 2 # SKIP its durable steps: built without --enable-fault-points"
	echo "ok 3 # SKIP killed at each: built without --enable-fault-points"
	tap_number=3
fi
site shown
ok 'a poll shows how far it is' \
    shows 'steps: INBOX: [0-9]+ of 300 mails' \
	"$TRIBUNE" poll --config "$dir/shown/t.conf"
ok 'an import shows how far it is, and how fast' \
    shows '\[[= ]*\] +[0-9]+%  [0-9]+ mails, [0-9]+/s, .*/s' \
	"$TRIBUNE" import --config "$dir/shown/t.conf" "$maildir"
ok 'where nobody looks nothing is shown' sh -c "
    '$TRIBUNE' import --config '$dir/shown/t.conf' '$maildir' 2>'$dir/quiet' &&
    [ ! -s '$dir/quiet' ]"
