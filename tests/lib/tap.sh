# tap.sh: TAP from shell tests; to be sourced. Sets $dir, a folder that goes away
# with the script; a test may set CLEAN_UP to a command to run before that.
#
#   tap_plan N
#   ok TEXT COMMAND...              passes when COMMAND succeeds
#   fails TEXT CODE WORDS COMMAND.. passes when COMMAND exits with CODE and says
#                                   WORDS (a grep -E pattern) on one line

top_srcdir=${top_srcdir:-.}
top_builddir=${top_builddir:-.}
TRIBUNE=$(cd "$top_builddir" && pwd)/tribune
CLEAN_UP=:

dir=$(mktemp -d "${TMPDIR:-/tmp}/tribune-test.XXXXXX")
chmod 755 "$dir"
trap '$CLEAN_UP; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

tap_number=0
tap_plan() { echo "1..$1"; }

tap_result() { # STATUS TEXT
	tap_number=$((tap_number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tap_number $2"
	else
		sed 's/^/# /' "$dir/out"
		echo "not ok $tap_number $2"
	fi
}

ok() { # TEXT COMMAND...
	text=$1
	shift
	status=0
	"$@" >"$dir/out" 2>&1 || status=$?
	tap_result "$status" "$text"
}

fails() { # TEXT CODE WORDS COMMAND...
	text=$1 code=$2 words=$3
	shift 3
	got=0
	"$@" >"$dir/out" 2>&1 || got=$?
	status=1
	if [ "$got" = "$code" ] && grep -qE -- "$words" "$dir/out"; then
		status=0
	fi
	echo "exit code $got, wanted $code and: $words" >>"$dir/out"
	tap_result "$status" "$text"
}
