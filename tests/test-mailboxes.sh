#!/bin/sh
# Polls many mailboxes at once, some of which hang: the others are read all the
# same, and at once.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

GOOD=15
HUNG=5
SECONDS_AT_MOST=10 # a hung server is given up after 30

clean_up() {
	for pid in $poll_pid $silent_pid; do
		kill "$pid" 2>/dev/null
	done
	dovecot_stop
}
poll_pid= silent_pid=
CLEAN_UP=clean_up
dovecot_start "$dir/imap"

for n in $(seq "$GOOD"); do
	dovecot_user "good$n" secret
	printf 'Subject: mail %s\n\nof its own\n' "$n" \
	    >"$(dovecot_maildir "good$n")/new/1700000000.$n"
	printf 'Subject: the same\n\nto all\n' \
	    >"$(dovecot_maildir "good$n")/new/1700000001.$n"
done
dovecot_adopt
(umask 077 && echo secret >"$dir/password")
/usr/bin/python3 -u "$top_srcdir/tests/lib/silent.py" >"$dir/silent" &
silent_pid=$!
until [ -s "$dir/silent" ]; do sleep 0.05; done

mailbox() { # NAME PORT
	printf '[mailbox %s]\nserver = localhost\nport = %s\ntls = none\nuser = %s\npassword-file = %s\ninterval = 10s\n' \
	    "$1" "$2" "$1" "$dir/password"
}

{
	printf '[tribune]\ndatabase = %s/t.db\ncompany = Test\ndomains = test.example\nrules = none/*.rules\n' "$dir"
	# The hung ones come first, so that one after the other would show.
	for n in $(seq "$HUNG"); do
		mailbox "hung$n" "$(head -n 1 "$dir/silent")"
	done
	for n in $(seq "$GOOD"); do
		mailbox "good$n" "$DOVECOT_IMAP_PORT"
	done
} >"$dir/many.conf"

exec_tribune() { # COMMAND...: so that its process id is the program's
	exec "$TRIBUNE" "$@" --config "$dir/many.conf"
}

query() {
	sqlite3 -cmd '.timeout 5000' "$dir/t.db" "$1"
}

soon() { # COMMAND...: succeeds within SECONDS_AT_MOST
	for _ in $(seq $((SECONDS_AT_MOST * 20))); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}

all_good_told() {
	[ "$(grep -c '^good.*: 2 listed' "$dir/said")" = "$GOOD" ]
}

all_hung_tried() {
	[ "$(tail -n 1 "$dir/silent")" = "$HUNG" ]
}

each_once() {
	query 'SELECT (SELECT count(*) FROM arrival), (SELECT count(*) FROM
	    message)' | tee "$dir/counts"
	[ "$(cat "$dir/counts")" = "$((2 * GOOD))|$((GOOD + 1))" ]
}

still_polls() {
	! grep -q '^hung' "$dir/said" && kill -0 "$poll_pid"
}

tap_plan 9
exec_tribune poll >"$dir/said" 2>&1 &
poll_pid=$!
ok "$HUNG of $((GOOD + HUNG)) mailboxes hang: the others are read" \
    soon all_good_told
ok 'while all of those are waited for' all_hung_tried
ok 'and none has been given up' still_polls
ok 'every mail is there, and those of one content are one message' each_once
fails 'a second poll beside it is refused' 75 "process $poll_pid" \
    "$TRIBUNE" poll --config "$dir/many.conf"
ok 'and changes nothing' each_once
kill "$poll_pid"
wait "$poll_pid" 2>/dev/null

whole() { # the mailboxes read whole after second $1
	[ "$(query "SELECT count(*) FROM mailbox_status
	    WHERE complete_until > $1")" = "$GOOD" ]
}

before=$(date +%s)
exec_tribune work ingest >"$dir/said" 2>&1 &
poll_pid=$!
ok 'as a service they do not delay one another either' soon whole \
    "$((before - 1))"
ok 'nothing comes twice' each_once
stops_at_once() {
	kill "$poll_pid"
	for _ in $(seq 60); do
		kill -0 "$poll_pid" 2>/dev/null || return 0
		sleep 0.05
	done
	return 1
}
ok 'told to stop, it waits for no server' stops_at_once
wait "$poll_pid" 2>/dev/null
poll_pid=
