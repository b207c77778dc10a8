#!/bin/sh
# Backups made while Tribune works, and back again: nothing is lost or doubled.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

CLEAN_UP=clean_up
RUN_PID=
run_stop() {
	[ -z "$RUN_PID" ] || {
		kill "$RUN_PID" 2>/dev/null || true
		wait "$RUN_PID" 2>/dev/null || true
	}
	RUN_PID=
}

clean_up() {
	run_stop
	dovecot_stop
}

mails() { # FROM TO
	for number in $(seq "$1" "$2"); do
		printf 'From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <%s@example.com>\nSubject: Mail %s\n\nIt crashes when I save number %s.\n' \
		    "$number" "$number" "$number" \
		    >"$(dovecot_maildir desk)/new/1700000$number.host"
	done
	dovecot_adopt
}

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/tribune.conf"
}

count() { # FILE TABLE
	sqlite3 "$1" "SELECT count(*) FROM $2"
}

# FILE is whole and holds N messages.
holds() { # FILE N
	[ "$(sqlite3 "$1" 'PRAGMA integrity_check')" = ok ] &&
	    [ "$(count "$1" message)" = "$2" ]
}

wait_for() { # COMMAND...
	for _ in $(seq 400); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.05
	done
	return 1
}

run_start() {
	"$TRIBUNE" run --config "$dir/tribune.conf" 2>"$dir/log" &
	RUN_PID=$!
	wait_for holds "$dir/t.db" 20
}

while_it_runs() {
	run_start && t backup "$dir/b.db" >"$dir/said" && cat "$dir/said" &&
	    grep -q "b.db: [0-9.]* KB, 20 messages, the last of 20.*verified" \
	        "$dir/said" && holds "$dir/b.db" 20 &&
	    [ "$(stat -c %a "$dir/b.db")" = 600 ] &&
	    [ "$(ls "$dir" | grep -c '^b\.db')" = 1 ]
}

replaced() {
	t backup --force --json "$dir/b.db" | jq -e '.messages == 20 and
	    .schema > 1 and (.bytes > 0) and (.newest_at | length) == 20'
}

grown() {
	run_stop
	mails 21 25
	t poll && t filter && holds "$dir/t.db" 25
}

# What the server holds beyond the backup comes again, and only that.
comes_back() {
	t restore "$dir/b.db" --now 2026-11-16T09:00:00Z >"$dir/said" &&
	    cat "$dir/said" && holds "$dir/t.db" 20 &&
	    holds "$dir/t.db.20261116T090000Z" 25 &&
	    grep -q 'kept as .*t.db.20261116T090000Z' "$dir/said" &&
	    t poll | grep 'desk: 5 listed, 5 new, 0 duplicate' &&
	    holds "$dir/t.db" 25 && [ "$(count "$dir/t.db" arrival)" = 25 ] &&
	    [ "$(sqlite3 "$dir/t.db" 'SELECT count(DISTINCT sha256) FROM raw')" = 25 ]
}

goes_on() {
	t filter && [ "$(t export | jq -s 'map(select(.state == "done" and
	    .departments == ["qa"])) | length')" = 25 ] &&
	    t poll | grep 'desk: 0 listed'
}

new_machine() {
	mkdir "$dir/new"
	sed "s|^database = .*|database = $dir/new/data/t.db|" \
	    "$dir/tribune.conf" >"$dir/new.conf"
	"$TRIBUNE" restore "$dir/b.db" --json --config "$dir/new.conf" |
	    jq -e '.messages == 20 and .kept == null' &&
	    holds "$dir/new/data/t.db" 20 &&
	    "$TRIBUNE" poll --config "$dir/new.conf" | grep '5 listed, 5 new'
}

damaged() {
	cp "$dir/b.db" "$dir/bad.db"
	printf 'xxxxxxxxxxxxxxxx' | dd of="$dir/bad.db" bs=1 conv=notrunc \
	    seek=$(($(stat -c %s "$dir/bad.db") / 2)) 2>/dev/null
	truncate -s -4096 "$dir/bad.db"
	t restore "$@" "$dir/bad.db"
}

newer() {
	cp "$dir/b.db" "$dir/newer.db"
	sqlite3 "$dir/newer.db" 'PRAGMA user_version = 9999'
	t restore "$dir/newer.db"
}

foreign() {
	rm -f "$dir/foreign.db"
	sqlite3 "$dir/foreign.db" 'CREATE TABLE message (id)'
	t restore "$dir/foreign.db"
}

dry_run() {
	before=$(stat -c %i "$dir/t.db")
	t restore --dry-run "$dir/b.db" | grep "whole, and would replace" &&
	    [ "$(stat -c %i "$dir/t.db")" = "$before" ] && holds "$dir/t.db" 25
}

has_fault_points() {
	: >"$dir/steps"
	TRIBUNE_FAULT_COUNT=$dir/steps t backup --force "$dir/b2.db" >"$dir/out"
	[ -s "$dir/steps" ]
}

# Dies at each durable step of a restore: there is always one of the two, whole,
# and the next restore works.
restore_killed() {
	rm -f "$dir"/t.db.*
	cp "$dir/t.db" "$dir/old.db"
	step=0
	killed=137
	while [ "$killed" = 137 ]; do
		step=$((step + 1))
		rm -f "$dir"/t.db*
		cp "$dir/old.db" "$dir/t.db"
		killed=0
		TRIBUNE_FAULT=$step "$TRIBUNE" restore "$dir/b.db" \
		    --config "$dir/tribune.conf" || killed=$?
		holds "$dir/t.db" 25 || holds "$dir/t.db" 20 || return 1
		t restore "$dir/b.db" && holds "$dir/t.db" 20 || return 1
		[ ! -e "$dir/t.db.part" ] || return 1
	done
	echo "$step steps"
	[ "$killed" = 0 ] && [ "$step" -gt 3 ]
}

backup_killed() {
	t poll || return 1
	step=0
	killed=137
	while [ "$killed" = 137 ]; do
		step=$((step + 1))
		cp "$dir/b.db" "$dir/k.db"
		killed=0
		TRIBUNE_FAULT=$step "$TRIBUNE" backup --force "$dir/k.db" \
		    --config "$dir/tribune.conf" || killed=$?
		holds "$dir/k.db" 20 || holds "$dir/k.db" 25 || return 1
	done
	echo "$step steps"
	[ "$killed" = 0 ] && [ "$step" -gt 2 ] && holds "$dir/k.db" 25
}

dovecot_start "$dir/imap"
dovecot_user desk secret
(umask 077 && echo secret >"$dir/password")
printf 'bug -> qa\n    crash*\n' >"$dir/rules"
cat >"$dir/tribune.conf" <<END
[tribune]
database = $dir/t.db
company = Test
domains = test.example
rules = $dir/rules
[department qa]
to = qa@test.example
[mailbox desk]
server = localhost
port = $DOVECOT_IMAPS_PORT
ca-file = $DOVECOT_CA
user = desk
password-file = $dir/password
interval = 10s
END

tap_plan 18
fails 'there is nothing to back up yet' 66 't.db: no such file' \
    t backup "$dir/b.db"
mails 1 20
ok 'a backup while all of it runs' while_it_runs
fails 'a backup is not overwritten' 73 'b.db is there already; --force' \
    t backup "$dir/b.db"
ok 'but by --force' replaced
fails 'the database is no place for a backup' 64 'the database itself' \
    t backup --force "$dir/t.db"
fails 'a folder is none either' 73 'no file' t backup --force "$dir/imap"
fails 'no restore while it runs' 75 'stop Tribune first: .*another tribune' \
    t restore "$dir/b.db"
ok 'more mail comes' grown
ok 'a dry run verifies and changes nothing' dry_run
fails 'a damaged backup is refused' 65 'bad.db: .*(damaged|malformed)' damaged
fails 'by a dry run, too' 65 'bad.db: .*(damaged|malformed)' damaged --dry-run
fails 'so is one of a newer program' 78 'newer.db: schema 9999' newer
fails 'and a database of another program' 65 'not a database of Tribune' foreign
ok 'after a restore the next poll brings what came since, once' comes_back
ok 'and all goes on from there' goes_on
ok 'on a new machine, too' new_machine
if has_fault_points; then
	ok 'a restore killed at any step leaves one of the two' restore_killed
	ok 'a backup killed at any step leaves a whole one' backup_killed
else
	echo "ok 17 # SKIP built without --enable-fault-points"
	echo "ok 18 # SKIP built without --enable-fault-points"
fi
