#!/bin/sh
# A login that stops working, from the refusal to the operator's mailbox and
# back: with a real Dovecot whose password changes, and a real SMTP server.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"
. "${top_srcdir:-.}/tests/lib/site.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

at() { # TIME COMMAND...
	now=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/site.conf" --now "$now"
}

# A run that polls, sends what is due, and ends.
run_at() { # TIME
	at "$1" run --until-idle
}

# How many mails have come for RECIPIENT whose Subject has WORDS.
mails_for() { # RECIPIENT WORDS
	grep -l "^X-Envelope-To: $1" "$dir"/sent/*.eml 2>/dev/null |
	    xargs -r grep -l "^Subject: .*$2" | wc -l
}

alarms() {
	mails_for ops@tideway.example 'Not read: support@tideway.example'
}

has_alarms() { # N
	echo "$(alarms) alarms"
	[ "$(alarms)" = "$1" ]
}

# Dovecot looks at its list of users once a second at most.
password() { # WORD
	sed -i "s/^support@tideway.example:.*/support@tideway.example:{PLAIN}$1/" \
	    "$dir/imap/users"
	dovecot_adopt
	sleep 2
}

# Of mailboxes: on a busy machine a mail of the sample may take too long.
no_complaint_at() { # TIME
	at "$1" status >"$dir/said" || true
	cat "$dir/said"
	! grep '^look: mailbox' "$dir/said"
}

works() {
	run_at 2026-11-15T09:00:00Z && has_alarms 0 &&
	    no_complaint_at 2026-11-15T09:00:00Z
}

# The first refusal is no alarm, nor is a second one soon after.
refused_for_a_moment() {
	password changed
	run_at 2026-11-16T06:00:00Z
	run_at 2026-11-16T06:14:00Z
	has_alarms 0
}

status_says_so() {
	exit_code=0
	at 2026-11-16T06:14:00Z status >"$dir/said" || exit_code=$?
	cat "$dir/said"
	[ "$exit_code" = 75 ] && head -n 1 "$dir/said" |
	    grep -q '^look: mailbox support: login refused since 2026-11-16T06:00:00Z: .*login: '
}

refused_for_long() {
	at 2026-11-16T06:16:00Z alarm --preview | grep -q '^Subject: Not read: support'
	run_at 2026-11-16T06:16:00Z
	has_alarms 1
}

json_knows() {
	at 2026-11-16T06:17:00Z status --json >"$dir/said" || true
	cat "$dir/said"
	jq -e '.well == false and (.mailboxes[] |
	    select(.mailbox == "support") |
	    .refused_since == "2026-11-16T06:00:00Z" and
	    .alarmed_at == "2026-11-16T06:16:00Z" and
	    .complete_until == "2026-11-15T09:00:00Z")' "$dir/said"
}

looks_right() {
	file=$(grep -l '^Subject: .*Not read' "$dir"/sent/*.eml)
	cat "$file"
	grep -q '^Importance: high' "$file" &&
	    grep -q '^Auto-Submitted: auto-generated' "$file" &&
	    grep -q '^Message-ID: <alarm.support.20261116T060000Z-1.r1.' "$file" &&
	    grep -q 'What to do' "$file" && grep -q 'WHAT TO DO' "$file"
}

not_again() {
	run_at 2026-11-16T06:40:00Z
	run_at 2026-11-16T12:00:00Z
	run_at 2026-11-17T05:59:00Z
	has_alarms 1
}

# The digests of Monday went out at 08:00 of Dublin, in the run of 12:00.
digest_says_so() {
	file=$(grep -l '^X-Envelope-To: qa@tideway.example' "$dir"/sent/*.eml |
	    tail -n 1)
	sed -n '/^Content-Type: text.plain/,/^QA/p' "$file" | head -30
	tr -d '\r\n' <"$file" | sed 's/=$//' |
	    grep -q 'Mail to support@tideway.example has not been read since Sun 15 Nov, *09:00: login refused'
}

a_day_later() {
	run_at 2026-11-17T06:01:00Z
	has_alarms 2
}

mended() {
	password secret
	printf 'From: Ann <ann@example.com>\nDate: Tue, 17 Nov 2026 07:00:00 +0000\nMessage-ID: <late@example.com>\nSubject: It waited\n\nIt waited on the server.\n' \
	    >"$(dovecot_maildir support@tideway.example)/new/1700000000.late"
	dovecot_adopt
	run_at 2026-11-17T08:00:00Z
	run_at 2026-11-18T08:00:00Z
	has_alarms 2 && no_complaint_at 2026-11-18T08:00:00Z &&
	    [ "$(sqlite3 "$dir/site/t.db" "SELECT count(*) FROM message
	        WHERE subject = 'It waited'")" = 1 ]
}

no_password_file() {
	mv "$dir/password" "$dir/password.away"
	run_at 2026-11-19T06:00:00Z
	run_at 2026-11-19T06:20:00Z
	mv "$dir/password.away" "$dir/password"
	has_alarms 3
}

site_start
site_config site
sed -i 's/^\[tribune\]$/[tribune]\noperator = ops@tideway.example/' \
    "$dir/site.conf"

tap_plan 11
ok 'while it works nobody is alarmed' works
ok 'a login that is refused for a moment alarms nobody' refused_for_a_moment
ok 'but status says so first, and exits with 75' status_says_so
ok 'refused for a quarter of an hour the operator gets a mail' refused_for_long
ok 'of which status --json knows' json_knows
ok 'it says what to do, and cannot be taken for something else' looks_right
ok 'the next hours bring no other' not_again
ok 'the next digest says at its top what is missing' digest_says_so
ok 'a day later it comes again' a_day_later
ok 'once mended it is quiet, and what waited is there' mended
ok 'a password that is gone is a refused login, too' no_password_file
