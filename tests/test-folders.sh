#!/bin/sh
# Polls folders by pattern and by special use from a real Dovecot, with '/' and
# with '.' between levels, and with names of all kinds.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "${top_srcdir:-.}/tests/lib/dovecot.sh"

if [ ! -x /usr/sbin/dovecot ]; then
	echo "1..0 # SKIP no Dovecot here"
	exit 0
fi

CLEAN_UP=dovecot_stop
DOVECOT_FOLDERS='mailbox Gesendet {
    special_use = \Sent
  }
  mailbox "Alte Post" {
    special_use = \Archive
  }'
(umask 077 && echo secret >"$dir/password")

# In modified UTF-7, as Maildirs have it.
folders='Support
Support.M&APw-nchen
Support.Q&-A
Support.a "b" c
Support.M&APw-nchen.&Ti1lhw-
Gesendet
Alte Post
Other
Other.Support'

fill() {
	dovecot_user ann secret
	maildir=$(dovecot_maildir ann)
	printf 'Subject: in INBOX\n\n.\n' >"$maildir/cur/1700000000.1.host:2,S"
	echo "$folders" | while read -r folder; do
		mkdir -p "$maildir/.$folder/cur" "$maildir/.$folder/new" \
		    "$maildir/.$folder/tmp"
		printf 'Subject: in %s\n\n.\n' "$folder" \
		    >"$maildir/.$folder/cur/1700000000.1.host:2,S"
	done
	dovecot_adopt
}

config() { # SITE LINES
	printf '[tribune]\ndatabase = %s/t.db\ncompany = Test\nrules = none/*.rules\n[mailbox ann]\nserver = localhost\nport = %s\nca-file = %s\nuser = ann\npassword-file = %s\n%s\n' \
	    "$dir/$1" "$DOVECOT_IMAPS_PORT" "$DOVECOT_CA" "$dir/password" \
	    "$2" >"$dir/$1.conf"
}

t() { # SITE COMMAND...
	site=$1
	shift
	"$TRIBUNE" "$@" --config "$dir/$site.conf"
}

# What a poll read, with '/' for SEPARATOR; answers end in '='.
reads() { # SITE SEPARATOR NAME...
	site=$1 separator=$2
	shift 2
	t "$site" poll || return 1
	read_it "$site" "$separator" "$@"
}

read_it() { # SITE SEPARATOR NAME...
	site=$1 separator=$2
	shift 2
	printf '%s\n' "$@" >"$dir/wanted"
	sqlite3 "$dir/$site/t.db" "SELECT replace(name, '$separator', '/') ||
	    iif(answer, '=', '') FROM folder JOIN arrival ON
	    folder_id = folder.id JOIN message ON message.id = arrival.message_id
	    ORDER BY 1" >"$dir/got"
	diff "$dir/wanted" "$dir/got"
}

# Its mails are known by their content: they arrive once more, and are no new ones.
renamed() { # SITE
	before=$(t "$1" export | wc -l)
	mv "$maildir/.Support.Q&-A" "$maildir/.Support.Fragen"
	t "$1" poll | tee "$dir/out" && grep -q '1 listed, 0 new, 1 duplicate' \
	    "$dir/out" && [ "$(t "$1" export | wc -l)" = "$before" ]
}

# What was read stays, the others are read on, and it may come back.
gone() { # SITE
	mv "$maildir/.Support.Fragen" "$maildir/gone"
	printf 'Subject: later\n\n.\n' >"$maildir/cur/1700000001.2.host:2,S"
	dovecot_adopt
	t "$1" poll | grep -q '1 listed, 1 new' &&
	    [ "$(t "$1" export | wc -l)" = $((before + 1)) ] &&
	    mv "$maildir/gone" "$maildir/.Support.Q&-A" &&
	    rm "$maildir/cur/1700000001.2.host:2,S" &&
	    t "$1" poll | grep -q ' 0 new'
}

polls_with() { # SEPARATOR
	DOVECOT_SEPARATOR=$1
	dovecot_start "$dir/imap$2" || echo "Bail out! no server"
	fill
	config "pattern$2" 'folders = INBOX;Support/*'
	ok "with $1: a pattern written with a slash" reads "pattern$2" "$1" \
	    INBOX 'Support/München' 'Support/München/中文' 'Support/Q&A' \
	    'Support/a "b" c'
	ok 'and a second poll finds the same' \
	    sh -c "'$TRIBUNE' poll --config '$dir/pattern$2.conf' | grep '0 listed'"
	ok 'a folder that is renamed brings nothing twice' renamed "pattern$2"
	ok 'one that is gone keeps no other out' gone "pattern$2"
	config "names$2" 'folders = Support/a "b" c;Support/München/中文;Other/Support'
	ok 'names written with a slash' reads "names$2" "$1" Other/Support \
	    'Support/München/中文' 'Support/a "b" c'
	config "level$2" 'folders = %;Support/M%'
	ok 'within a level' reads "level$2" "$1" 'Alte Post' Gesendet INBOX \
	    Other Support 'Support/München'
	config "use$2" 'folders = INBOX;\Archive
sent = \Sent
answers = Other/Support'
	ok 'by special use' reads "use$2" "$1" 'Alte Post' Gesendet= INBOX \
	    Other/Support=
	# shellcheck disable=SC1003
	ok 'check says which folders are meant' sh -c "'$TRIBUNE' check \
	    --config '$dir/use$2.conf' | grep 'reads INBOX (1), Alte Post for .Archive (1); our answers in Gesendet for .Sent (1), Other.Support'"
	config "use$2" 'folders = INBOX;\Archive;Support
sent = \Sent'
	t "use$2" poll >"$dir/out"
	config "use$2" 'folders = INBOX
answers = Support'
	ok 'a folder that was read before can be said to hold answers' reads \
	    "use$2" "$1" 'Alte Post' Gesendet= INBOX Other/Support= Support=
	config "none$2" 'folders = \Junk;INBOX;Support/Nobody*
sent = \Sent'
	fails 'a use that no folder has is told, with those there' 76 \
	    'no folder is marked \\Junk; there are: Alte Post \(\\Archive\), Gesendet \(\\Sent\), INBOX' \
	    t "none$2" poll
	ok 'and keeps no other out' read_it "none$2" "$1" Gesendet= INBOX
	fails 'check tells it too' 76 'BAD +ann: .*marked \\Junk' \
	    t "none$2" check
	dovecot_stop
}

tap_plan 24
polls_with / -slash
polls_with . -dot
