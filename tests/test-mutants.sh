#!/bin/sh
# Mails of the sample with their bytes mixed up; scripts/mutants does more.
. "${top_srcdir:-.}/tests/lib/tap.sh"

/usr/bin/python3 "$top_srcdir/tests/sample/make.py" "$dir/sample" >/dev/null

tap_plan 1
ok '300 mutants of the sample are all accounted for' /usr/bin/python3 \
    "$top_srcdir/tests/hostile/mutants.py" "$TRIBUNE" "$dir" --count 300 \
    "$dir/sample"
sed "s/^/# /" "$dir/out"
