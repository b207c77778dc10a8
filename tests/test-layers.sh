#!/bin/sh
# Holds the rule that calls go down only: each directory includes only those of
# the layers below it, and library headers stay in the one that owns them. Within
# filters/ patterns, people and learning know neither rules nor each other.
top=${top_srcdir:-.}
number=0
all='core store mail net ingest filters digest cli'

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
	    grep -rnE '#include "' --include='*.[ch]' "$directory" |
	    grep -vE "#include \"($allowed)/")"
}

alone() { # DIRECTORY: of its neighbours it includes none
	neighbours=$(cd "$top" && echo "${1%/*}"/*/ | sed 's:/ :|:g; s:/$::')
	report "$1 includes no neighbour of its own" "$(cd "$top" &&
	    grep -rnE "#include \"($neighbours)/" --include='*.[ch]' "$1" |
	    grep -v "#include \"$1/")"
}

library() { # HEADER-PATTERN FILE-PATTERN
	report "$1 is included by $2 only" "$(cd "$top" &&
	    grep -rnE "#include <$1" --include='*.[ch]' $all | grep -vE "^($2)")"
}

echo 1..20
layer core
layer store core
layer mail core
layer net core
layer ingest net mail store core
layer filters net mail store core
layer digest net mail store core
layer cli ingest filters digest net mail store core
alone filters/learn
alone filters/patterns
alone filters/people
library 'sqlite3' 'store/'
library 'libetpan' 'ingest/'
library '(gmime|gumbo)' 'mail/'
library 'pcre2' 'filters/'
library 'cairo' 'digest/'
library 'gnutls' 'net/'
library 'curl' '(net/oauth|digest/smtp)'
library 'seccomp' 'mail/'
report 'SQL stands in store only' "$(cd "$top" &&
    grep -rnE '"(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA) ' \
        --include='*.c' core mail net ingest filters digest cli |
    grep -v '/test-')"
