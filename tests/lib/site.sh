# site.sh: a whole small site for tests: Dovecot with the sample's mailboxes, an
# SMTP server, a config. To be sourced after dovecot.sh.
#
#   site_start DIR       servers, passwords and rules in DIR; sets SITE_DIR
#   site_config NAME     writes DIR/NAME.conf, whose database is DIR/NAME/t.db
#   site_stop
#   tap_plan N, ok TEXT COMMAND...

top_srcdir=${top_srcdir:-.}
top_builddir=${top_builddir:-.}
TRIBUNE=$(cd "$top_builddir" && pwd)/tribune

tap_number=0
tap_plan() { echo "1..$1"; }
ok() { # TEXT COMMAND...
	tap_number=$((tap_number + 1))
	text=$1
	shift
	if "$@" >"$SITE_DIR/out" 2>&1; then
		echo "ok $tap_number $text"
	else
		sed 's/^/# /' "$SITE_DIR/out"
		echo "not ok $tap_number $text"
	fi
}

site_smtp_start() {
	rm -f "$SITE_DIR/smtp-port"
	/usr/bin/python3 "$top_srcdir/tests/lib/smtpd.py" "$SITE_DIR/sent" \
	    "$SITE_DIR/smtp-port" "$DOVECOT_DIR/tls/server.pem" \
	    "$DOVECOT_DIR/tls/server-key.pem" &
	SITE_SMTP_PID=$!
	for _ in $(seq 100); do
		[ ! -f "$SITE_DIR/smtp-port" ] || return 0
		sleep 0.05
	done
	return 1
}

site_start() {
	SITE_DIR=$1
	chmod 755 "$SITE_DIR"
	dovecot_start "$SITE_DIR/imap"
	/usr/bin/python3 "$top_srcdir/tests/sample/make.py" --maildir \
	    "$SITE_DIR/sample"
	for user in support hello; do
		dovecot_user "$user@tideway.example" secret
		cp -p "$SITE_DIR/sample/$user/cur/"* \
		    "$(dovecot_maildir "$user@tideway.example")/cur/"
	done
	dovecot_adopt
	(umask 077 && echo secret >"$SITE_DIR/password")
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
password-file = $SITE_DIR/password
EOF
}

site_department() { # ID
	printf '[department %s]\nto = %s@tideway.example\n' "$1" "$1"
}

site_config() { # NAME
	{
		cat <<EOF
[tribune]
database = $SITE_DIR/$1/t.db
company = Tideway
domains = tideway.example
timezone = Europe/Dublin
rules = $(cd "$top_srcdir" && pwd)/data/rules/*.rules
authserv-id = mx.tideway.example
[send]
server = localhost
port = $(cat "$SITE_DIR/smtp-port")
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
		site_mailbox hello
		for id in qa product marketing support pr sales finance; do
			site_department "$id"
		done
	} >"$SITE_DIR/$1.conf"
}
