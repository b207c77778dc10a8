# read.sh: what `scripts/bench read` does; sourced by it. Makes 20,000 mails of 2 to
# 30 KB, and as many tenths of HTML alone, and has read.py measure.
#
#   bench [--rounds 3] [--mails 20000] [--memory 100000] [--corpus FOLDER]

mails=20000 memory=100000 rounds=3 corpus=
while [ $# -gt 0 ]; do
	case $1 in
	--rounds) rounds=$2 ;;
	--mails) mails=$2 ;;
	--memory) memory=$2 ;;
	--corpus) corpus=$2 ;;
	*) echo "bench read: no such option: $1" >&2; exit 64 ;;
	esac
	shift 2
done

make -s -C "$top_builddir" tests/bench/gmime-loop tests/bench/read-loop >&2
fill() { # NAME N SHAPE
	mkdir -p "$dir/$1/cur" "$dir/$1/new" "$dir/$1/tmp"
	/usr/bin/python3 "$top/tests/bench/mails.py" "$top/tests/sample" \
	    "$dir/$1" "$2" --shape "$3"
}

fill mixed "$mails" mixed
fill html $((mails / 10)) html
/usr/bin/python3 "$top/tests/bench/read.py" "$top_builddir" "$dir" \
    --rounds "$rounds" --memory "$memory" ${corpus:+--corpus "$corpus"}
