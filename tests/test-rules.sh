#!/bin/sh
# What a person does with rules: corrects, checks, tries and asks why.
. "${top_srcdir:-.}/tests/lib/tap.sh"

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/tribune.conf"
}

site() {
	mkdir "$dir/rules" "$dir/mails"
	{
		printf '[tribune]\ndatabase = t.db\ncompany = Tideway\n'
		printf 'domains = tideway.example\nrules = rules/*.rules\n'
		for id in qa product support pr; do
			printf '[department %s]\nto = %s@tideway.example\n' \
			    "$id" "$id"
		done
	} >"$dir/tribune.conf"
	cat >"$dir/rules/10-bugs.rules" <<-'RULES'
		# What is broken.
		bug/crash -> qa, high
		    crash* or freez* or "stops working"
		idea -> product
		    "would be great if" and not subject:unsubscribe
		reply -> support
		    header.in-reply-to:/./
	RULES
}

mail() { # NUMBER SUBJECT BODY
	printf 'From: P%s <p%s@x.example>\nTo: support@tideway.example\nDate: Mon, 16 Nov 2026 08:00:0%s +0000\nMessage-ID: <%s@x.example>\n%sSubject: %s\n\n%s\n' \
	    "$1" "$1" "$1" "$1" "$4" "$2" "$3" >"$dir/mails/$1.eml"
}

mails() {
	mail 1 'It broke' 'The editor crashes when I save. It would be great if it did not.'
	mail 2 'Dark mode' 'It would be great if there was a dark mode.'
	mail 3 'Thanks' 'You are kind.' 'In-Reply-To: <a@tideway.example>
'
	mail 4 'Slow' 'The search is very slow since Monday.'
	t import "$dir/mails" && t filter
}

has() { # ID JQ
	t show "$1" --json >"$dir/has.json" && cat "$dir/has.json" &&
	    jq -e "$2" "$dir/has.json"
}

fails_with() { # CODE TEXT COMMAND...
	code=$1 text=$2
	shift 2
	t "$@" >"$dir/said" 2>"$dir/err"
	[ $? = "$code" ] && cat "$dir/err" && grep -qF -- "$text" "$dir/err"
}

takes_away() {
	t tag 1 -idea --by ann@tideway.example && has 1 \
	    '(.tags | map(.tag)) == ["bug/crash"] and .departments == ["qa"]'
}

gives() {
	t tag 4 +bug/crash +slow --new && has 4 '.tags | map([.tag, .by]) ==
	    [["bug/crash", "person"], ["slow", "person"]]' &&
	    has 4 '.departments == ["qa"]'
}

routes() {
	t route 1 pr,support && has 1 '.departments == ["pr", "support"]' &&
	    t tag 1 +idea && has 1 '.departments == ["pr", "support"]' &&
	    t route 1 none && has 1 '.departments == []' &&
	    t route 1 --as-tagged && has 1 '.departments == ["product", "qa"]'
}

opposite() {
	has 1 '.tags[1] | .tag == "idea" and .by == "person" and
	    .rule == "idea" and .spans == ["would be great if"]'
}

tells_history() {
	t show 1 >"$dir/shown" && cat "$dir/shown" &&
	    grep -q 'ann@tideway.example: not idea' "$dir/shown" &&
	    grep -q ': to pr, support$' "$dir/shown" &&
	    grep -q ': to where its tags send it$' "$dir/shown" &&
	    grep -q ': idea$' "$dir/shown"
}

refuses() {
	fails_with 66 "did you mean 'bug/crash'" tag 2 +bug/crsh &&
	    fails_with 66 "did you mean 'support'" route 2 suport &&
	    fails_with 66 'there is no message 99' tag 99 +idea &&
	    fails_with 66 'there is no message 99' route 99 qa &&
	    fails_with 64 'no tag' tag 2 +Bug --new &&
	    fails_with 64 '--by' tag 2 +idea --by ann &&
	    fails_with 64 'say which tags' tag 2 &&
	    fails_with 64 'say either' route 2 &&
	    fails_with 64 'not the id' route x qa &&
	    [ "$(sqlite3 "$dir/t.db" \
	        'SELECT count(*) FROM label WHERE message_id = 2')" = 0 ]
}

site

tap_plan 7
ok 'mails are tagged by rules' mails
ok 'a person takes a tag away, and its department goes' takes_away
ok 'a person gives tags that rules did not' gives
ok 'a person says where a message goes' routes
ok 'the opposite brings back the words of the rule' opposite
ok 'show tells who said what' tells_history
ok 'what is misspelt is refused, and nothing noted' refuses
