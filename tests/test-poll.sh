#!/bin/sh
# Polls a real Dovecot: odd mails, repeated polls, and all that can be wrong on
# the way to a mailbox.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

tap_plan 32
CLEAN_UP=dovecot_stop
dovecot_start "$dir/imap"

# All at once: Dovecot looks at its list of users once a second at most.
for user in odd empty many twin; do
	dovecot_user "$user" secret
done
(umask 077 && echo secret >"$dir/password")

config() { # SITE TEXT
	printf '[tribune]\ndatabase = %s/t.db\ncompany = Test\ndomains = test.example\nrules = none/*.rules\n%s\n' \
	    "$dir/$1" "$2" >"$dir/$1.conf"
}

mailbox() { # NAME [LINES]
	printf '[mailbox %s]\nserver = localhost\nport = %s\nca-file = %s\nuser = %s\npassword-file = %s\n%s\n' \
	    "$1" "$DOVECOT_IMAPS_PORT" "$DOVECOT_CA" "$1" "$dir/password" \
	    "${2:-}"
}

t() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site.conf"
}

query() { # SITE SQL
	sqlite3 "$dir/$1/t.db" "$2"
}

is() { # WANTED GOT
	echo "got: $2"
	[ "$1" = "$2" ]
}

polls() { # SITE LINE: what one poll says, but for the seconds
	said=$(t "$1" poll) || return 1
	is "$2" "$(echo "$said" | sed 's/ in [0-9.]* s$//')"
}

# odd: 69 mails, the limits so low that several commands and parts are needed.

/usr/bin/python3 "$top_srcdir/tests/lib/odd-mails.py" \
    "$(dovecot_maildir odd)" "$dir/expected"
dovecot_adopt
LOW='[limits]
fetch-bytes = 64KB
transaction-rows = 7'
config odd "$(mailbox odd)
$LOW"
mails=$(wc -l <"$dir/expected")

files() { # NAME: the server's files, wherever in the Maildir, with their flags
	find "$(dovecot_maildir "$1")/cur" "$(dovecot_maildir "$1")/new" \
	    -type f | sed 's/.*\///; s/:2,$//' | sort
}
files odd >"$dir/before"

dry_run_stores_nothing() {
	said=$(t odd poll --dry-run) || return 1
	is "odd: $mails listed, $mails to fetch, 0 skipped" \
	    "$(echo "$said" | sed 's/ in [0-9.]* s$//')" &&
	    is 0,0 "$(query odd 'SELECT (SELECT count(*) FROM arrival) || "," ||
		(SELECT count(*) FROM folder)')"
}

bytes_as_sent() {
	query odd 'SELECT sha256 FROM arrival JOIN raw ON raw.id = raw_id
	    ORDER BY uid' >"$dir/got"
	diff "$dir/expected" "$dir/got"
}

received_when_the_server_says() {
	is "1767225600 $((1767225600 + 86400 * (mails - 1)))" \
	    "$(query odd 'SELECT min(received_at) || " " || max(received_at)
		FROM message')"
}

unchanged() { # NAME
	files "$1" | diff "$dir/before" -
}

ok "a dry run lists and stores nothing" dry_run_stores_nothing
ok "mails of odd shapes come, two of one content" \
    polls odd "odd: $mails listed, $((mails - 1)) new, 1 duplicate, 0 vanished, 0 skipped"
ok "each is kept byte for byte" bytes_as_sent
ok "received_at is the server's date" received_when_the_server_says
ok "the mailbox is as it was" unchanged odd
ok "a second poll adds nothing" \
    polls odd "odd: 0 listed, 0 new, 0 duplicate, 0 vanished, 0 skipped"

new_uidvalidity() {
	maildir=$(dovecot_maildir odd)
	rm -f "$maildir"/dovecot* "$maildir"/*/dovecot*
	# It is the second of its making: wait until that has passed.
	sleep 1.1
	polls odd "odd: $mails listed, 0 new, $mails duplicate, 0 vanished, 0 skipped" &&
	    is 2 "$(query odd 'SELECT count(*) FROM folder')" &&
	    is "$((mails - 1))" "$(query odd 'SELECT count(*) FROM message')"
}
ok "a new UIDVALIDITY reads the folder again and counts nothing twice" \
    new_uidvalidity

one_more() {
	printf 'Subject: late\n\nlate\n' >"$(dovecot_maildir odd)/new/1800000000.late"
	rm "$(dovecot_maildir odd)"/*/1700000000.*
	dovecot_adopt
	polls odd "odd: 1 listed, 1 new, 0 duplicate, 0 vanished, 0 skipped"
}
ok "what comes later is found beside deletions" one_more

# As if the server had not handed it over, a day ago.
keep_back() {
	query odd "UPDATE message SET state = 2, error = 'unfetched', content_key = 'none'
	    WHERE id = (SELECT max(id) FROM message);
	    INSERT INTO unfetched SELECT folder_id, uid, 0, 86400 FROM arrival
	    WHERE message_id = (SELECT max(id) FROM message)" &&
	    t odd status | tee "$dir/said" | grep -F \
	        'not handed over by their servers: 1; asked for again from 1970-01-02T00:00:00Z' &&
	    t odd status --json | grep '"unfetched": 1'
}
ok "status says what a server did not hand over" keep_back

handed_over() {
	polls odd "odd: 0 listed, 0 new, 0 duplicate, 0 vanished, 0 skipped (and 1 that it did not hand over before)" &&
	    is 0 "$(query odd "SELECT count(*) FROM message WHERE state = 2 OR content_key = 'none'")" &&
	    ! t odd status | grep 'not handed over'
}
ok "the next day it is asked for again" handed_over

# Limits on size and age.

config small "$(mailbox odd)
[limits]
message-bytes = 64KB
headers-bytes = 16KB
fetch-bytes = 64KB"
oversize_keeps_headers() {
	said=$(t small poll --json) || return 1
	echo "$said"
	echo "$said" | grep -q '"oversize":3,' &&
	    is 3 "$(query small 'SELECT count(*) FROM message
		WHERE error = "oversize" AND size_bytes > 65536')" &&
	    is 0 "$(query small 'SELECT count(*) FROM raw
		WHERE size_bytes > 65536')"
}
ok "beyond the limit on size the header is kept, and told" \
    oversize_keeps_headers

config since "$(mailbox odd 'since = 2026-01-11')"
ok "mail before \`since\` is skipped, and told" polls since \
    "odd: $mails listed, $((mails - 10)) new, 1 duplicate, 0 vanished, 9 skipped"

config empty "$(mailbox empty)"
ok "an empty mailbox is read" polls empty \
    "empty: 0 listed, 0 new, 0 duplicate, 0 vanished, 0 skipped"
ok "and is complete" is 1 "$(query empty \
    'SELECT count(*) FROM mailbox_status WHERE complete_until > 0')"

# Folders: patterns, names beyond ASCII, Sent, one that is not there.

for folder in Support 'Support.M&APw-nchen' Support.Q\&-A Other Sent; do
	mkdir -p "$(dovecot_maildir many)/.$folder/cur" \
	    "$(dovecot_maildir many)/.$folder/new" \
	    "$(dovecot_maildir many)/.$folder/tmp"
	printf 'Subject: %s\n\nin it\n' "$folder" \
	    >"$(dovecot_maildir many)/.$folder/cur/1700000000.1.host:2,S"
done
dovecot_adopt
config many "$(mailbox many 'folders = INBOX;Support;Support/*;S*t
sent = Sent')"
ok "patterns find folders, each once" polls many \
    "many: 4 listed, 4 new, 0 duplicate, 0 vanished, 0 skipped"
ok "their names are UTF-8" is "INBOX,Sent,Support,Support/München,Support/Q&A" \
    "$(query many 'SELECT group_concat(name) FROM
	(SELECT name FROM folder ORDER BY name)')"
ok "what is in Sent is an answer" is 1 \
    "$(query many 'SELECT sum(answer) FROM message')"

config gone "$(mailbox many 'folders = Nowhere;Other')"
fails "a folder that is not there is told" 76 "Nowhere: .*doesn't exist" \
    t gone poll
ok "and the next one is read" is 1 "$(query gone 'SELECT count(*) FROM message')"
config nothing "$(mailbox many 'folders = Nobody/*')"
fails "so is a pattern that finds nothing" 76 "no folder matches 'Nobody/\*'" \
    t nothing poll

# Two mailboxes: one mail in both, one of them out of order.

cp -p "$(dovecot_maildir many)/.Other/cur/"* "$(dovecot_maildir twin)/cur/"
dovecot_adopt
config both "$(mailbox many 'folders = Other')
$(mailbox twin)"
one_of_two() { # whichever of the mailboxes is read first has it new
	said=$(t both poll) || return 1
	echo "$said"
	[ "$(echo "$said" | grep -c ': 1 listed, 1 new, 0 duplicate')" = 1 ] &&
	    [ "$(echo "$said" | grep -c ': 1 listed, 0 new, 1 duplicate')" = 1 ]
}
ok "a mail in two mailboxes is one message" one_of_two

config half "$(mailbox many 'folders = Other' | sed 's/^user = .*/user = nobody/')
$(mailbox twin)"
fails "a refused login is told" 77 "many: localhost:[0-9]*: login: .*failed" \
    t half poll
ok "and keeps no other mailbox from being read" is 1 \
    "$(query half 'SELECT count(*) FROM message')"
ok "it is kept since when it fails" is "many" "$(query half \
    'SELECT mailbox FROM mailbox_status WHERE failing_since > 0 AND error > ""')"
fails "a mailbox nobody configured" 64 "no \[mailbox other\]" t half poll other

# The way there.

config starttls "$(mailbox twin 'tls = starttls' |
    sed "s/^port = .*/port = $DOVECOT_IMAP_PORT/")"
ok "STARTTLS" polls starttls \
    "twin: 1 listed, 1 new, 0 duplicate, 0 vanished, 0 skipped"
config plain "$(mailbox twin 'tls = none' |
    sed "s/^port = .*/port = $DOVECOT_IMAP_PORT/")"
ok "plain text on loopback" polls plain \
    "twin: 1 listed, 1 new, 0 duplicate, 0 vanished, 0 skipped"

make_ca "$dir/foreign"
config foreign "$(mailbox twin | sed "s|^ca-file = .*|ca-file = $dir/foreign/ca.pem|")"
fails "an authority that is not ours" 76 \
    "localhost:[0-9]*: certificate is by an authority that is not trusted" \
    t foreign poll
config unknown "$(mailbox twin | sed 's/^server = .*/server = no-such-host.invalid/')"
fails "an unknown host" 75 "no-such-host.invalid:[0-9]*: unknown host" \
    t unknown poll
config silent "$(mailbox twin | sed "s/^port = .*/port = $DOVECOT_IMAP_PORT/")"
fails "TLS to a port that speaks none" 76 "TLS" t silent poll

dovecot_stop
config down "$(mailbox twin)"
fails "a server that is down" 75 "localhost:[0-9]*: refused" t down poll

# The same server under another's name.
sed -i 's/localhost"/other.example"/; /^ip_address/d' "$dir/imap/tls/server.tmpl"
certtool --generate-certificate --load-privkey "$dir/imap/tls/server-key.pem" \
    --load-ca-certificate "$dir/imap/tls/ca.pem" \
    --load-ca-privkey "$dir/imap/tls/ca-key.pem" \
    --template "$dir/imap/tls/server.tmpl" \
    --outfile "$dir/imap/tls/server.pem" 2>/dev/null
dovecot_start "$dir/imap"
config other "$(mailbox twin)"
fails "a certificate of another host" 76 \
    "localhost:[0-9]*: certificate is for other.example" t other poll
