#!/bin/sh
# Holds the rule that calls go down only: each directory includes only those of
# the layers below it, and library headers stay in the one that owns them.
top=${top_srcdir:-.}
number=0

report() { # WHAT OFFENDERS
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number $1"
	else
		echo "$2" | sed 's/^/# /'
		echo "not ok $number $1"
	fi
}

layer() { # DIRECTORY ALLOWED...
	directory=$1
	shift
	allowed=$(echo "$directory $*" | tr ' ' '|')
	report "$directory includes only: ${*:-itself}" "$(cd "$top" &&
	    grep -nE '#include "' "$directory"/*.[ch] |
	    grep -vE "#include \"($allowed)/")"
}

library() { # HEADER-PATTERN FILE-PATTERN
	report "$1 is included by $2 only" "$(cd "$top" &&
	    grep -nE "#include <$1" */*.[ch] | grep -vE "^($2)")"
}

echo 1..17
layer core
layer store core
layer mail core
layer net core
layer ingest net mail store core
layer filters net mail store core
layer digest net mail store core
layer cli ingest filters digest net mail store core
library 'sqlite3' 'store/'
library 'libetpan' 'ingest/'
library '(gmime|gumbo)' 'mail/'
library 'pcre2' 'filters/'
library 'cairo' 'digest/'
library 'gnutls' 'net/'
library 'curl' '(net/oauth|digest/smtp)'
library 'seccomp' 'mail/'
report 'SQL stands in store only' "$(cd "$top" &&
    grep -nE '"(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA) ' \
        core/*.c mail/*.c net/*.c ingest/*.c filters/*.c digest/*.c cli/*.c |
    grep -v '/test-')"
