#!/bin/sh
# What becomes of a mail with every fault of the SMTP server, with TLS, and when
# `tribune send` is killed in the middle.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/dovecot.sh"

CLEAN_UP=server_stop
NOW=2026-11-16T09:00:00Z
IN_DOUBT_OVER=2026-11-16T09:16:00Z
THURSDAY=2026-11-19T09:00:00Z

server_stop() {
	[ -z "${SERVER_PID:-}" ] || {
		kill "$SERVER_PID" 2>/dev/null || true
		wait "$SERVER_PID" 2>/dev/null || true
	}
	SERVER_PID=
}

wait_for() { # COMMAND...
	for _ in $(seq 100); do
		! "$@" 2>/dev/null || return 0
		sleep 0.05
	done
	return 1
}

# Starts SCRIPT, which leaves its port in $dir/port and mails in $dir/mails.
server_start() { # SCRIPT ARGUMENT...
	server_stop
	rm -rf "$dir/port" "$dir/mails"
	script=$1
	shift
	/usr/bin/python3 "$top_srcdir/tests/lib/$script" "$dir/mails" \
	    "$dir/port" "$@" &
	SERVER_PID=$!
	wait_for test -f "$dir/port"
}

# Writes the config for the server at hand; more keys of [send] as arguments.
config() { # TO [KEY...]
	to=$1
	shift
	{
		printf '[tribune]\ndatabase = %s/t.db\ncompany = Test\n' "$dir"
		printf 'domains = test.example\nrules = %s/rules\n' "$dir"
		printf '[department qa]\nto = %s\n' "$to"
		printf '[send]\nserver = localhost\nport = %s\n' \
		    "$(cat "$dir/port")"
		printf 'from = Voice <voice@test.example>\n'
		for key; do printf '%s\n' "$key"; done
	} >"$dir/tribune.conf"
}

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/tribune.conf"
}

# A fresh database in which the digest of the week is frozen for TO.
frozen_for() { # TO [KEY...]
	rm -f "$dir"/t.db*
	config "$@"
	t import "$dir/mail" && t filter && t digest qa --now "$NOW"
}

send_at() { # TIME
	t send --now "$1"
}

states() {
	sqlite3 "$dir/t.db" 'SELECT group_concat(state, " ") FROM
	    (SELECT state FROM outbox ORDER BY recipient)'
}

# All copies are the same bytes.
copies() { # N
	set -- "$1" "$dir"/mails/*.eml
	[ "$(($# - 1))" = "$1" ] || return 1
	shift
	for copy; do cmp "$1" "$copy" || return 1; done
}

# One mail meets FAULT: `send` exits with CODE, the row has STATE.
meets() { # FAULT CODE STATE
	server_start smtp-faults.py "$1"
	frozen_for qa@test.example 'tls = none' || return 1
	exit_code=0
	send_at "$NOW" || exit_code=$?
	states
	[ "$exit_code" = "$2" ] && [ "$(states)" = "$3" ]
}

one_refused_of_three() {
	server_start smtp-faults.py ok rcpt:550
	frozen_for 'a@test.example;b@test.example;c@test.example' 'tls = none'
	exit_code=0
	send_at "$NOW" || exit_code=$?
	[ "$exit_code" = 69 ] && [ "$(states)" = '2 4 2' ]
}

# What could not be sent is told until somebody sees to it.
sees_to() { # --again|--give-up
	one_refused_of_three || return 1
	t status >"$dir/said" || true
	t send --unsent >>"$dir/said" && cat "$dir/said" &&
	    grep -q '^look: outbox: 1 mail could not be sent; `tribune send --unsent` lists what$' \
	        "$dir/said" &&
	    grep -q '^qa 2026-W46 to b@test.example: failed: .*550' "$dir/said" &&
	    grep -qx '1 could not be sent' "$dir/said" || return 1
	t send "$1" --now "$NOW" && ! t status | grep 'could not be sent'
}

sent_after_all() {
	sees_to --again && [ "$(states)" = '2 0 2' ] && send_at "$NOW" &&
	    [ "$(states)" = '2 2 2' ]
}

given_up() {
	sees_to --give-up && [ "$(states)" = '2 7 2' ] && send_at "$NOW" &&
	    [ "$(states)" = '2 7 2' ]
	fails_both=0
	t send --again --give-up 2>"$dir/err" || fails_both=$?
	cat "$dir/err"
	[ "$fails_both" = 64 ] && [ "$(states)" = '2 7 2' ]
}

nobody_listens() {
	server_start smtp-faults.py ok
	frozen_for 'a@test.example;b@test.example' 'tls = none'
	server_stop
	exit_code=0
	send_at "$NOW" || exit_code=$?
	[ "$exit_code" = 75 ] && [ "$(states)" = '3 3' ] && [ "$(sqlite3 \
	    "$dir/t.db" "SELECT sum(next_at - unixepoch('$NOW')) FROM outbox")" \
	    = 120 ]
}

doubt_is_sent_once_more() {
	meets lost 75 5 && send_at "$NOW" && copies 1 &&
	    send_at "$IN_DOUBT_OVER" && [ "$(states)" = 2 ] && copies 2
}

second_doubt_is_the_last() {
	server_start smtp-faults.py lost lost
	frozen_for qa@test.example 'tls = none' || return 1
	send_at "$NOW" || true
	[ "$(states)" = 5 ] || return 1
	send_at "$IN_DOUBT_OVER" || true
	[ "$(states)" = 4 ] && copies 2
}

too_old() {
	server_start smtp-faults.py
	frozen_for qa@test.example 'tls = none' || return 1
	send_at "$THURSDAY" && [ "$(states)" = 6 ] && [ ! -e "$dir/mails/0001.eml" ]
}

has_state() { # STATE DOTS
	[ "$(sqlite3 "$dir/t.db" 'SELECT state, dot_sent FROM outbox')" = "$1|$2" ]
}

# Kills `send` while the server keeps it waiting at FAULT, with DOTS noted.
killed_at() { # FAULT DOTS
	server_start smtp-faults.py "$1"
	frozen_for qa@test.example 'tls = none' || return 1
	"$TRIBUNE" send --config "$dir/tribune.conf" --now "$NOW" &
	pid=$!
	if [ "$2" = 1 ]; then
		wait_for test -e "$dir/mails/0001.eml"
	fi
	wait_for has_state 1 "$2" || return 1
	sleep 0.2
	kill -9 "$pid"
	wait "$pid" 2>/dev/null
	has_state 1 "$2"
}

killed_after_the_dot() {
	killed_at hang 1 && send_at "$NOW" && has_state 5 1 && copies 1 &&
	    send_at "$IN_DOUBT_OVER" && has_state 2 1 && copies 2
}

killed_before_the_dot() {
	killed_at deaf 0 && send_at "$NOW" && has_state 2 0 && copies 1
}

# Kills a command at its n-th durable step, for every n, from the same database
# each time; then goes on as the next start would, and looks.
killed_at_every_step() { # LOOK COMMAND...
	look=$1
	shift
	step=0
	killed=137
	while [ "$killed" = 137 ]; do
		step=$((step + 1))
		rm -rf "$dir"/t.db* "$dir"/mails/*
		cp "$dir/base.db" "$dir/t.db"
		killed=0
		TRIBUNE_FAULT=$step "$TRIBUNE" "$@" \
		    --config "$dir/tribune.conf" --now "$NOW" || killed=$?
		"$look" || return 1
	done
	echo "$step steps"
	[ "$killed" = 0 ] && [ "$step" -gt 2 ]
}

all_sent_at_most_twice() {
	send_at "$NOW" && send_at "$IN_DOUBT_OVER" && [ "$(states)" = 2 ] &&
	    { copies 1 || copies 2; }
}

has_fault_points() {
	TRIBUNE_FAULT_COUNT=$dir/steps t send --now "$NOW" >"$dir/out" 2>&1
	[ -s "$dir/steps" ]
}

send_killed() {
	server_start smtp-faults.py
	frozen_for qa@test.example 'tls = none' || return 1
	cp "$dir/t.db" "$dir/base.db"
	killed_at_every_step all_sent_at_most_twice send
}

frozen_whole() {
	t digest qa --now "$NOW" && [ "$(states)" = '0 0' ] &&
	    [ "$(sqlite3 "$dir/t.db" 'SELECT count(*) FROM reply_token')" = 2 ]
}

digest_killed() {
	server_start smtp-faults.py
	rm -f "$dir"/t.db*
	config 'a@test.example;b@test.example' 'tls = none'
	t import "$dir/mail" && t filter && cp "$dir/t.db" "$dir/base.db" &&
	    killed_at_every_step frozen_whole digest qa
}

over_tls() { # CA-FILE
	make_ca "$dir/tls" && make_ca "$dir/other"
	server_start smtpd.py "$dir/tls/server.pem" "$dir/tls/server-key.pem"
	frozen_for qa@test.example "ca-file = $1"
}

verified_tls() {
	over_tls "$dir/tls/ca.pem" && send_at "$NOW" && [ "$(states)" = 2 ] &&
	    grep -q '^X-Envelope-To: qa@test.example' "$dir/mails/0001.eml"
}

unverified_tls() {
	over_tls "$dir/other/ca.pem"
	exit_code=0
	send_at "$NOW" || exit_code=$?
	[ "$exit_code" = 75 ] && [ "$(states)" = 3 ] && [ ! -e "$dir/mails/0001.eml" ]
}

no_tls_offered() {
	server_start smtp-faults.py
	frozen_for qa@test.example
	exit_code=0
	send_at "$NOW" || exit_code=$?
	[ "$exit_code" = 75 ] && [ "$(states)" = 3 ] && [ ! -e "$dir/mails/0001.eml" ]
}

only_to() {
	server_start smtp-faults.py
	frozen_for 'a@test.example;b@test.example' 'tls = none' \
	    'only-to = boss@test.example' || return 1
	send_at "$NOW" && [ "$(states)" = 2 ] &&
	    grep -q '^To: boss@test.example' "$dir/mails/0001.eml" &&
	    grep -q 'b@test.example' "$dir/mails/0001.eml"
}

no_password() {
	server_start smtp-faults.py
	frozen_for qa@test.example 'tls = none' 'user = voice' \
	    "password-file = $dir/none"
	t send --now "$NOW"
}

nothing_claimed() {
	[ "$(sqlite3 "$dir/t.db" 'SELECT state, attempts FROM outbox')" = '0|0' ]
}

dry_run() {
	server_start smtp-faults.py
	frozen_for qa@test.example 'tls = none' || return 1
	t send --dry-run --now "$NOW" | grep -q '1 would be sent' &&
	    [ "$(states)" = 0 ] && t send --json --now "$NOW" |
	    jq -es '.[0].state == "sent" and .[1].sent == 1'
}

printf 'bug -> qa\n    crash*\n' >"$dir/rules"
printf 'From: Ann <ann@example.com>\r\nDate: Tue, 10 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@example.com>\r\nSubject: It crashes when I save\r\n\r\nThe app crashes each time I save a quote.\r\n' \
    >"$dir/mail"

tap_plan 29
ok 'a mail is sent' meets ok 0 2
ok 'a slow answer is waited for' meets slow 0 2
ok 'a server that is closing defers' meets connect:421 75 3
ok 'a greeting that refuses us defers too' meets connect:554 75 3
ok 'a refused sender, for now' meets mail:451 75 3
ok 'a refused recipient, for now' meets rcpt:450 75 3
ok 'a refused recipient, for good' meets rcpt:550 69 4
ok 'refused data, for now' meets data:452 75 3
ok 'a refused mail, for now' meets dot:451 75 3
ok 'a refused mail, for good' meets dot:554 69 4
ok 'a drop before the mail defers' meets drop 75 3
ok 'one refused recipient does not keep the others' one_refused_of_three
ok 'what was refused is told until it is sent after all' sent_after_all
ok 'or given up' given_up
ok 'with nobody there all wait' nobody_listens
ok 'a lost answer is in doubt: once more, the same bytes' \
    doubt_is_sent_once_more
ok 'and in doubt again it is given up' second_doubt_is_the_last
ok 'what is too old is not sent' too_old
ok 'killed after the dot' killed_after_the_dot
ok 'killed before the dot' killed_before_the_dot
ok 'TLS is used and verified' verified_tls
ok 'a certificate of another CA defers' unverified_tls
ok 'no TLS offered defers' no_tls_offered
ok 'only-to gets one mail that names its readers' only_to
fails 'a missing password is said' 78 'none' no_password
ok 'and nothing is claimed' nothing_claimed
ok 'a dry run sends nothing, --json tells each mail' dry_run
if has_fault_points; then
	ok 'send killed at each durable step' send_killed
	ok 'digest killed at each durable step' digest_killed
else
	echo "ok 28 # SKIP built without --enable-fault-points"
	echo "ok 29 # SKIP built without --enable-fault-points"
fi
