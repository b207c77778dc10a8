#!/bin/sh
# What bad input gets: one clear line and the right exit code, nothing lost.
. "${top_srcdir:-.}/tests/lib/tap.sh"

config() { # NAME TEXT
	mkdir -p "$dir/$1"
	printf '[tribune]\ndatabase = data/t.db\ncompany = Test\ndomains = test.example\nrules = rules/*.rules\n%s\n' \
	    "$2" >"$dir/$1/tribune.conf"
	mkdir -p "$dir/$1/rules"
	printf 'bug -> qa\n    crash*\n' >"$dir/$1/rules/bug.rules"
}

t() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site/tribune.conf"
}

one_mail() {
	printf 'From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.com>\nSubject: It crashes\n\nIt crashes when I save.\n'
}

# Files are the kernel's to refuse only for somebody else than root.
unprivileged() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
	else
		"$@"
	fi
}

read_only_database() {
	chmod -R a+rX "$dir"
	chmod 755 "$dir/plain/data"
	chmod 444 "$dir/plain/data/"*
	chmod 555 "$dir/plain/data"
	cp "$TRIBUNE" "$dir/tribune" # its own folder may be closed to nobody
	status=0
	unprivileged "$dir/tribune" filter --config "$dir/plain/tribune.conf" ||
	    status=$?
	chmod 700 "$dir/plain/data"
	chmod 600 "$dir/plain/data/"*
	return "$status"
}

# A file system of its own, 1 MB large, seen by this process alone.
full_disk() {
	mkdir -p "$dir/full/data" "$dir/big"
	for number in $(seq 40); do
		{ one_mail; head -c 60000 /dev/urandom | od -An -tx1; } \
		    >"$dir/big/$number.eml"
	done
	unshare "$namespaces" sh -c '
		mount -t tmpfs -o size=1m none "$1/full/data" || exit 99
		"$2" import "$1/big" --config "$1/full/tribune.conf"
		code=$?
		mount -o remount,size=64m "$1/full/data" || exit 99
		"$2" import "$1/big" --config "$1/full/tribune.conf" \
		    >"$1/again" 2>&1 || exit 98
		"$2" filter --config "$1/full/tribune.conf" >>"$1/again" 2>&1
		"$2" export --config "$1/full/tribune.conf" >"$1/full.jsonl"
		exit "$code"' sh "$dir" "$TRIBUNE"
}

nowhere_to_print() {
	t plain "$@" 2>&1 >/dev/full
}

held_by_another() {
	flock "$dir/plain/data/t.db-run.lock" \
	    "$TRIBUNE" run --until-idle --config "$dir/plain/tribune.conf"
}

set_up_twice() {
	"$TRIBUNE" setup --config "$dir/new/tribune.conf" &&
	    "$TRIBUNE" setup --config "$dir/new/tribune.conf"
}

# Every starter file, word for word, for all to read and its owner to write.
setup_files() {
	[ "$(cd "$dir/new" && find . -type f | wc -l)" = \
	    "$(($(ls "$top_srcdir"/data/rules/*.rules | wc -l) + 1))" ] &&
	    for rules in "$top_srcdir"/data/rules/*.rules; do
		    cmp "$rules" "$dir/new/rules/${rules##*/}" || return 1
	    done &&
	    [ -z "$(find "$dir/new" -type f ! -perm 644)" ] &&
	    grep -q '^database = data/tribune.db$' "$dir/new/tribune.conf"
}

# A link to nowhere is not there for a reader, and in the way of a writer.
setup_in_the_way() {
	mkdir -p "$dir/way/rules"
	ln -s nowhere "$dir/way/rules/44-questions.rules"
	"$TRIBUNE" setup --config "$dir/way/tribune.conf"
}

nothing_left() {
	find "$dir/way" ! -type d -print | tee "$dir/left"
	[ "$(cat "$dir/left")" = "$dir/way/rules/44-questions.rules" ]
}

setup_after_all() {
	rm "$dir/way/rules/44-questions.rules"
	"$TRIBUNE" setup --config "$dir/way/tribune.conf"
}

# Of the manual: what all commands have, then the paragraph of COMMAND.
paragraphs() { # COMMAND
	awk -v command="$1" '
		/^[.]Sh COMMANDS/ { commands = 1 }
		/^[.]It Nm Cm/ { mine = $4 == command }
		/^[.](El|Ss|Sh)/ { mine = 0 }
		!commands || mine' "$top_srcdir/man/tribune.1"
}

options_in_manual() {
	count=0
	for command in $("$TRIBUNE" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
		paragraphs "$command" >"$dir/paragraphs"
		for option in $("$TRIBUNE" "$command" --help |
		    sed -n 's/^  \(-., \)\{0,1\}--\([a-z-]*\).*/\2/p'); do
			count=$((count + 1))
			grep -qE "Fl -$option( |\$)" "$dir/paragraphs" || {
				echo "the paragraph of $command lacks --$option"
				return 1
			}
		done
	done
	[ "$count" -gt 60 ]
}

exported() { # SITE JQ-ARGUMENT...
	site_exported=$1
	shift
	t "$site_exported" filter >/dev/null &&
	    t "$site_exported" export | jq -e "$@"
}

import_odd_mails() {
	mkdir -p "$dir/odd-mails"
	: >"$dir/odd-mails/empty.eml"
	head -c 5000 /dev/zero >"$dir/odd-mails/nuls.eml"
	printf 'Subject: no sender, no date, no id\n\nhello\n' \
	    >"$dir/odd-mails/bare.eml"
	printf 'no headers at all' >"$dir/odd-mails/junk.eml"
	t odd import "$dir/odd-mails"
}

config plain ''
config odd ''
config full ''
config unknown-key 'compny = Test'
config bad-value "$(printf '[mailbox support]\nserver = imap.test.example\nuser = u\ninterval = 5x')"
config bad-rules ''
printf 'bug -> qa\n    crash or (freeze\n\nidea -> produkt\n    wish\n' \
    >"$dir/bad-rules/rules/bug.rules"
printf '[department qa]\nto = qa@test.example\n[department product]\nto = p@test.example\n' \
    >>"$dir/bad-rules/tribune.conf"
one_mail >"$dir/one.eml"

tap_plan 38
ok 'help lists the commands' sh -c "'$TRIBUNE' --help | grep -q 'poll '"
ok 'a command has its help' sh -c "'$TRIBUNE' poll --help | grep -q -- --config"
ok 'each option of each command stands in the manual' options_in_manual
ok 'version' sh -c "'$TRIBUNE' --version | grep -qx 'tribune [0-9.]*'"
fails 'no command' 64 'Usage' "$TRIBUNE"
fails 'an unknown command' 64 "no command 'pol'" "$TRIBUNE" pol
fails 'an unknown option' 64 'Unknown option' "$TRIBUNE" poll --fast
fails 'too few operands' 64 'it is tribune why ID; see' "$TRIBUNE" why
fails 'too many operands' 64 'too many' "$TRIBUNE" status 1 2
fails 'a missing config' 78 'none/tribune.conf.*setup' \
    t none status
fails 'an unknown key names file, line and the nearest key' 78 \
    'tribune.conf:6.*compny.*company' t unknown-key status
fails 'a bad value names the key and what is allowed' 78 \
    'tribune.conf:9.*interval.*10s' t bad-value status
fails 'a wrong --now' 64 'yesterday' t plain status --now yesterday
fails 'a rule with a syntax error names file, line and column' 78 \
    'bug.rules:2:' t bad-rules filter
fails 'and the unknown department of the next rule at once' 78 \
    'produkt.*product' t bad-rules filter
fails 'setup refuses to overwrite' 73 'nothing was written' set_up_twice
ok 'setup writes the starter files for all to read' setup_files
fails 'setup stops at what it cannot write' 74 '44-questions.rules' \
    setup_in_the_way
ok 'and takes back what it had written' nothing_left
ok 'so that it can be run again' setup_after_all
fails 'what setup writes is right but for the servers' 75 'imap.example.com' \
    "$TRIBUNE" poll --config "$dir/new/tribune.conf"
fails 'status without a database' 74 'no database yet' t plain status
ok 'import takes a mail' t plain import "$dir/one.eml"
ok 'and gives it the tag' exported plain \
    '.tags[0].tag == "bug" and .departments == ["qa"]'
ok 'and takes it once' sh -c "'$TRIBUNE' import '$dir/one.eml' --json \
    --config '$dir/plain/tribune.conf' | jq -e '.new == 0'"
fails 'import of what is not there' 66 'nothing.eml' t plain import nothing.eml
fails 'show of what is not there' 66 '999' t plain show 999
for printed in 'export' 'status --json' 'contacts' 'show 1'; do
	# shellcheck disable=SC2086 # words of one command
	fails "nowhere to print: $printed" 74 'standard output: No space' \
	    nowhere_to_print $printed
done
fails 'digest of an unknown department' 66 'nobody' t plain digest nobody
ok 'empty, NUL and headerless mails are taken' import_odd_mails
ok 'and each is there with its flags' exported odd \
    -s 'length == 4 and all(.[]; (.flags | length) > 0)'
fails 'a database that may not be written' 77 't.db' read_only_database
fails 'a second run' 75 'another tribune' held_by_another
# Root needs no user namespace. In a chroot there is neither.
namespaces=-m
[ "$(id -u)" = 0 ] || namespaces=-rm
if unshare "$namespaces" true 2>/dev/null; then
	fails 'a full disk' 74 'full' full_disk
	ok 'and once there is room, every mail is there' \
	    sh -c "[ \$(wc -l <'$dir/full.jsonl') = 40 ]"
else
	tap_result 0 '# SKIP a full disk: no mount namespace to be had'
	tap_result 0 '# SKIP and once there is room'
fi
