#!/bin/sh
# The people of the sample mailbox: who they are, how far they have come, which
# addresses are theirs, and what a person says of them.
. "${top_srcdir:-.}/tests/lib/tap.sh"

cat >"$dir/t.conf" <<EOF2
[tribune]
database = $dir/t.db
company = Tideway
domains = tideway.example
timezone = Europe/Dublin
rules = $(cd "$top_srcdir" && pwd)/data/rules/*.rules
customers = $dir/customers.csv
EOF2
for id in qa product marketing support pr sales finance executives; do
	printf '[department %s]\nto = %s@tideway.example\n' "$id" "$id"
done >>"$dir/t.conf"
: >"$dir/customers.csv"

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/t.conf" --now 2026-11-16T09:00:00Z
}

query() { # SQL
	sqlite3 "$dir/t.db" "$1"
}

lists() {
	t contacts --json --limit 0 >"$dir/all" &&
	    [ "$(wc -l <"$dir/all")" = \
	        "$(query 'SELECT count(*) FROM contact')" ] &&
	    jq -se 'all(.mails > 0 and .last_at >= .first_at)' "$dir/all" &&
	    t contacts --type journalist --json --limit 0 |
	    jq -se 'length > 2 and all(.type == "journalist")' &&
	    [ "$(t contacts --limit 3 2>"$dir/err" | wc -l)" = 3 ] &&
	    grep '^there are more than 3: --limit' "$dir/err" &&
	    t contacts --limit 0 2>"$dir/err" >"$dir/every" &&
	    [ ! -s "$dir/err" ] &&
	    [ "$(t contacts --limit "$(wc -l <"$dir/every")" 2>&1 |
	        grep -c 'there are more')" = 0 ]
}

tells_all() {
	who=$(t contacts --limit 0 --json | jq -sr 'max_by(.mails).address') &&
	    t contact "$who" --limit 0 >"$dir/whole" &&
	    t contact "$who" --limit 1 >"$dir/last" &&
	    [ "$(grep -c '^20..-..-..  [0-9]' "$dir/last")" = 1 ] &&
	    [ "$(grep -c '^20..-..-..  [0-9]' "$dir/whole")" -gt 10 ]
}

# However long an address is.
lines_up() { # COMMAND...
	t "$@" --limit 0 >"$dir/lines" && head -n 3 "$dir/lines" &&
	    [ "$(awk '{print index($0, "  2026-")}' "$dir/lines" | sort -u |
	        wc -l)" = 1 ]
}

rolls_up() {
	t contacts --organisations --json --limit 0 >"$dir/firms" &&
	    jq -se 'length > 50 and (map(.mails) | . == (sort | reverse))' \
	        "$dir/firms"
}

advocates() {
	t contacts --advocates --json --limit 0 >"$dir/advocates" &&
	    jq -se 'length > 5 and (.[0].points > 4) and (.[0].sentence |
		length > 10) and (map(select(.complains | not) | .points) |
		. == (sort | reverse))' "$dir/advocates"
}

due() {
	t contacts --due 2 --json --limit 0 >"$dir/due" &&
	    jq -se 'length > 3' "$dir/due" &&
	    [ "$(t contacts --due 900 --limit 0)" = 'nobody waits' ]
}

says() {
	t contact "$ann" --type partner --stage buy --by eve@tideway.example \
	    >"$dir/said" && grep -q '^type   partner$' "$dir/said" &&
	    grep -q 'eve@tideway.example: stage buy' "$dir/said" &&
	    t contact "$ann" --type auto --stage auto |
	    grep -q "^type   $type\$"
}

refuses() {
	t contact "$ann" --type partnr 2>"$dir/err"
	[ $? = 64 ] && grep -q "did you mean 'partner'" "$dir/err" || return 1
	t contact nobody@nowhere.example 2>"$dir/err"
	[ $? = 66 ] && t contact "$ann" --join "$ann" 2>"$dir/err"
	[ $? = 64 ] && grep -q 'one person already' "$dir/err"
}

joins() {
	before=$(t contacts --json --limit 0 | wc -l)
	t contact "$ann" --join "$bob" >"$dir/joined" &&
	    grep -q "^$bob " "$dir/joined" && grep -q "^$ann " "$dir/joined" &&
	    [ "$(t contacts --json --limit 0 | wc -l)" = $((before - 1)) ] &&
	    t contact "$bob" --part "$ann" >/dev/null &&
	    [ "$(t contacts --json --limit 0 | wc -l)" = "$before" ] &&
	    [ "$(query 'SELECT count(*) FROM contact WHERE person_id > 0')" = 0 ]
}

tells_the_time() {
	t contact "$ann" --json >"$dir/line" &&
	    jq -se '.[0].address and (.[0].said | length == 4) and
		(.[1:] | length > 0 and (map(.received_at) | . == sort))' \
	        "$dir/line" &&
	    t contact "$ann" | grep -q 'shows .* by .*: "'
}

exports() {
	t export --contact "$ann" | jq -se '.[0].address and
		(.[1:] | length > 0 and all(.content_key))'
}

knows_plans() {
	printf 'address,plan,value\n%s,Crew,"1,200"\n' "$ann" \
	    >"$dir/customers.csv"
	t contacts --limit 0 | grep "^$ann " | grep -F '[Crew, 1,200]' &&
	    printf '"open\n' >"$dir/customers.csv" || return 1
	t contacts 2>"$dir/err"
	[ $? = 65 ] && grep -q 'customers.csv:2: a quote' "$dir/err" &&
	    : >"$dir/customers.csv"
}

sample=$dir/sample
/usr/bin/python3 "$top_srcdir/tests/sample/make.py" "$sample" >/dev/null
{ t import "$sample/support" "$sample/hello" &&
    t import --answers "$sample/sent" && t filter; } >"$dir/out" 2>&1 || {
	sed 's/^/# /' "$dir/out"
	echo 'Bail out! no sample'
	exit 1
}
ann=$(t contacts --advocates --json --limit 1 | jq -r .address)
type=$(t contact "$ann" | sed -n 's/^type   //p')
bob=$(t contacts --type prospect --json --limit 1 | jq -r .address)

tap_plan 13
ok 'contacts lists who wrote, each once' lists
ok 'in columns' lines_up contacts
ok 'contact tells as many mails as asked for' tells_all
ok 'organisations, too' lines_up contacts --organisations
ok 'and by organisation' rolls_up
ok 'advocates come with the sentence that shows it' advocates
ok 'prospects who wait are due' due
ok 'a person says what somebody is, and takes it back' says
ok 'what cannot be is refused, with what could' refuses
ok 'two addresses become one person and are parted again' joins
ok 'contact tells mail by mail, and what each shows' tells_the_time
ok 'export has all of one person' exports
ok 'plan and value come from customers.csv' knows_plans
