#!/bin/sh
# From what people said to a tag on new mail: labels, a model, its guess, and that
# neither a rule nor a person is ever overruled by it.
. "${top_srcdir:-.}/tests/lib/tap.sh"

cat >"$dir/a.rules" <<'RULES'
bug -> qa
    zzzzcrash
idea -> product
    wish
RULES
cat >"$dir/t.conf" <<CONF
[tribune]
database = $dir/t.db
company = Tideway
rules = $dir/a.rules
[department qa]
to = qa@tideway.example
[department product]
to = product@tideway.example
CONF

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/t.conf" --now 2026-11-16T09:00:00Z
}

take() { # FILE
	t import --text "$1" >"$dir/out" 2>&1 && t filter >"$dir/out" 2>&1
}

tags() { # ID-OF-TEXT
	t export | jq -c "select(.from.address == \"$1@import.invalid\") | .tags"
}

# Even ones are of a fault, odd ones are not.
for n in $(seq 1 40); do
	case $((n % 2)) in
	0) printf 'n%d\tthe app crashes when I save number %d\n' "$n" "$n" ;;
	*) printf 'n%d\tthank you for the lovely day number %d\n' "$n" "$n" ;;
	esac
done >"$dir/first.tsv"
printf 'new1\tsince today it crashes again, the app\nnew2\tlovely, thank you\nnew3\tI wish that the app never crashes\n' \
    >"$dir/second.tsv"

labels() {
	take "$dir/first.tsv" && [ "$(t export | jq -c '.tags[]' | wc -l)" = 0 ] &&
	    for n in $(seq 1 40); do
		case $((n % 2)) in 0) sign=+ ;; *) sign=- ;; esac
		t tag "$n" "${sign}bug" >"$dir/out" || return 1
	    done
}

learns() {
	t learn | tee "$dir/report" | grep -q '^bug .* speaks where no rule' &&
	    t learn --report --json |
	    jq -e '.labels == 40 and .used and .precision > 0.9'
}

# There is nothing new; that is not as if nobody had said anything.
says_what_it_has() {
	t learn | grep '^nothing new to learn' &&
	    sqlite3 "$dir/t.db" ".backup '$dir/none.db'" &&
	    sqlite3 "$dir/none.db" 'DELETE FROM label; DELETE FROM model' &&
	    sed 's/t\.db/none.db/' "$dir/t.conf" >"$dir/none.conf" &&
	    "$TRIBUNE" learn --config "$dir/none.conf" |
	    grep '^nobody has said anything'
}

guesses() {
	take "$dir/second.tsv" && tags new1 && tags new1 | jq -e '.[0].tag ==
		"bug" and .[0].by == "model"' && tags new2 | jq -e '. == []' &&
	    t export | jq -se 'map(select(.from.address ==
		"new1@import.invalid"))[0].departments == ["qa"]'
}

leaves_rules_alone() {
	tags new3 | jq -e 'map(.tag) == ["idea"] and .[0].by == "rule"'
}

leaves_people_alone() {
	id=$(t export | jq 'select(.from.address == "new1@import.invalid") |
	    .id')
	t tag "$id" -bug >"$dir/out" && tags new1 | jq -e '. == []' &&
	    t filter --again >"$dir/out" && tags new1 | jq -e '. == []'
}

tap_plan 6
ok 'people say what mails are' labels
ok 'a model is made of it' learns
ok 'once, and learn says so' says_what_it_has
ok 'and speaks where no rule does' guesses
ok 'not where one does' leaves_rules_alone
ok 'what a person says holds over it' leaves_people_alone
