#!/bin/sh
# Mails made to harm whoever reads them: tests/hostile/make.py has the shapes.
. "${top_srcdir:-.}/tests/lib/tap.sh"

/usr/bin/python3 "$top_srcdir/tests/hostile/run.py" "$TRIBUNE" "$dir"
