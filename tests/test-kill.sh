#!/bin/sh
# Kills `tribune run` at random moments, and `tribune poll`, `filter` and `send`
# at every durable step, and compares the outcome with an undisturbed run.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"
. "${top_srcdir:-.}/tests/lib/site.sh"

NOW=2026-11-16T09:00:00Z
LATER=2026-11-16T10:00:00Z # whatever was in doubt is due again by then
KILLS=10

at() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site.conf" --now "$NOW"
}

# Becomes the program, so that killing the background process kills that.
exec_run() { # SITE
	exec "$TRIBUNE" run --until-idle --config "$dir/$1.conf" --now "$NOW"
}

run_to_the_end() { # SITE
	at "$1" run --until-idle
}

export_of() { # SITE
	at "$1" export >"$dir/$1.jsonl"
	# Without their sizes: of a mail in two mailboxes, which are read at
	# once, either may be the first, and each digest's foot says which.
	sqlite3 "$dir/$1/t.db" 'SELECT message_id FROM outbox ORDER BY 1' \
	    >"$dir/$1.outbox"
}

same_as_undisturbed() { # SITE
	export_of "$1"
	/usr/bin/python3 "$top_srcdir/tests/lib/same-run.py" \
	    "$dir/calm.jsonl" "$dir/$1.jsonl" &&
	    diff "$dir/calm.outbox" "$dir/$1.outbox"
}

every_mail_is_there_once() {
	[ "$(wc -l <"$dir/calm.jsonl")" = "$ITEMS" ] &&
	    [ "$(sqlite3 "$dir/calm/t.db" 'SELECT count(*) FROM arrival')" = \
	        "$ARRIVALS" ]
}

all_sent() { # SITE
	unsent=$(sqlite3 "$dir/$1/t.db" \
	    'SELECT count(*) FROM outbox WHERE state <> 2')
	sent=$(sqlite3 "$dir/$1/t.db" 'SELECT count(*) FROM outbox')
	echo "$unsent of $sent not sent"
	[ "$unsent" = 0 ] && [ "$sent" -ge 5 ]
}

random_ms() { # MOST
	od -An -N2 -tu2 /dev/urandom | awk -v most="$1" '{ print $1 % most }'
}

# How long the undisturbed run took bounds where it is killed.
kill_at_random() { # SITE RUN_MS
	for _ in $(seq "$KILLS"); do
		exec_run "$1" 2>/dev/null &
		pid=$!
		sleep "$(random_ms "$2" | awk '{ print $1 / 1000 }')"
		kill -KILL "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	run_to_the_end "$1" && NOW=$LATER run_to_the_end "$1"
}

# A build with fault points dies at the N-th one; without them there are none.
steps_of() { # SITE COMMAND...
	: >"$dir/steps"
	TRIBUNE_FAULT_COUNT=$dir/steps at "$@" >/dev/null 2>&1
	wc -c <"$dir/steps"
}

# Kills COMMAND at its first durable step, then at its second, ...: each start
# goes on from what the one before left.
kill_at_every_step() { # SITE COMMAND STEPS
	echo "$2: $3 durable steps"
	[ "$3" -gt 0 ] || return 1
	for step in $(seq "$3"); do
		TRIBUNE_FAULT=$step at "$1" "$2" >/dev/null 2>&1
	done
	at "$1" "$2"
}

by_steps() { # SITE
	kill_at_every_step "$1" poll "$(steps_of poll-steps poll)" &&
	    kill_at_every_step "$1" filter "$(steps_of calm-steps filter)" ||
	    return 1
	run_to_the_end "$1" && NOW=$LATER run_to_the_end "$1"
}

site_start || { echo "Bail out! no servers"; exit 1; }
for site in calm calm-steps poll-steps random stepped; do
	site_config "$site"
done

tap_plan 9
started=$(date +%s%3N)
ok 'an undisturbed run ends by itself' run_to_the_end calm
run_ms=$(($(date +%s%3N) - started))
export_of calm
ok 'each mail of the sample is there exactly once' every_mail_is_there_once
ok 'everything due is sent' all_sent calm
cp "$dir/calm.jsonl" "$dir/calm-before.jsonl"
ok 'a second run changes nothing' sh -c "
    '$TRIBUNE' run --until-idle --config '$dir/calm.conf' --now $NOW &&
    '$TRIBUNE' export --config '$dir/calm.conf' | cmp - '$dir/calm-before.jsonl'"
ok "a run killed at $KILLS random moments goes on to its end" \
    kill_at_random random "$run_ms"
ok 'and is the same run' same_as_undisturbed random
ok 'and all is sent' all_sent random
if [ "$(steps_of calm-steps poll)" -gt 0 ]; then
	ok 'poll and filter killed at every durable step go on' by_steps stepped
	ok 'and are the same run' same_as_undisturbed stepped
else
	echo "ok 8 # SKIP built without --enable-fault-points"
	echo "ok 9 # SKIP built without --enable-fault-points"
fi
