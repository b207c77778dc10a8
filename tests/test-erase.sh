#!/bin/sh
# A person is erased: nothing of theirs is in the files any more, nothing comes
# back, all else stays; a kill on the way changes nothing of that.
. "${top_srcdir:-.}/tests/lib/tap.sh"

who=cormac@devlinplumbing.example

cat >"$dir/t.conf" <<CONF
[tribune]
database = $dir/db/t.db
company = Tideway
domains = tideway.example
timezone = Europe/Dublin
rules = $(cd "$top_srcdir" && pwd)/data/rules/*.rules
[send]
server = localhost
tls = none
from = Voice <voice@tideway.example>
CONF
for id in qa product marketing support pr sales finance executives; do
	printf '[department %s]\nto = %s@tideway.example\n' "$id" "$id"
done >>"$dir/t.conf"

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/t.conf" --now 2026-11-16T09:00:00Z
}

query() { # SQL
	sqlite3 "$dir/db/t.db" "$1"
}

# The database as it was before anything was erased.
anew() {
	rm -rf "$dir/db"
	cp -r "$dir/kept" "$dir/db"
}

# What stands of them in the files, as bytes.
is_found() {
	cat "$dir"/db/t.db* | grep -aqiF "$who" ||
	    cat "$dir"/db/t.db* | grep -aqF "$line"
}

others() {
	t export | jq -cS 'select(.state == "done") | {content_key, tags,
	    contact, text}' | sort
}

says_what_would_go() {
	before=$(sha256sum <"$dir/db/t.db")
	t erase "$who" --dry-run >"$dir/plan" &&
	    grep -q "^would erase $who\$" "$dir/plan" &&
	    grep -q '^their words in [1-9].* frozen digests$' "$dir/plan" &&
	    [ "$before" = "$(sha256sum <"$dir/db/t.db")" ] &&
	    ! t erase "$who" </dev/null 2>"$dir/err" &&
	    grep -q 'nothing is erased' "$dir/err" && is_found
}

erases() {
	t erase "$who" --yes | tee "$dir/erased" | grep -q '^proven: none of' &&
	    ! is_found && [ "$(query 'PRAGMA integrity_check')" = ok ] &&
	    [ "$(query 'SELECT count(*) FROM message WHERE state = 3')" = \
	        "$mails" ] &&
	    query 'SELECT html, text FROM digest' | grep -qF '[erased]'
}

leaves_the_rest() {
	others >"$dir/after" && cmp "$dir/rest" "$dir/after" &&
	    [ "$(query 'SELECT count(*) FROM digest')" = 3 ]
}

# Also in another folder, with another Received and so other bytes.
does_not_come_back() {
	messages=$(query 'SELECT count(*) FROM message')
	t import "$sample/support" >"$dir/out" 2>&1 &&
	    mkdir -p "$dir/other" && {
		printf 'Received: from elsewhere; Mon, 16 Nov 2026 08:00:00 +0000\r\n'
		cat "$mail"
	} >"$dir/other/copy.eml" && t import "$dir/other" >"$dir/out" 2>&1 &&
	    t filter >/dev/null && ! is_found &&
	    [ "$(query 'SELECT count(*) FROM message')" = "$messages" ] &&
	    [ "$(query "SELECT count(*) FROM raw WHERE id NOT IN
	        (SELECT raw_id FROM raw_chunk)")" = $((mails + 1)) ]
}

refuses() {
	t erase nobody@nowhere.example --yes 2>"$dir/err"
	[ $? = 66 ] && grep -q 'nobody wrote' "$dir/err" || return 1
	t erase nobody@nowhere.example --dry-run 2>"$dir/err"
	[ $? = 66 ] && grep -q 'nobody wrote' "$dir/err" || return 1
	query 'UPDATE message SET state = 0 WHERE id = 1'
	t erase "$who" --yes 2>"$dir/err"
	[ $? = 64 ] && grep -q 'run tribune filter first' "$dir/err"
}

keeps_for_ever() {
	t retain 2>"$dir/err"
	[ $? = 64 ] && grep -q 'kept for ever' "$dir/err"
}

# Of a person past her time all goes; of a mail first its bytes, then its text.
retains() {
	t retain --dry-run --json >"$dir/would" && t retain --json \
	    >"$dir/did" && cat "$dir/would" "$dir/did" &&
	    jq -se '.[0].people == .[1].people and .[1].people > 20 and
		.[0].raw >= .[1].raw and .[1].raw > 200 and
		.[0].texts >= .[1].texts and .[1].texts > 100' "$dir/would" \
	        "$dir/did" &&
	    [ "$(query "SELECT count(*) FROM message m JOIN raw_chunk c
	        ON c.raw_id = m.raw_id WHERE received_at <
		strftime('%s', '2026-10-16 09:00')")" = 0 ] &&
	    [ "$(query "SELECT count(*) FROM message m JOIN message_text t
	        ON t.message_id = m.id WHERE received_at <
		strftime('%s', '2026-08-16 09:00')")" = 0 ] &&
	    [ "$(query "SELECT count(*) FROM contact WHERE last_at <
		strftime('%s', '2026-06-16 09:00')")" -lt 20 ] &&
	    t export | jq -se 'map(select(.received_at < "2026-08-01" and
		.tags and (.tags | length > 0) and (.text | not))) |
		length > 50' && t export | jq -se 'map(select(.received_at >
		"2026-10-20" and .text)) | length > 100'
}

retains_no_more() {
	t retain --json | jq -e '.people == 0 and .raw == 0 and .texts == 0' &&
	    t import "$sample/support" >"$dir/out" 2>&1 && t filter >"$dir/out" &&
	    t retain --json | jq -e '.people == 0 and .raw == 0 and .texts == 0'
}

# Killed at each durable step in turn, then run again.
survives() {
	n=1
	while [ "$n" -le "$steps" ]; do
		anew
		TRIBUNE_FAULT=$n t erase "$who" --yes >/dev/null 2>&1
		t erase "$who" --yes >"$dir/again" 2>&1
		if is_found; then
			echo "found after a kill at step $n"
			return 1
		fi
		others >"$dir/after"
		cmp "$dir/rest" "$dir/after" || return 1
		n=$((n + 1))
	done
}

sample=$dir/sample
/usr/bin/python3 "$top_srcdir/tests/sample/make.py" "$sample" >/dev/null
mkdir "$dir/db"
{ t import "$sample/support" "$sample/hello" && t import --answers \
    "$sample/sent" && t filter && t digest qa && t digest support &&
    t digest product; } >"$dir/out" 2>&1 || {
	sed 's/^/# /' "$dir/out"
	echo 'Bail out! no sample'
	exit 1
}
mails=$(t erase "$who" --dry-run --json | jq '.mails | length')
line=$(query "SELECT substr(own_words, 1, 60) FROM message_text t JOIN message m
    ON m.id = t.message_id JOIN contact c ON c.id = m.contact_id
    WHERE c.address = '$who' LIMIT 1" | awk 'length > 24' | head -1)
mail=$(grep -rlF "$who" "$sample/support" | head -1)
query 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
cp -r "$dir/db" "$dir/kept"
ids=$(t erase "$who" --dry-run --json | jq -c .mails)
t export | jq -cS "select(.state == \"done\" and ([.id] | inside($ids) | not)) |
    {content_key, tags, contact, text}" | sort >"$dir/rest"

tap_plan 9
ok 'a dry run says what would go, and nothing goes unasked' says_what_would_go
ok 'nothing of theirs is in the files any more' erases
ok 'all else is as it was' leaves_the_rest
ok 'and nothing comes back with another copy' does_not_come_back
anew
ok 'what cannot be is refused' refuses
anew
ok 'what is kept for ever is said to be' keeps_for_ever
printf '[retention]\nraw = 1 month\ntext = 3 months\ncontacts = 5 months\n' \
    >>"$dir/t.conf"
ok 'retention ends what is older, and says before how much' retains
ok 'and goes on from there' retains_no_more
sed -i '/^\[retention\]/,$d' "$dir/t.conf"
anew
: >"$dir/count"
TRIBUNE_FAULT_COUNT=$dir/count t erase "$who" --yes >/dev/null
steps=$(wc -c <"$dir/count")
if [ "$steps" -gt 0 ]; then
	ok "a kill at any of $steps steps changes nothing of that" survives
else
	echo 'ok 9 # SKIP built without --enable-fault-points'
fi
