#!/bin/sh
# What support sent, in the sample mailbox: answers, in the conversations they
# belong to, and nobody's feedback, whichever way and order they come in.
. "${top_srcdir:-.}/tests/lib/tap.sh"

NOW=2026-11-16T09:00:00Z

site() { # NAME
	cat >"$dir/$1.conf" <<EOF
[tribune]
database = $dir/$1/t.db
company = Tideway
domains = tideway.example
rules = $(cd "$top_srcdir" && pwd)/data/rules/*.rules
[send]
server = localhost
tls = none
from = Voice <voice@tideway.example>
EOF
	for id in qa product marketing support pr sales finance executives; do
		printf '[department %s]\nto = %s@tideway.example\n' "$id" "$id"
	done >>"$dir/$1.conf"
}

t() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site.conf" --now "$NOW"
}

# What must go well before anything can be said.
does() { # SITE COMMAND...
	t "$@" >"$dir/out" 2>&1 || {
		head -5 "$dir/out" | sed 's/^/# /'
		echo "Bail out! $2 failed"
		exit 1
	}
}

query() { # SITE SQL
	sqlite3 "$dir/$1/t.db" "$2"
}

is() { # WANTED GOT
	echo "wanted: $1, got: $2"
	[ "$1" = "$2" ]
}

no_item() { # SITE
	is 0 "$(query "$1" 'SELECT count(*) FROM message WHERE origin = 5 AND
	    (pattern_id IS NOT NULL OR contact_id IS NOT NULL OR
	    EXISTS (SELECT 1 FROM tag WHERE message_id = message.id) OR
	    EXISTS (SELECT 1 FROM routing WHERE message_id = message.id))')" &&
	    is 0 "$(query "$1" 'SELECT count(*) FROM digest_message d JOIN
		message m ON m.id = d.message_id WHERE m.origin = 5')" &&
	    is 0 "$(query "$1" "SELECT count(*) FROM contact WHERE
		address = 'support@tideway.example'")"
}

# Answers to a person's mail that is here: all, or those in its conversation.
answers_to() { # SITE CONDITION
	query "$1" "SELECT count(*) FROM message a JOIN message_reference r ON
	    r.message_id = a.id AND r.kind = 0 JOIN message q ON
	    q.message_id = r.reference WHERE a.origin = 5 AND q.origin = 0
	    AND $2"
}

joined() { # SITE
	asked=$(answers_to "$1" 1)
	[ "$asked" -gt 200 ] && is "$asked" "$(answers_to "$1" \
	    'q.conversation_id = a.conversation_id')"
}

contacts() { # SITE
	query "$1" 'SELECT address FROM contact ORDER BY 1'
}

# All that export says but numbers and where the mails came from.
same_as() { # SITE OTHER
	for one in "$1" "$2"; do
		t "$one" export | jq -cS 'del(.id, .arrivals, .conversation,
		    .pattern.id)' | sort >"$dir/$one.jsonl"
		contacts "$one" >"$dir/$one.contacts"
	done
	[ -s "$dir/$1.jsonl" ] && cmp "$dir/$1.jsonl" "$dir/$2.jsonl" &&
	    cmp "$dir/$1.contacts" "$dir/$2.contacts" &&
	    is "$(query "$1" 'SELECT count(*) FROM conversation')" \
	        "$(query "$2" 'SELECT count(*) FROM conversation')"
}

shows_the_answer() { # SITE
	id=$(query "$1" 'SELECT q.id FROM message a JOIN message_reference r
	    ON r.message_id = a.id JOIN message q ON q.message_id = r.reference
	    WHERE a.origin = 5 AND q.origin = 0 AND
	    q.conversation_id = a.conversation_id LIMIT 1')
	t "$1" show "$id" | tee "$dir/shown" | grep -E \
	    '^answered +after .*(h|min|days|hours\)|days\)) by Tideway Support'
}

# One that was kept, one that was not, and how long that took.
tells_promises() {
	t plain conversations --promises --since 1000d --limit 0 --json \
	    >"$dir/promises" || return 1
	t plain conversations --promises --limit 3 | tee "$dir/shown" |
	    grep -Eq '^[0-9]+  (open|kept|overdue) +by [0-9-]{10}( [0-9:]{5}| {6})  ' ||
	    return 1
	! grep 'T[0-9:]*Z' "$dir/shown" || return 1
	t plain conversations --waiting --limit 2 2>"$dir/err" | grep -c waiting &&
	    grep '^there are more than 2' "$dir/err" &&
	    grep 'since 1000d looks further' "$dir/err" || return 1
	t plain conversations --promises --waiting 2>"$dir/err"
	[ $? = 64 ] && grep -q 'ask for one' "$dir/err" || return 1
	jq -se 'length > 50 and (map(select(.state == "kept" and
	    .due_at > .said_at and (.text | length) > 10)) | length > 10) and
	    (map(select(.state == "overdue")) | length > 10)' "$dir/promises"
}

tells_who_waits() {
	t plain conversations --waiting --limit 3 | tee "$dir/waiting" |
	    grep -E '^    waiting for .* business (hours|days)\)$' &&
	    [ "$(grep -c '^[0-9]' "$dir/waiting")" = 3 ] &&
	    t plain conversations --json --limit 0 >"$dir/talks" &&
	    jq -se 'map(select(.first_answer_business_s >= 0)) | length > 50' \
	        "$dir/talks" &&
	    jq -se 'all(.mails > 0)' "$dir/talks"
}

sample=$dir/sample
/usr/bin/python3 "$top_srcdir/tests/sample/make.py" "$sample" >/dev/null
sent=$(find "$sample/sent" -name '*.eml' | wc -l)
for name in plain first mistaken both; do
	site "$name"
done

tap_plan 13
ok 'the sample has its answers' [ "$sent" -gt 200 ]
does plain import "$sample/support" "$sample/hello"
does plain import --answers "$sample/sent"
does plain filter
does plain digest qa
does plain digest product
ok 'each mail sent is an answer, and nothing else is' is "$sent" \
    "$(query plain 'SELECT count(*) FROM message WHERE origin = 5')"
ok 'none is an item for anybody' no_item plain
ok 'each is in the conversation of what it answers' joined plain
ok 'show tells when it was answered' shows_the_answer plain
ok 'promises are found, and whether they were kept' tells_promises
ok 'conversations tells who waits, in business hours too' tells_who_waits

does first import --answers "$sample/sent"
does first filter
does first import "$sample/support" "$sample/hello"
does first filter
ok 'answers that come before the questions make no difference' \
    same_as plain first

# In an ordinary folder first, read as a customer's, then in Sent.
mkdir "$dir/inbox"
cp "$sample/sent"/*.eml "$dir/inbox"
does both import "$dir/inbox" "$sample/support" "$sample/hello"
does both filter
ok 'taken for customers, they would be their feedback' \
    is "$sent" "$(query both "SELECT count(*) FROM message m JOIN contact c
	ON c.id = m.contact_id WHERE c.address = 'support@tideway.example'")"
does both import --answers "$sample/sent"
does both filter
ok 'seen in Sent after that, they are answers' same_as plain both
ok 'and no items' no_item both

does mistaken import "$sample"
does mistaken filter
does mistaken import --answers "$sample/sent"
does mistaken filter
ok 'so are those imported without --answers by mistake' \
    same_as plain mistaken
ok 'and joined' joined mistaken
