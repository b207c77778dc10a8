#!/bin/sh
# The filter stage from the command line: import, filter, export, show.
. "${top_srcdir:-.}/tests/lib/tap.sh"

site() { # NAME
	mkdir -p "$dir/$1"
	{
		printf '[tribune]\ndatabase = t.db\ncompany = Tideway\n'
		printf 'domains = tideway.example\nrules = %s/data/rules/*.rules\n' \
		    "$(cd "$top_srcdir" && pwd)"
		for id in qa product marketing support pr sales finance; do
			printf '[department %s]\nto = %s@tideway.example\n' \
			    "$id" "$id"
		done
	} >"$dir/$1/tribune.conf"
}

t() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site/tribune.conf"
}

mail() { # ID FROM SUBJECT BODY
	printf 'From: %s\nTo: support@tideway.example\nDate: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <%s@x.example>\nSubject: %s\n\n%s\n' \
	    "$2" "$1" "$3" "$4"
}

few_mails() {
	mkdir -p "$dir/few"
	mail 1 'Ann <ann@x.example>' 'Crash on saving' \
	    'It crashes when I save a drawing.' >"$dir/few/1.eml"
	mail 2 'Ben <ben@y.example>' 'Crashes on save' \
	    'The app crashes each time I save my drawing.' >"$dir/few/2.eml"
	mail 3 'Cat <cat@z.example>' 'Dark mode' \
	    "I'd sue for a dark mode, it would be great if you had one." \
	    >"$dir/few/3.eml"
	mail 4 'Dan <dan@daily.example>' 'On deadline' \
	    'I am a journalist with a deadline tomorrow: an interview?' \
	    >"$dir/few/4.eml"
	head -c 4000 /dev/zero >"$dir/few/5.eml"
	t few import "$dir/few"
}

export_has() { # SITE JQ
	t "$1" export | jq -se "$2"
}

damage_the_second() {
	mail 9 'Eve <eve@x.example>' 'Damaged' 'These bytes will not be whole.' \
	    >"$dir/9.eml"
	t few import "$dir/9.eml" &&
	    sqlite3 "$dir/few/t.db" "UPDATE raw_chunk SET bytes = x'00'
	        WHERE raw_id = (SELECT raw_id FROM message WHERE id = 6)"
}

quarantined_alone() {
	t few filter --json |
	    jq -e '.filtered == 0 and .quarantined == 1' &&
	    export_has few 'map(select(.state == "quarantined"))
	        | length == 1 and .[0].id == 6 and (.[0].error | length > 0)'
}

quarantine_lists_it() {
	t few quarantine && t few quarantine --json |
	    jq -se 'length == 1 and .[0].id == 6 and (.[0].error | length > 0)'
}

quarantine_shows_an_intact_mail() {
	t few quarantine show 1 | grep -q '^From: ' &&
	    t few quarantine show 1 --raw >"$dir/raw" && [ -s "$dir/raw" ] &&
	    [ "$(sha256sum "$dir/raw" | cut -d' ' -f1)" = \
	        "$(t few export | jq -r 'select(.id == 1).arrivals[0].sha256')" ]
}

retried_in_vain() {
	t few quarantine retry 6 && [ "$(t few status --json |
	    jq '.queued * 10 + .quarantined')" = 10 ] && t few filter &&
	    quarantined_alone_still
}

quarantined_alone_still() {
	export_has few 'map(select(.state == "quarantined")) | length == 1'
}

# A second mail is unknown to the command: then the first stays, too.
released_together_or_not() {
	! t few quarantine release 6 1 2>"$dir/refused" &&
	    grep -q 'message 1 is not quarantined' "$dir/refused" &&
	    [ "$(t few quarantine --json | wc -l)" = 1 ] &&
	    t few quarantine release 6 && t few status >/dev/null &&
	    [ "$(t few quarantine)" = "nothing is quarantined" ] &&
	    quarantined_alone_still
}

same_twice() {
	t few export >"$dir/before" && t few filter && t few export >"$dir/after" &&
	    cmp "$dir/before" "$dir/after"
}

sample() {
	/usr/bin/python3 "$top_srcdir/tests/sample/make.py" --maildir \
	    "$dir/sample"
}

# Other ids, other batches, other groups on the way: the same in the end.
in_another_order() {
	t one import "$dir/sample/support" "$dir/sample/hello" && t one filter &&
	    t two import "$dir/sample/hello" && t two filter &&
	    t two import "$dir/sample/support" && t two filter &&
	    t one export >"$dir/one.jsonl" && t two export >"$dir/two.jsonl" &&
	    /usr/bin/python3 "$top_srcdir/tests/lib/same-run.py" \
	        "$dir/one.jsonl" "$dir/two.jsonl"
}

texts() {
	printf 'a1\tThe card was charged twice for one order\nb1\tWhere is the office?\na2\tMy card was charged twice, one order only\n' \
	    >"$dir/texts.tsv"
	t texts import --text "$dir/texts.tsv" && t texts filter &&
	    t texts export --patterns >"$dir/patterns" && cat "$dir/patterns" &&
	    [ "$(grep -c . "$dir/patterns")" = 3 ] &&
	    [ "$(grep -cx "b1$(printf '\t')-1" "$dir/patterns")" = 1 ] &&
	    grep -qx "a1$(printf '\t')[1-9][0-9]*" "$dir/patterns" &&
	    [ "$(sed -n 's/^a1\t//p' "$dir/patterns")" = \
	        "$(sed -n 's/^a2\t//p' "$dir/patterns")" ]
}

shown() { # WORDS
	t few show 1 >"$dir/shown" && cat "$dir/shown" && grep -qE "$1" "$dir/shown"
}

sent_ones() {
	mkdir "$dir/sent-mails" && printf '%s\n' 'From: support@tideway.example' \
	    'To: ann@a.example' 'Message-ID: <sent@tideway.example>' \
	    'Date: Mon, 16 Nov 2026 08:00:00 +0000' 'Subject: Re: it broke' '' \
	    'It will be mended by Friday.' >"$dir/sent-mails/1.eml" &&
	    t texts import --answers "$dir/sent-mails" && t texts filter &&
	    t texts export | tail -1 | jq -e '.origin == "answer" and
	        .departments == [] and .pattern == null'
}

same_line() {
	t few show 2 --json >"$dir/line" && t few export | sed -n 2p |
	    cmp - "$dir/line"
}

for name in few one two texts; do
	site "$name"
done

tap_plan 20
ok 'a few mails are imported' few_mails
ok 'and filtered' sh -c "'$TRIBUNE' filter --json \
    --config '$dir/few/tribune.conf' |
    jq -e '.filtered == 5 and .quarantined == 0 and .patterns == 1'"
ok 'two people with one trouble make a pattern' export_has few \
    'map(.pattern.id) | .[0] != null and .[0] == .[1] and .[2] == null'
ok 'a tag tells its sign and the words that matched' export_has few \
    '.[0].tags[0] | .tag == "bug/crash" and .by == "model" and
        .rule == "bug/crash" and .probability > 0.5 and
        .rule == "bug/crash" and (.spans | index("crashes"))'
ok 'a figure of speech is no threat' export_has few \
    '.[2].tags | map(.tag) | index("idea") and (index("legal/threat") | not)'
ok 'a journalist is known as one' export_has few \
    '.[3].contact.type == "journalist" and (.[3].departments | index("pr"))'
ok 'a mail of NULs is there with its flags' export_has few \
    '.[4].state == "done" and (.[4].flags | index("empty"))'
ok 'filtering again changes nothing' same_twice
ok 'show tells what is known' shown 'bug/crash.*by model.*crashes'
ok 'show --json is the line of the export' same_line
ok 'a mail is imported and its bytes damaged' damage_the_second
ok 'it alone is quarantined' quarantined_alone
ok 'quarantine lists it' quarantine_lists_it
ok 'quarantine shows headers and bytes' quarantine_shows_an_intact_mail
ok 'what is retried and fails again is quarantined again' retried_in_vain
ok 'what is released no longer alarms' released_together_or_not
ok 'the sample is written' sample
ok 'the order of arrival does not matter' in_another_order
ok 'patterns of bare texts are told by their ids' texts
ok 'mails that we sent are answers' sent_ones
