# site.sh: a whole small site for tests: Dovecot with the sample's mailboxes, an
# SMTP server, a config. To be sourced after tap.sh and dovecot.sh.
#
#   site_start           servers and passwords in $dir
#   site_config NAME     writes $dir/NAME.conf, whose database is $dir/NAME/t.db
#   site_stop
#   sample_counts DIR    sets ITEMS and ARRIVALS of the sample made in DIR
#   sample_deliver DIR PASSWORD
#                        the Maildirs made in DIR into Dovecot's two mailboxes

site_smtp_start() {
	rm -f "$dir/smtp-port"
	/usr/bin/python3 "$top_srcdir/tests/lib/smtpd.py" "$dir/sent" \
	    "$dir/smtp-port" "$DOVECOT_DIR/tls/server.pem" \
	    "$DOVECOT_DIR/tls/server-key.pem" &
	SITE_SMTP_PID=$!
	for _ in $(seq 100); do
		[ ! -f "$dir/smtp-port" ] || return 0
		sleep 0.05
	done
	return 1
}

sample_counts() {
	ITEMS=$(grep -c . "$1/truth.jsonl")
	ARRIVALS=$(jq -s 'map(.files | length) | add' "$1/truth.jsonl")
}

sample_deliver() {
	for user in support hello; do
		dovecot_user "$user@tideway.example" "$2"
		cp -p "$1/$user/cur/"* \
		    "$(dovecot_maildir "$user@tideway.example")/cur/"
	done
	cp -rp "$1/sent" "$(dovecot_maildir support@tideway.example)/.Sent"
	dovecot_adopt
}

site_start() {
	CLEAN_UP=site_stop
	dovecot_start "$dir/imap"
	/usr/bin/python3 "$top_srcdir/tests/sample/make.py" --maildir \
	    "$dir/sample"
	sample_counts "$dir/sample"
	sample_deliver "$dir/sample" secret
	(umask 077 && echo secret >"$dir/password")
	site_smtp_start
}

site_stop() {
	[ -z "${SITE_SMTP_PID:-}" ] || {
		kill "$SITE_SMTP_PID" 2>/dev/null || true
		wait "$SITE_SMTP_PID" 2>/dev/null || true
	}
	dovecot_stop
}

site_mailbox() { # NAME
	cat <<EOF
[mailbox $1]
server = localhost
port = $DOVECOT_IMAPS_PORT
ca-file = $DOVECOT_CA
user = $1@tideway.example
password-file = $dir/password
EOF
}

site_department() { # ID
	printf '[department %s]\nto = %s@tideway.example\n' "$1" "$1"
}

site_config() { # NAME
	{
		cat <<EOF
[tribune]
database = $dir/$1/t.db
company = Tideway
domains = tideway.example
timezone = Europe/Dublin
rules = $(cd "$top_srcdir" && pwd)/data/rules/*.rules
authserv-id = mx.tideway.example
[send]
server = localhost
port = $(cat "$dir/smtp-port")
ca-file = $DOVECOT_CA
from = Customer Voice <voice@tideway.example>
[manager]
to = community@tideway.example
[executive]
to = executives@tideway.example
[limits]
sends-per-minute = 6000
EOF
		site_mailbox support
		echo 'sent = Sent'
		site_mailbox hello
		for id in qa product marketing support pr sales finance; do
			site_department "$id"
		done
	} >"$dir/$1.conf"
}
