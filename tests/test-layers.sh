#!/bin/sh
# Holds the rule that calls go down only: each directory includes only those of
# the layers below it, and library headers stay in the one that owns them. Within
# filters/ patterns, people and learning know neither rules nor each other; within
# mail/ what knows bytes knows nothing of what knows words.
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

alone() { # DIRECTORY [NEIGHBOUR...]: it includes no others of its neighbours
	neighbours=$(cd "$top" && echo "${1%/*}"/*/ | sed 's:/ :|:g; s:/$::')
	directory=$1
	allowed=$(echo "$*" | tr ' ' '|')
	shift
	report "$directory includes of its neighbours: ${*:-none}" "$(cd "$top" &&
	    grep -rnE "#include \"($neighbours)/" --include='*.[ch]' \
	        --exclude='test-*' --exclude='fuzz-*' "$directory" |
	    grep -vE "#include \"($allowed)/")"
}

library() { # HEADER-PATTERN FILE-PATTERN
	report "$1 is included by $2 only" "$(cd "$top" &&
	    grep -rnE "#include <$1" --include='*.[ch]' $all | grep -vE "^($2)")"
}

echo 1..28
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
alone mail/charset
alone mail/language
alone mail/words
alone mail/header mail/charset
alone mail/html mail/header
alone mail/outlook mail/charset
alone mail/mime mail/charset mail/header mail/html mail/outlook
alone mail/origin mail/header mail/mime mail/words
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
