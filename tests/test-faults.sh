#!/bin/sh
# Polls a scripted IMAP server that hangs, closes, lies and floods: each case of
# tests/imap-faults/cases.txt, and after it a good server.
. "${top_srcdir:-.}/tests/lib/tap.sh"

export LSAN_OPTIONS="suppressions=$(cd "$top_srcdir" &&
    pwd)/tests/imap-faults/lsan.supp:print_suppressions=0"
/usr/bin/python3 -B "$top_srcdir/tests/imap-faults/run.py" "$TRIBUNE" "$dir"
