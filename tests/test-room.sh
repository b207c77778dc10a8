#!/bin/sh
# What `poll`, `run` and `status` do when the disk is nearly full, and after.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

# The disk is a small file system that this script and its children alone see.
if [ -z "${TRIBUNE_ROOM:-}" ]; then
	# Root needs no user namespace, and has none in a chroot.
	namespaces=-m
	[ "$(id -u)" = 0 ] || namespaces=-rm
	TRIBUNE_ROOM=1
	export TRIBUNE_ROOM
	rm -rf "$dir"
	trap - EXIT
	exec unshare "$namespaces" "$0"
fi

CLEAN_UP=clean_up
RUN_PID=
clean_up() {
	[ -z "$RUN_PID" ] || {
		kill "$RUN_PID" 2>/dev/null || true
		wait "$RUN_PID" 2>/dev/null || true
	}
	dovecot_stop
	umount "$dir/data" 2>/dev/null || true
}

mkdir "$dir/data"
mount -t tmpfs -o size=16m none "$dir/data" || {
	echo "1..0 # SKIP no file system may be mounted here"
	exit 0
}

one_mail() { # SUBJECT
	printf 'From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <%s@example.com>\nSubject: %s\n\nIt is full.\n' \
	    "$1" "$1" >"$(dovecot_maildir full)/new/17000000$1.host"
	dovecot_adopt
}

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/tribune.conf"
}

mails() {
	sqlite3 "$dir/data/t.db" 'SELECT count(*) FROM message'
}

fill() {
	# 4% is left: for what must be noted, not for mail.
	dd if=/dev/zero of="$dir/data/filler" bs=64k \
	    count=$(($(df --output=avail -k "$dir/data" | tail -1) / 64 - 10)) \
	    2>/dev/null
	df -k "$dir/data"
}

says_it_is_full() {
	exit_code=0
	t status >"$dir/said" || exit_code=$?
	cat "$dir/said"
	[ "$exit_code" = 75 ] &&
	    grep -q 'failing since .*nearly full: [0-4]% of 16 MB' "$dir/said"
}

wait_for() { # COMMAND...
	for _ in $(seq 400); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.1
	done
	return 1
}

starts_full() {
	fill
	"$TRIBUNE" run --config "$dir/tribune.conf" 2>"$dir/log" &
	RUN_PID=$!
	wait_for grep -q 'nearly full' "$dir/log" && wait_for says_it_is_full
}

goes_on() {
	rm "$dir/data/filler"
	wait_for has_mails 3
	cat "$dir/log"
	has_mails 3
}

has_mails() { # N
	[ "$(mails)" = "$1" ]
}

dovecot_start "$dir/imap"
dovecot_user full secret
(umask 077 && echo secret >"$dir/password")
cat >"$dir/tribune.conf" <<END
[tribune]
database = $dir/data/t.db
company = Test
domains = test.example
rules = none/*.rules
[mailbox full]
server = localhost
port = $DOVECOT_IMAPS_PORT
ca-file = $DOVECOT_CA
user = full
password-file = $dir/password
interval = 10s
END

# Three days of mail, half a megabyte a day on a disk of 16 MB.
grows_fast() {
	mkdir -p "$dir/much"
	for number in $(seq 36); do
		day=$((13 + number / 13))
		{
			printf 'From: a@example.com\nDate: %s Nov 2026 08:00:00 +0000\nMessage-ID: <big%s@example.com>\nSubject: big\n\n' \
			    "$day" "$number"
			head -c 100000 /dev/urandom | base64
		} >"$dir/much/$number.eml"
	done
	t import "$dir/much" --now 2026-11-17T09:00:00Z
}

is_warned() {
	t check --now 2026-11-17T09:00:00Z | tee "$dir/said"
	grep -q 'warn  disk: .* of 16 MB .* free; the mail of the last [34] days took [0-9.]* [KM]B a day: room for [12]\{0,1\}[0-9] days' \
	    "$dir/said"
}

status_warns() {
	exit_code=0
	t status --now 2026-11-17T09:00:00Z --json >"$dir/said" || exit_code=$?
	cat "$dir/said"
	[ "$exit_code" = 75 ] && jq -e '.disk.days_left < 30 and
	    (.wrong | any(startswith("disk: make room soon")))' "$dir/said"
}

tap_plan 12
one_mail 1
ok 'with room a poll takes mail' t poll
one_mail 2
fill >/dev/null
fails 'below the limit none is taken, and the line says why' 74 \
    'full: .*/data: the disk is nearly full: [0-4]% of 16 MB' t poll
ok 'none is lost or half taken' has_mails 1
ok 'status says so and since when' says_it_is_full
fails 'check says so' 74 'BAD +disk: .*less than 5%' t check
rm "$dir/data/filler"
ok 'with room again the next poll takes it' t poll
ok 'once' has_mails 2
one_mail 3
ok 'run says it in its log and in status' starts_full
ok 'and goes on by itself' goes_on
ok 'mail comes fast' grows_fast
ok 'check warns that the disk will be full' is_warned
ok 'so does status' status_warns
