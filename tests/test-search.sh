#!/bin/sh
# Somebody looks for mails, by the language of the rules.
. "${top_srcdir:-.}/tests/lib/tap.sh"

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/tribune.conf"
}

mail() { # NUMBER FROM SUBJECT BODY [HEADER]
	printf 'From: %s\nTo: support@tideway.example\nDate: Mon, 16 Nov 2026 08:00:0%s +0000\nMessage-ID: <%s@x.example>\n%sSubject: %s\n\n%b\n' \
	    "$2" "$1" "$1" "$5" "$3" "$4" >"$dir/mails/$1.eml"
}

site() {
	mkdir "$dir/rules" "$dir/mails"
	printf '[tribune]\ndatabase = t.db\ncompany = Tideway\ndomains = tideway.example\nrules = rules/*.rules\n[department qa]\nto = qa@tideway.example\n[source form]\nmatch = from:forms@tideway.example\n' \
	    >"$dir/tribune.conf"
	printf 'bug/crash -> qa, high\n    crash*\n' >"$dir/rules/10.rules"
	mail 1 'Ann <ann@news.example>' 'It broke' 'The editor crashes when I save.'
	mail 2 'Bob <bob@other.example>' '=?utf-8?q?Factur=C3=A9_twice?=' 'Order 4711 was billed twice.' 'X-Plan: Gold yearly
'
	mail 3 'Cid <cid@other.example>' 'Red =?utf-8?q?=1B[31m?=' 'It never crashes. Thank you!'
	t import "$dir/mails" && t filter
}

finds() { # IDS OPTION-OR-QUERY...
	wanted=$1
	shift
	got=$(t search "$@" | cut -f1 | tr '\n' ' ')
	echo "$*: $got"
	[ "$got" = "${wanted:+$wanted }" ]
}

finds_all() {
	while IFS='|' read -r query ids; do
		finds "$ids" "$query" </dev/null || return 1
	done <<-'CASES'
		crashes|3 1
		crash* and not thank|1
		facture|2
		subject:FACTURÉ|2
		"billed twice"|2
		"twice billed"|
		from:@other.example|3 2
		to:support@tideway.example and from:ann@news.example|1
		tag:bug|3 1
		tag:bug/crash and save|1
		/order \d{4}\b/|2
		not /order \d{4}\b/ and origin:person|3 1
		header.x-plan:gold|2
		not header.x-plan:gold and crashes|3 1
		size<1KB and age>1s|3 2 1
		mailbox:import|3 2 1
		lang:en and never|3
	CASES
}

says() { # TEXT OPTION-OR-QUERY...
	wanted=$1
	shift
	got=$(t search "$@") && echo "$got" && [ "$got" = "$wanted" ]
}

tells_in_json() {
	t search --json crashes and save >"$dir/json" && cat "$dir/json" &&
	    jq -e '.id == 1 and .matched == ["crashes", "save"] and .tags[0].tag == "bug/crash"' "$dir/json"
}

# The words of the queries are in the database of an older version, too.
grows_an_index() {
	sqlite3 "$dir/t.db" "INSERT INTO search (search) VALUES ('delete-all'); UPDATE message SET search_key = NULL" &&
	    finds '' crashes &&
	    t search crashes 2>&1 | grep '^3 messages are not searchable yet' &&
	    t filter && finds '3 1' crashes
}

keeps_the_terminal_safe() {
	! t search crashes | grep "$(printf '\033')"
}

shows_a_terminal() {
	TERM=xterm script -qec "'$TRIBUNE' search --config '$dir/tribune.conf' crashes" \
	    /dev/null >"$dir/shown" && cat "$dir/shown" &&
	    grep -qF "$(printf 'editor \033[1mcrashes\033[0m when')" "$dir/shown"
}

says_beside() { # WORDS OPTION-OR-QUERY...
	wanted=$1
	shift
	t search "$@" >"$dir/found" 2>"$dir/said" && cat "$dir/found" "$dir/said" &&
	    grep -qF "$wanted" "$dir/said"
}

doubts_a_tag_and_a_source() {
	says_beside "1:5: no message has a tag 'bugs'; did you mean 'bug'?" \
	    tag:bugs && ! [ -s "$dir/found" ] &&
	    says_beside "1:13: no message has a tag 'gone'" save or tag:gone &&
	    [ "$(wc -l <"$dir/found")" = 1 ] && ! grep 'mean' "$dir/said" &&
	    says_beside "1:8: the config has no source 'forms'; did you mean 'form'?" \
	        --count source:forms && [ "$(cat "$dir/found")" = 0 ] &&
	    t search tag:bu* source:form mailbox:impo* 2>"$dir/said"
	! grep 'no message has\|no source\|no mailbox' "$dir/said"
}

tap_plan 16
ok 'three mails are there' site
ok 'each query finds what its rule would' finds_all
ok 'the newest come first, as many as asked for' finds 3 --limit 1 crashes
ok 'several arguments are one query' finds 1 crashes and save
ok 'a line has id, date, writer, tags, subject and sentence' says \
    "$(printf '1\t2026-11-16T08:00:01Z\tAnn\tbug/crash\tIt broke\tThe editor crashes when I save.')" \
    save
ok 'all are counted' says 2 --count crashes
ok 'also those that are looked at one by one' says '{"count":1}' --count --json '/\d{4}/'
ok 'JSON has the record and the words' tells_in_json
ok 'what is not in the index is told, and filter puts it in' grows_an_index
ok 'no escape sequence of a customer gets through' keeps_the_terminal_safe
ok 'a terminal sees the words set off' shows_a_terminal
fails 'a fault is pointed at' 64 '^ {8}\^' t search 'bug and sbject:x' --limit 3
fails 'what is found nowhere is said to be' 0 '^nothing found$' t search xyzzy
fails 'no mailbox was ever called so' 64 \
    "^tribune search: the query, 1:18: there is no mailbox 'imprt'; did you mean 'import'\\?$" \
    t search save and mailbox:imprt
fails 'at the place where it stands' 64 '^ {17}\^$' t search save and mailbox:nowhere
ok 'tags and sources that there are not are doubted' doubts_a_tag_and_a_source
