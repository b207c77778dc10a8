#!/bin/sh
# Logging in by OAuth2 against a scripted token server and mail servers that look
# at every byte of what they are shown.
. "${top_srcdir:-.}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/dovecot.sh"

AUTH=77
TEMPORARY=75
PROTOCOL=76
CONFIG=78

d=$dir/d
oauthd_pid= mail_pid= login_pid=
clean_up() {
	for pid in $oauthd_pid $mail_pid $login_pid; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
}
CLEAN_UP=clean_up

wait_for() { # COMMAND...
	for _ in $(seq 200); do
		! "$@" 2>/dev/null || return 0
		sleep 0.05
	done
	return 1
}

make_ca "$dir/tls"
make_ca "$dir/other-tls"
mkdir "$d"
(umask 077 && echo hush-hush >"$d/secret")
: >"$d/access"
/usr/bin/python3 "$top_srcdir/tests/lib/oauthd.py" "$d" "$dir/tls/server.pem" \
    "$dir/tls/server-key.pem" &
oauthd_pid=$!
/usr/bin/python3 "$top_srcdir/tests/lib/xoauth2d.py" "$d" &
mail_pid=$!
wait_for test -f "$d/port" -a -f "$d/imap-port" -a -f "$d/smtp-port"

login_keys() { # AUTH [KEY...]
	url=https://localhost:$(cat "$d/port")
	printf 'tls = none\nuser = ann\nauth = %s\nclient-id = app\n' "$1"
	printf 'authorize-url = %s/authorize\ntoken-url = %s/token\n' \
	    "$url" "$url"
	printf 'device-url = %s/device\nca-file = %s\n' \
	    "$url" "${CA:-$dir/tls/ca.pem}"
	shift
	for key; do printf '%s\n' "$key"; done
}

# Writes a config with a database of its own.
config() { # NAME AUTH [KEY...]
	name=$1
	shift
	{
		printf '[tribune]\ncompany = Test\ndatabase = %s/%s/t.db\n' \
		    "$dir" "$name"
		printf 'rules = %s/rules\n' "$dir"
		printf '[mailbox box]\nserver = localhost\nport = %s\n' \
		    "$(cat "$d/imap-port")"
		login_keys "$@"
		printf '[send]\nserver = localhost\nport = %s\n' \
		    "$(cat "$d/smtp-port")"
		printf 'from = Voice <voice@test.example>\n'
		login_keys "$@"
		printf '[department qa]\nto = qa@test.example\n'
	} >"$dir/$name.conf"
}

# All that the program ever says is kept, to look for secrets in it.
t() { # NAME COMMAND...
	conf=$dir/$1.conf
	shift
	code=0
	"$TRIBUNE" "$@" --config "$conf" --debug >"$dir/said" 2>&1 || code=$?
	cat "$dir/said" >>"$dir/all"
	cat "$dir/said"
	return "$code"
}

# Begins a login in the background, whose standard input is the pipe $dir/pipe.
login_begin() { # NAME
	rm -f "$dir/pipe"
	mkfifo "$dir/pipe"
	: >"$dir/login"
	"$TRIBUNE" login box --config "$dir/$1.conf" --debug <"$dir/pipe" \
	    >"$dir/login" 2>&1 &
	login_pid=$!
	exec 3>"$dir/pipe"
	wait_for grep -q '^https://' "$dir/login"
}

login_end() {
	exec 3>&-
	code=0
	wait "$login_pid" || code=$?
	login_pid=
	grep -v '^https://' "$dir/login" >>"$dir/all"
	cat "$dir/login"
	return "$code"
}

address() { grep '^https://' "$dir/login"; }

browse() { # [CURL-OPTION...]
	curl -s --cacert "$dir/tls/ca.pem" "$@" "$(address)"
}

kept() { # NAME KEY
	jq -r ".$2 // empty" "$dir/$1/tokens/box.json"
}

asked() { # GRANT: how often
	grep -c "^$1$" "$d/asked"
}

expire() { # NAME
	sed -i 's/"expires_at": [0-9]*/"expires_at": 1/' \
	    "$dir/$1/tokens/box.json"
}

plan() { printf '%s\n' "$@" >"$d/plan"; }

by_redirect() {
	login_begin google && browse -L | grep -q 'Close this window' &&
	    login_end && grep -q '^box: logged in' "$dir/login"
}

by_paste() {
	login_begin paste || return 1
	echo 'http://127.0.0.1:1/?code=guess&state=guess' >&3
	browse -o "$dir/null" -w '%{redirect_url}\n' >&3
	login_end && grep -q 'not an answer to this login' "$dir/login" &&
	    kept paste refresh_token | grep -q .
}

by_denial() {
	plan error:access_denied
	login_begin denied && browse -L -o "$dir/null" && login_end
}

by_theft() { # a code that was made for another challenge
	login_begin denied || return 1
	real=$(browse -o "$dir/null" -w '%{redirect_url}')
	# Redeemed by somebody else first, so that it is spent.
	curl -s -o "$dir/null" --cacert "$dir/tls/ca.pem" \
	    -d grant_type=authorization_code -d client_id=app \
	    -d client_secret=hush-hush -d code_verifier=x \
	    -d "code=$(echo "$real" | sed 's/.*code=\([^&]*\).*/\1/')" \
	    "https://localhost:$(cat "$d/port")/token"
	echo "$real" >&3
	login_end
}

rotates() {
	before=$(kept google refresh_token)
	expire google
	t google poll && [ "$(kept google refresh_token)" != "$before" ] &&
	    expire google && t google poll
}

private() {
	[ "$(stat -c %a "$dir/google/tokens/box.json")" = 600 ] &&
	    [ "$(stat -c %a "$dir/google/tokens")" = 700 ] &&
	    [ "$(ls "$dir/google/tokens")" = "box.json
box.json.lock" ]
}

is_revoked() {
	: >"$d/access"
	: >"$d/logins"
	before=$(asked refresh_token)
	t google poll && [ "$(cat "$d/logins")" = "imap refused
imap ok" ] && [ "$(asked refresh_token)" = $((before + 1)) ]
}

# As many processes as want: a refresh token that is shown twice voids the login.
shares() {
	expire google
	before=$(asked refresh_token)
	pids=
	for n in 1 2 3 4 5 6; do
		"$TRIBUNE" check --config "$dir/google.conf" \
		    >"$dir/check$n" 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids; do wait "$pid" || return 1; done
	[ "$(asked refresh_token)" = $((before + 1)) ]
}

survives() { # WORD...: trouble of the token server costs no login
	for word; do
		expire google
		plan "$word"
		before=$(cat "$dir/google/tokens/box.json")
		code=0
		t google poll || code=$?
		echo "$word: $code"
		[ "$code" = "$TEMPORARY" ] &&
		    [ "$(cat "$dir/google/tokens/box.json")" = "$before" ] ||
		    return 1
	done
	t google poll
}

sends() {
	: >"$d/logins"
	cp "$dir/mail.eml" "$dir/in.eml"
	t google import "$dir/in.eml" && t google filter &&
	    t google digest qa --now 2026-11-16T09:00:00Z &&
	    t google send --now 2026-11-16T09:00:00Z &&
	    grep -q '^1 sent' "$dir/said" &&
	    [ "$(cat "$d/logins")" = "smtp ok
smtp mail" ]
}

by_device() {
	plan ok error:authorization_pending status:503 ok
	t device login box && grep -q ABCD-1234 "$dir/said" &&
	    grep -q https://test.example/device "$dir/said" && t device poll
}

by_app() {
	t app poll && [ -z "$(kept app refresh_token)" ] && t app login box &&
	    [ "$(asked client_credentials)" = 1 ]
}

# Whatever the moment, the file is whole and of before or after.
killed_at() { # POINT OLD|NEW
	expire google
	before=$(kept google refresh_token)
	code=0
	TRIBUNE_FAULT=$1 t google check || code=$?
	[ "$code" = 137 ] || return 1
	after=$(kept google refresh_token)
	case $2 in
	OLD) [ -n "$after" ] && [ "$after" = "$before" ] ;;
	NEW) [ -n "$after" ] && [ "$after" != "$before" ] && t google poll ;;
	esac
}

kill_test() { # TEXT POINT OLD|NEW
	if [ -n "$FAULTS" ]; then
		ok "$1" killed_at "$2" "$3"
	else
		tap_number=$((tap_number + 1))
		echo "ok $tap_number $1 # SKIP no fault points in this build"
	fi
}

keeps_secrets() {
	! grep -E 'ACCESS-|REFRESH-|CODE-|DEVICE-|hush-hush' "$dir/all"
}

printf 'bug -> qa\n    crash*\n' >"$dir/rules"
cat >"$dir/mail.eml" <<MAIL
From: bob@test.example
To: ann@test.example
Subject: it crashes
Date: Thu, 12 Nov 2026 09:00:00 +0000
Message-ID: <1@test.example>

It crashes when I save.
MAIL

SECRET="client-secret-file = $d/secret"
for name in google paste denied; do config "$name" google "$SECRET"; done
config device microsoft
config app microsoft "$SECRET" 'tenant = test.example'
config wrong-app microsoft "client-secret-file = $dir/wrong" \
    'tenant = test.example'
(umask 077 && echo wrong >"$dir/wrong")
CA=$dir/other-tls/ca.pem config foreign google "$SECRET"

FAULTS=
grep -q TRIBUNE_FAULT_COUNT "$TRIBUNE" && FAULTS=yes

tap_plan 26
fails "without a login the operator is told" $AUTH \
    'run `tribune login box`' t google poll
ok "a login in a browser here" by_redirect
ok "its tokens are for the owner alone" private
ok "a poll by token" t google poll
ok "it brought the mail" [ "$(sqlite3 "$dir/google/t.db" \
    'SELECT count(*) FROM message')" = 1 ]
ok "a login in a browser elsewhere" by_paste
fails "a person says no" $AUTH 'refused: access_denied' by_denial
fails "a code that was spent" $AUTH invalid_grant by_theft
ok "refresh tokens are rotated" rotates
ok "a revoked access token is renewed" is_revoked
ok "processes share a token" shares
ok "a mail is sent by token" sends
ok "trouble of the token server passes" \
    survives garbage huge drop redirect status:503 error:server_error
expire google
plan error:invalid_grant
fails "a login that is over" $AUTH \
    'login of box is over, run `tribune login box`: invalid_grant' t google poll
plan error:invalid_grant
fails "the check says so for IMAP" $AUTH \
    'BAD +box: the login of box is over' t google check
ok "another login mends it" by_redirect
ok "after which all is well" t google check
ok "a login by device" by_device
ok "an app needs no login" by_app
fails "an app with a wrong secret" $AUTH \
    'client-id and client-secret-file of box are refused: invalid_client' \
    t wrong-app poll
mkdir -p "$dir/foreign/tokens"
cp "$dir/google/tokens/box.json" "$dir/foreign/tokens/"
expire foreign
fails "a token server nobody vouches for" $PROTOCOL 'token for box: localhost' \
    t foreign poll
fails "a mailbox with a password has no login" $CONFIG 'logs in by password' \
    sh -c "sed '/^auth\|^client\|-url/d' '$dir/google.conf' >'$dir/p.conf' &&
        '$TRIBUNE' login box --config '$dir/p.conf'"
kill_test "killed when the new tokens are in their file" 2 NEW
kill_test "killed when they are not" 1 OLD
ok "a login mends that too" by_redirect
ok "no secret is ever said" keeps_secrets
