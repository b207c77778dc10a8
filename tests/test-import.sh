#!/bin/sh
# Imports what a whole archive is made of, kills the import, and compares what
# is in the end with an undisturbed one.
. "${top_srcdir:-.}/tests/lib/tap.sh"

MAILS=4000
KILLS=8

site() { # NAME
	printf '[tribune]\ndatabase = %s/t.db\ncompany = Test\ndomains = test.example\nrules = rules/*.rules\n' \
	    "$1" >"$dir/$1.conf"
}

import() { # SITE PATH...
	import_site=$1
	shift
	"$TRIBUNE" import "$@" --json --config "$dir/$import_site.conf"
}

comes_to() { # NEW DUPLICATE KNOWN SITE PATH...
	new=$1 duplicate=$2 known=$3
	shift 3
	import "$@" | jq -e --argjson new "$new" --argjson known "$known" \
	    --argjson duplicate "$duplicate" '.new == $new and
	    .known == $known and .duplicate == $duplicate'
}

# An mbox of many mails, one in fifty of them there twice.
archive() {
	awk -v mails="$MAILS" 'BEGIN {
		for (i = 0; i < mails; i++) {
			n = i % 50 == 49 ? i - 1 : i
			print "From a@b.example Mon Nov 16 08:00:00 2026"
			print "From: " n "@b.example\nSubject: mail " n
			print "Date: Mon, 16 Nov 2026 08:00:00 +0000"
			print "Message-ID: <" n "@b.example>\n"
			for (line = 0; line < n % 40; line++)
				print line ": it broke, and broke again " n * line
			print ""
		}
	}' >"$dir/archive.mbox"
}

# The same, packed in frames that end in the middle of mails.
pack() {
	split -b 300000 "$dir/archive.mbox" "$dir/part."
	for part in "$dir"/part.*; do
		zstd -q -3 -c "$part"
	done >"$dir/archive.mbox.zst"
	rm "$dir"/part.*
}

contents() { # SITE
	sqlite3 "$dir/$1/t.db" "SELECT replace(folder.name, '.zst', ''), uid,
	    outcome, sha256, content_key, received_at FROM arrival
	    JOIN folder ON folder.id = folder_id
	    JOIN raw ON raw.id = arrival.raw_id
	    JOIN message ON message.id = arrival.message_id ORDER BY 1, 2;
	    SELECT sum(size_bytes) FROM raw;
	    PRAGMA integrity_check"
}

same_as_calm() { # SITE
	contents calm >"$dir/calm.txt"
	contents "$1" >"$dir/$1.txt"
	[ -s "$dir/calm.txt" ] && cmp "$dir/calm.txt" "$dir/$1.txt"
}

random_s() { # BELOW_MS
	od -An -N2 -tu2 /dev/urandom | awk -v most="$1" '{
		print $1 % most / 1000 }'
}

# Becomes the program, so that killing the background process kills that.
exec_import() { # SITE FILE
	exec "$TRIBUNE" import "$dir/$2" --config "$dir/$1.conf"
}

# Within a quarter of the time a whole run took: the first are sure to die.
kill_at_random() { # SITE FILE RUN_MS
	died=0
	for _ in $(seq "$KILLS"); do
		exec_import "$1" "$2" >"$dir/out.killed" 2>&1 &
		sleep "$(random_s "$(($3 / 4 + 1))")"
		kill -KILL $! 2>/dev/null
		wait $! 2>/dev/null || died=$((died + 1))
	done
	echo "$died of $KILLS died on the way"
	[ "$died" -gt 0 ] && import "$1" "$dir/$2" && same_as_calm "$1"
}

durable_steps() {
	: >"$dir/steps.count"
	TRIBUNE_FAULT_COUNT=$dir/steps.count import steps "$dir/archive.mbox" \
	    >/dev/null
	wc -c <"$dir/steps.count"
}

# Each start goes on from what the one before left.
kill_at_each_step() { # SITE FILE STEPS
	[ "$3" -gt 80 ] || return 1
	for step in 1 2 3 4 5 6 7 8 9 10 11 12; do
		TRIBUNE_FAULT=$step import "$1" "$dir/$2"
		[ $? = 137 ] || return 1
	done
	import "$1" "$dir/$2" && same_as_calm "$1"
}

held() {
	flock "$dir/calm/t.db-import.lock" \
	    "$TRIBUNE" import "$dir/archive.mbox" --config "$dir/calm.conf"
}

# The sample's mails and Maildirs, each file packed where it is.
pack_each() { # FOLDER
	cp -r "$1" "$1-packed" && find "$1-packed" -type f ! -name '.*' \
	    -exec zstd -q --rm {} +
}

for name in sample maildir packed calm killed steps faults texts \
    zst zst-killed zst-faults; do
	site "$name"
done
archive
pack
/usr/bin/python3 "$top_srcdir/tests/sample/make.py" "$dir/sample-mails" >/dev/null
items=$(grep -c . "$dir/sample-mails/truth.jsonl")
files=$(ls "$dir/sample-mails"/*/*.eml | wc -l)
came=$(ls "$dir/sample-mails/support" | wc -l)
/usr/bin/python3 "$top_srcdir/tests/sample/make.py" --maildir \
    "$dir/sample-maildirs" >/dev/null
pack_each "$dir/sample-mails"
pack_each "$dir/sample-maildirs"
head -c 100000 "$dir/archive.mbox.zst" >"$dir/cut.mbox.zst"
printf '1\tit broke\n2\tit works\n3\tit broke\n' >"$dir/texts.tsv"
printf '1\tit broke\n2 it works\n' >"$dir/bad.tsv"
mkdir "$dir/nothing"

tap_plan 22
ok 'a folder of mails' \
    comes_to "$items" $((files - items)) 0 sample "$dir/sample-mails"
ok 'a second time adds nothing' \
    comes_to 0 0 "$files" sample "$dir/sample-mails"
ok 'a part of it adds nothing' \
    comes_to 0 0 "$came" sample "$dir/sample-mails/support"
ok 'the same mails from a Maildir are no new messages' \
    comes_to 0 "$files" 0 sample "$dir/sample-maildirs"
ok 'Maildirs alone' \
    comes_to "$items" $((files - items)) 0 maildir "$dir/sample-maildirs"
ok 'mails packed by zstd' \
    comes_to "$items" $((files - items)) 0 packed "$dir/sample-mails-packed"
ok 'and a second time' comes_to 0 0 "$files" packed "$dir/sample-mails-packed"
ok 'the same mails from packed Maildirs are no new messages' \
    comes_to 0 "$files" 0 packed "$dir/sample-maildirs-packed"
ok 'an empty folder' comes_to 0 0 0 sample "$dir/nothing"
ok 'texts' comes_to 3 0 0 texts --text "$dir/texts.tsv"
ok 'the same texts' comes_to 0 0 3 texts --text "$dir/texts.tsv"
fails 'a bad text names file and line' 65 'bad.tsv:2: no tab' \
    import texts --text "$dir/bad.tsv"
started=$(date +%s%N)
ok 'an mbox' comes_to $((MAILS - MAILS / 50)) $((MAILS / 50)) 0 \
    calm "$dir/archive.mbox"
run_ms=$((($(date +%s%N) - started) / 1000000 + 1))
fails 'two imports at once' 75 'another tribune' held
ok 'killed at random moments' kill_at_random killed archive.mbox "$run_ms"
ok 'the mbox packed' comes_to $((MAILS - MAILS / 50)) $((MAILS / 50)) 0 \
    zst "$dir/archive.mbox.zst"
ok 'is the same mails' same_as_calm zst
ok 'and its mails are no new messages beside those of the mbox' \
    comes_to 0 $MAILS 0 zst "$dir/archive.mbox"
ok 'killed at random moments, packed' \
    kill_at_random zst-killed archive.mbox.zst "$run_ms"
fails 'a packed file cut short is told' 65 'cut.mbox.zst: it ends within' \
    import zst "$dir/cut.mbox.zst"
steps=$(durable_steps)
if [ "$steps" -gt 0 ]; then
	ok 'killed at each of many steps' \
	    kill_at_each_step faults archive.mbox "$steps"
	ok 'and packed' kill_at_each_step zst-faults archive.mbox.zst "$steps"
else
	echo "ok 21 # SKIP killed at each of many steps: built without" \
	    "--enable-fault-points"
	echo "ok 22 # SKIP and packed"
fi
