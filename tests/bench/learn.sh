# bench learn TRAIN.tsv TEST.tsv...: how well classes are told apart that are learnt
# from labelled text (id, label, text a line), with 10 and 50 examples a class and
# with all.
[ $# -ge 2 ] && [ $(($# % 2)) = 0 ] || {
	echo 'bench learn TRAIN.tsv TEST.tsv [TRAIN.tsv TEST.tsv...]' >&2
	exit 64
}
make -s -C "$top_builddir" tests/bench/learn >&2
while [ $# -gt 0 ]; do
	printf '\n### %s\n' "$(basename "$2" .tsv)"
	"$top_builddir/tests/bench/learn" "$1" "$2" 10 50 0 | sed 's/^/- /'
	shift 2
done
