# dovecot.sh: a throw-away Dovecot for tests and the demo; to be sourced.
#
#   dovecot_start DIR      a server on free loopback ports, everything in DIR
#   dovecot_user NAME PASSWORD
#   dovecot_maildir NAME   prints the Maildir of a user
#   dovecot_adopt          gives new files in the mailboxes to the server
#   dovecot_stop
#
# DOVECOT_EXTRA, where set, ends its configuration.
# DOVECOT_SEPARATOR may say what stands between levels of folders, '/' or '.',
# DOVECOT_FOLDERS hold `mailbox NAME { special_use = \\Sent }` and the like.
# It sets DOVECOT_IMAPS_PORT, DOVECOT_IMAP_PORT and DOVECOT_CA. The server runs
# unprivileged: as nobody where the script runs as root. It stops with the script
# that started it only by dovecot_stop, so call that from a trap.

# Becomes the command, so that the process id of a background call is its own.
exec_unprivileged() { # COMMAND...
	[ "$(id -u)" != 0 ] ||
	    set -- setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
	exec "$@"
}

adopt() { # PATH...
	[ "$(id -u)" != 0 ] || chown -R nobody:nogroup "$@"
}

# Not of what a server that runs comes and goes with.
dovecot_adopt() {
	adopt "$DOVECOT_DIR/home" "$DOVECOT_DIR/users"
}

free_port() {
	/usr/bin/python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# make_ca DIR: DIR/ca.pem and a server's DIR/server.pem, DIR/server-key.pem for
# localhost and 127.0.0.1, good for a day.
make_ca() {
	mkdir -p "$1"
	printf 'cn = "Tribune test authority"\nca\ncert_signing_key\nexpiration_days = 1\n' \
	    >"$1/ca.tmpl"
	printf 'cn = "localhost"\ndns_name = "localhost"\nip_address = "127.0.0.1"\ntls_www_server\nexpiration_days = 1\n' \
	    >"$1/server.tmpl"
	for name in ca server; do
		certtool --generate-privkey --key-type ecdsa \
		    --outfile "$1/$name-key.pem" 2>/dev/null
	done
	certtool --generate-self-signed --load-privkey "$1/ca-key.pem" \
	    --template "$1/ca.tmpl" --outfile "$1/ca.pem" 2>/dev/null
	certtool --generate-certificate --load-privkey "$1/server-key.pem" \
	    --load-ca-certificate "$1/ca.pem" --load-ca-privkey "$1/ca-key.pem" \
	    --template "$1/server.tmpl" --outfile "$1/server.pem" 2>/dev/null
}

dovecot_config() {
	owner=$(id -un)
	group=$(id -gn)
	[ "$(id -u)" != 0 ] || { owner=nobody; group=nogroup; }
	cat <<EOF
base_dir = $DOVECOT_DIR/run
state_dir = $DOVECOT_DIR/state
log_path = $DOVECOT_DIR/log
protocols = imap
listen = 127.0.0.1
default_internal_user = $owner
default_internal_group = $group
default_login_user = $owner
first_valid_uid = 1
ssl = yes
ssl_cert = <$DOVECOT_DIR/tls/server.pem
ssl_key = <$DOVECOT_DIR/tls/server-key.pem
disable_plaintext_auth = no
mail_home = $DOVECOT_DIR/home/%u
mail_location = maildir:~/Maildir
mail_fsync = never
passdb {
  driver = passwd-file
  args = scheme=PLAIN $DOVECOT_DIR/users
}
userdb {
  driver = static
  args = uid=$owner gid=$group home=$DOVECOT_DIR/home/%u
}
namespace inbox {
  inbox = yes
  separator = ${DOVECOT_SEPARATOR:-/}
  ${DOVECOT_FOLDERS:-}
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $DOVECOT_IMAP_PORT
  }
  inet_listener imaps {
    port = $DOVECOT_IMAPS_PORT
    ssl = yes
  }
}
${DOVECOT_EXTRA:-}
EOF
}

dovecot_start() {
	DOVECOT_DIR=$1
	DOVECOT_CA=$1/tls/ca.pem
	mkdir -p "$1/run" "$1/state" "$1/home"
	: >>"$1/users"
	[ -f "$DOVECOT_CA" ] || make_ca "$1/tls"
	DOVECOT_IMAP_PORT=$(free_port)
	DOVECOT_IMAPS_PORT=$(free_port)
	dovecot_config >"$1/dovecot.conf"
	adopt "$1"
	exec_unprivileged /usr/sbin/dovecot -F -c "$1/dovecot.conf" \
	    >"$1/out" 2>&1 &
	DOVECOT_PID=$!
	for _ in $(seq 100); do
		if /usr/bin/python3 -c 'import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' \
		    "$DOVECOT_IMAPS_PORT" 2>/dev/null; then
			return 0
		fi
		sleep 0.05
	done
	cat "$1/out" "$1/log" >&2
	return 1
}

dovecot_user() { # NAME PASSWORD
	mkdir -p "$DOVECOT_DIR/home/$1/Maildir/cur" \
	    "$DOVECOT_DIR/home/$1/Maildir/new" "$DOVECOT_DIR/home/$1/Maildir/tmp"
	echo "$1:{PLAIN}$2" >>"$DOVECOT_DIR/users"
	dovecot_adopt
}

dovecot_maildir() {
	echo "$DOVECOT_DIR/home/$1/Maildir"
}

dovecot_stop() {
	[ -n "${DOVECOT_PID:-}" ] || return 0
	kill "$DOVECOT_PID" 2>/dev/null || true
	wait "$DOVECOT_PID" 2>/dev/null || true
	DOVECOT_PID=
}
