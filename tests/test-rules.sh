#!/bin/sh
# What a person does with rules: corrects, checks, tries and asks why.
. "${top_srcdir:-.}/tests/lib/tap.sh"

t() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/tribune.conf"
}

site() {
	mkdir "$dir/rules" "$dir/mails"
	{
		printf '[tribune]\ndatabase = t.db\ncompany = Tideway\n'
		printf 'domains = tideway.example\nrules = rules/*.rules\n'
		for id in qa product support pr; do
			printf '[department %s]\nto = %s@tideway.example\n' \
			    "$id" "$id"
		done
	} >"$dir/tribune.conf"
	cat >"$dir/rules/10-bugs.rules" <<-'RULES'
		# What is broken.
		bug/crash -> qa, high
		    crash* or freez* or "stops working"
		idea -> product
		    "would be great if" and not subject:unsubscribe
		reply -> support
		    header.in-reply-to:/./
	RULES
}

mail() { # NUMBER SUBJECT BODY
	printf 'From: P%s <p%s@x.example>\nTo: support@tideway.example\nDate: Mon, 16 Nov 2026 08:00:0%s +0000\nMessage-ID: <%s@x.example>\n%sSubject: %s\n\n%s\n' \
	    "$1" "$1" "$1" "$1" "$4" "$2" "$3" >"$dir/mails/$1.eml"
}

mails() {
	mail 1 'It broke' 'The editor crashes when I save. It would be great if it did not.'
	mail 2 'Dark mode' 'It would be great if there was a dark mode.'
	mail 3 'Thanks' 'You are kind.' 'In-Reply-To: <a@tideway.example>
'
	mail 4 'Slow' 'The search is very slow since Monday.'
	t import "$dir/mails" && t filter
}

has() { # ID JQ
	t show "$1" --json >"$dir/has.json" && cat "$dir/has.json" &&
	    jq -e "$2" "$dir/has.json"
}

fails_with() { # CODE TEXT COMMAND...
	code=$1 wanted=$2
	shift 2
	t "$@" >"$dir/said" 2>"$dir/err"
	[ $? = "$code" ] && cat "$dir/err" && grep -qF -- "$wanted" "$dir/err"
}

takes_away() {
	t tag 1 -idea --by ann@tideway.example && has 1 \
	    '(.tags | map(.tag)) == ["bug/crash"] and .departments == ["qa"]'
}

gives() {
	t tag 4 +bug/crash +slow --new && has 4 '.tags | map([.tag, .by]) ==
	    [["bug/crash", "person"], ["slow", "person"]]' &&
	    has 4 '.departments == ["qa"]'
}

routes() {
	t route 1 pr,support && has 1 '.departments == ["pr", "support"]' &&
	    t tag 1 +idea && has 1 '.departments == ["pr", "support"]' &&
	    t route 1 none && has 1 '.departments == []' &&
	    t route 1 --as-tagged && has 1 '.departments == ["product", "qa"]'
}

opposite() {
	has 1 '.tags[1] | .tag == "idea" and .by == "person" and
	    .rule == "idea" and .spans == ["would be great if"]'
}

tells_history() {
	t show 1 >"$dir/shown" && cat "$dir/shown" &&
	    grep -q 'ann@tideway.example: not idea' "$dir/shown" &&
	    grep -q ': to pr, support$' "$dir/shown" &&
	    grep -q ': to where its tags send it$' "$dir/shown" &&
	    grep -q ': idea$' "$dir/shown"
}

refuses() {
	fails_with 66 "did you mean 'bug/crash'" tag 2 +bug/crsh &&
	    fails_with 66 "did you mean 'support'" route 2 suport &&
	    fails_with 66 'there is no message 99' tag 99 +idea &&
	    fails_with 66 'there is no message 99' route 99 qa &&
	    fails_with 64 'no tag' tag 2 +Bug --new &&
	    fails_with 64 '--by' tag 2 +idea --by ann &&
	    fails_with 64 'say which tags' tag 2 &&
	    fails_with 64 'say either' route 2 &&
	    fails_with 64 'not the id' route x qa &&
	    [ "$(sqlite3 "$dir/t.db" \
	        'SELECT count(*) FROM label WHERE message_id = 2')" = 0 ]
}

# As after an edit: bugs are called otherwise, and "slow" is one.
edit() {
	sed -i 's/^bug.crash/bug\/broken/' "$dir/rules/10-bugs.rules" &&
	    printf 'bug/slow -> qa, product\n    slow\n' \
	        >>"$dir/rules/10-bugs.rules"
}

says_what_would_change() {
	t filter --again --dry-run >"$dir/dry" && cat "$dir/dry" &&
	    grep -q '^4 mails looked at, 2 would be changed$' "$dir/dry" &&
	    grep -q '^  bug/slow  *+1 -0$' "$dir/dry" &&
	    grep -q '^    + 4  "Slow": Slow, slow$' "$dir/dry" &&
	    grep -q '^    - 1  "It broke": crashes$' "$dir/dry" &&
	    t filter --again --dry-run --json | jq -e '.changed == 2 and
	        (.tags[] | select(.name == "bug/slow") | .added == 1 and
	            .added_examples[0].words == "Slow, slow") and
	        (.departments[] | select(.name == "product") | .added == 1)' &&
	    has 1 '.tags[0].tag == "bug/crash"'
}

snapshot() { # DATABASE
	sqlite3 "$1" "SELECT * FROM tag; SELECT * FROM denied_tag;
	    SELECT * FROM routing; SELECT id, rules FROM message;
	    SELECT * FROM label"
}

# Killed at the first durable step, then at the second, ...; without fault
# points this is one undisturbed run.
again_whenever_killed() {
	cp "$dir/t.db" "$dir/calm.db" &&
	    sed 's/t\.db/calm.db/' "$dir/tribune.conf" >"$dir/calm.conf" &&
	    printf '[limits]\ntransaction-rows = 1\n' >>"$dir/tribune.conf" &&
	    "$TRIBUNE" filter --again --config "$dir/calm.conf" || return 1
	for step in $(seq 12); do
		TRIBUNE_FAULT=$step t filter --again
		echo "step $step: $?"
	done
	t filter --again && snapshot "$dir/t.db" >"$dir/a" &&
	    snapshot "$dir/calm.db" >"$dir/b" && diff "$dir/a" "$dir/b"
}

people_hold() {
	has 4 '.tags | map([.tag, .by]) == [["bug/crash", "person"],
	    ["bug/slow", "rule"], ["slow", "person"]]' &&
	    t filter --again --json | jq -e '.looked_at == 0' &&
	    t filter --again | grep '^nothing to do'
}

wants_again() {
	fails_with 64 'go with --again' filter --dry-run &&
	    fails_with 64 'no time such as 90d' filter --again --since soon
}

because() { # ID PATTERN...
	t why "$1" >"$dir/why" && cat "$dir/why" || return 1
	shift
	for pattern; do
		grep -qE -- "$pattern" "$dir/why" || {
			echo "without: $pattern"
			return 1
		}
	done
}

tells_why() {
	because 1 '^bug/broken \(high\), found by rule bug/broken, .*/rules/10-bugs.rules:2$' \
	    '^    The editor crashes when I save\.$' \
	    '^idea said by a person, found by rule idea, .*10-bugs.rules:4$' \
	    '^    It would be great if it did not\.$' \
	    '^to product: idea$' '^to qa: bug/broken$' \
	    '^said .*, ann@tideway.example: not idea$' &&
	    ! grep -q 'have changed' "$dir/why" &&
	    because 3 '^reply, found by rule reply' '^    the words' &&
	    t tag 2 -idea && because 2 '^idea taken away by a person, found' &&
	    t tag 2 +idea
}

tells_which_term_failed() {
	because 1 && t why 1 --rule reply >"$dir/why" && cat "$dir/why" &&
	    grep -q '^rule reply, .*10-bugs.rules:6: it does not match$' \
	        "$dir/why" &&
	    grep -qF '  for header.in-reply-to:/./ is not there' "$dir/why" &&
	    t why 2 --rule idea >"$dir/why" && cat "$dir/why" &&
	    grep -q '^    true    "would be great if": would be great if$' \
	        "$dir/why" &&
	    grep -q '^    false     subject:unsubscribe$' "$dir/why" &&
	    t why 3 --rule reply --json | jq -e '.tried[0].holds and
	        (.tried[0].when.spans | length) == 1' &&
	    fails_with 66 "did you mean 'reply'" why 1 --rule repply
}

says_that_rules_changed() {
	sed -i 's/freez\* or //; 1i# One more line.' "$dir/rules/10-bugs.rules" &&
	    because 1 'have changed since it was tagged' '10-bugs.rules:3$' &&
	    sed -i 's/^bug.slow/bug\/sluggish/' "$dir/rules/10-bugs.rules" &&
	    because 4 'found by rule bug/slow, which is no more' &&
	    t why 4 --json | jq -e '.rules_changed'
}

checks() {
	t rules check >"$dir/said" && cat "$dir/said" &&
	    grep -q '^4 rules in 1 file, no fault$' "$dir/said" &&
	    printf 'bug -> qq, support\n    a b\n    or subjct:(c or "d)\n' \
	        >"$dir/20-new.rules" &&
	    printf 'late -> qa\n    tag:bug/brokn or *\n' \
	        >"$dir/30-more.rules" || return 1
	t rules check "$dir/20-new.rules" "$dir/30-more.rules" >"$dir/said"
	[ $? = 78 ] && cat "$dir/said" &&
	    [ "$(grep -c '^ *^$' "$dir/said")" = 7 ] &&
	    grep -qx '7 faults' "$dir/said" &&
	    grep -qF "20-new.rules:1:8: there is no department 'qq'; did you mean 'qa'?" \
	        "$dir/said" &&
	    grep -q "20-new.rules:2:7: 'and' or 'or' is missing" "$dir/said" &&
	    grep -q "20-new.rules:3:8: there is no field 'subjct'" \
	        "$dir/said" &&
	    grep -qF "30-more.rules:2:9: no rule above this one sets the tag 'bug/brokn'; did you mean 'bug/broken'?" \
	        "$dir/said" &&
	    grep -qF "30-more.rules:2:22: '*' can only end a word" "$dir/said"
}

checks_as_json() {
	t rules check --json | jq -e '.rules == 4 and .faults == []' &&
	    t rules check "$dir/20-new.rules" --json >"$dir/said"
	[ $? = 78 ] && jq -e '.faults[0] | .line == 1 and .column == 8 and
	    (.file | endswith("20-new.rules")) and
	    (.sentence | startswith("there is no department"))' "$dir/said"
}

tests_mails_without_a_database() {
	printf 'slow -> support, now\n    slow\n' >"$dir/20-new.rules" &&
	    sed 's/t\.db/none.db/' "$dir/tribune.conf" >"$dir/no.conf" &&
	    "$TRIBUNE" rules test --rule "$dir/20-new.rules" \
	        --config "$dir/no.conf" "$dir/mails/1.eml" \
	        "$dir/mails/4.eml" "$dir/mails/3.eml" >"$dir/said" || return 1
	cat "$dir/said"
	grep -q '^  slow -> support, now, .*20-new.rules:1: Slow, slow$' \
	    "$dir/said" &&
	    grep -q '^      subject: Slow$' "$dir/said" &&
	    grep -q '^      The editor crashes when I save\.$' "$dir/said" &&
	    grep -q '^  to product, qa, support; urgency now$' "$dir/said" &&
	    grep -q '^  reply -> support' "$dir/said" &&
	    [ ! -e "$dir/none.db" ] &&
	    t rules test "$dir/mails/4.eml" --json | jq -e '
	        .tags[0].tag == "bug/sluggish" and .urgency == "none" and
	        .departments == ["product", "qa"]'
}

tests_bad_mails() {
	printf 'slow -> qa\n    /(a+)+$/\n' >"$dir/40-slow.rules" &&
	    printf 'From: a@x.example\nSubject: Hello\n\n%s!\n' \
	        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \
	        >"$dir/slow.eml" && t rules test --rule "$dir/40-slow.rules" \
	        "$dir/slow.eml" >"$dir/said" && cat "$dir/said" &&
	    grep -q 'took too long and was given up' "$dir/said" &&
	    grep -q 'no rule matches' "$dir/said" || return 1
	printf 'From: postmaster@x.example\nAuto-Submitted: auto-replied\nSubject: Re: It crashes\n\nI am away.\n' \
	    >"$dir/away.eml" &&
	    t rules test "$dir/away.eml" >"$dir/said" && cat "$dir/said" &&
	    grep -q '  it is auto-reply .*rules are for what people write' \
	        "$dir/said" &&
	    fails_with 66 'none.eml: no such file' rules test \
	        "$dir/none.eml" &&
	    fails_with 66 'none.rules: no such file' rules check \
	        "$dir/none.rules" &&
	    fails_with 64 'say check' rules test &&
	    fails_with 64 'say check' rules nonsense &&
	    fails_with 64 'say check' rules &&
	    fails_with 64 'say check' rules check --since 3d
}

tries_a_file_on_what_is_stored() {
	t filter --again && before=$(snapshot "$dir/t.db" | cksum) &&
	    t rules dry-run "$dir/20-new.rules" >"$dir/said" &&
	    cat "$dir/said" &&
	    grep -q '^4 mails looked at, 1 would be changed$' "$dir/said" &&
	    grep -q '^  slow (now)  *+1 -0$' "$dir/said" &&
	    grep -q '^    + 4  "Slow": Slow, slow$' "$dir/said" &&
	    ! grep -q 'other rules' "$dir/said" &&
	    t rules dry-run --since 1h --now 2026-11-17T08:00:00Z --json \
	        "$dir/20-new.rules" | jq -e '.looked_at == 0' &&
	    [ "$(snapshot "$dir/t.db" | cksum)" = "$before" ]
}

# Beside each other, so that what is there is seen.
joins_what_is_absent() {
	t why 6 --rule bug/broken >"$dir/why" && cat "$dir/why" &&
	    grep -qxF '    false or' "$dir/why" &&
	    grep -qxF '    false   crash*, "stops working"' "$dir/why" &&
	    s why 2 --rule bug | grep "^sign bug"
}

# Of what a regex took only the beginning is shown, and each word once.
shows_examples_briefly() {
	printf 'all -> pr\n    /T.*Monday/\nsame -> pr\n    /T.*Monday/\n' \
	    >"$dir/30-new.rules" &&
	    mail 6 'Ever so very slow and ever so very long a subject' \
	        "The $(printf 'very %.0s' $(seq 17))slow one, each Monday." &&
	    t import "$dir/mails" && t filter &&
	    t rules dry-run "$dir/30-new.rules" >"$dir/said" &&
	    cat "$dir/said" &&
	    [ "$(grep -c 'long…": The very .*very…$' "$dir/said")" = 3 ] &&
	    ! grep '.\{140\}' "$dir/said"
}

tries_an_edited_file() {
	sed 's/crash\*/saves/' "$dir/rules/10-bugs.rules" \
	    >"$dir/10-bugs.rules" &&
	    t rules dry-run "$dir/10-bugs.rules" >"$dir/said" &&
	    cat "$dir/said" &&
	    grep -q '^  bug/broken (high)  *+0 -1$' "$dir/said" &&
	    grep -q '^    - 1  "It broke": crashes$' "$dir/said" &&
	    printf '\nmore -> qa\n    x y\n' >>"$dir/10-bugs.rules" || return 1
	t rules dry-run "$dir/10-bugs.rules" >"$dir/said"
	[ $? = 78 ] && grep -qx '1 fault' "$dir/said"
}

# One mail with a sign and one without, both of which sound like a fault, and
# one of a kind that no rule has.
signs() {
	mkdir "$dir/signs" && sed 's/t\.db/signs.db/; s/^rules.*/rules = signs\/*/' \
	    "$dir/tribune.conf" >"$dir/signs.conf" &&
	    printf 'bug/crash? -> qa, high\n    crash*\n' \
	        >"$dir/signs/10.rules" &&
	    mkdir "$dir/three" && mv "$dir/mails" "$dir/kept" &&
	    mkdir "$dir/mails" || return 1
	mail 5 'Crash' 'It crashes whenever I press save since the update.'
	mail 6 '' 'The app freezes on start and then I see an error message.'
	mail 7 'Hello' 'Just wanted to say we love what you do.'
	mv "$dir"/mails/* "$dir/three" && rmdir "$dir/mails" &&
	    mv "$dir/kept" "$dir/mails"
}

s() { # COMMAND...
	"$TRIBUNE" "$@" --config "$dir/signs.conf"
}

tests_a_guess_as_one() {
	signs && s rules test "$dir"/three/*.eml >"$dir/said" &&
	    cat "$dir/said" &&
	    grep -qE '^  bug/crash -> qa, high, guessed by the model, [0-9 over]+% sure; sign bug/crash, .*signs/10.rules:1$' \
	        "$dir/said" &&
	    grep -qE '^  bug -> qa, guessed by the model, [0-9 over]+% sure; no sign$' \
	        "$dir/said" &&
	    grep -qE '^  the model gave no tag: to it this is praise [0-9over ]+%, .*; it takes 30% and a sign of that kind$' \
	        "$dir/said" &&
	    s rules test --json "$dir/three/6.eml" | jq -e '.tags[0] |
	        .by == "model" and .rule == null and .probability > 0.3' &&
	    s rules test --json "$dir/three/7.eml" |
	        jq -e '.tags == [] and ([.kinds[].probability] | add) > 0.99'
}

tells_why_it_was_guessed() {
	s import "$dir/three" && s filter || return 1
	s why 1 >"$dir/why" && s why 2 >>"$dir/why" && s why 3 >>"$dir/why" &&
	    cat "$dir/why" &&
	    grep -qE '^bug/crash \(high\), guessed by the model, [0-9 over]+% sure; sign bug/crash, .*signs/10.rules:1$' \
	        "$dir/why" &&
	    grep -q '^message 2: (no subject)$' "$dir/why" &&
	    grep -qE '^bug, guessed by the model, .* sure; no sign$' \
	        "$dir/why" &&
	    grep -q '^the model gave no tag: to it this is praise ' "$dir/why" &&
	    s show 1 | grep -qE '^tags  *bug/crash \(high\) by model, [0-9 over]+%: ' &&
	    s why 2 --json | jq -e '.tags[0].probability > 0.3' &&
	    s why 3 --json | jq -e '.kinds | length > 9'
}

# A rule for the kind that was guessed takes nothing away, one for another does.
warns_of_lost_guesses() {
	printf 'bug/freeze -> qa\n    "freezes on start"\n' >"$dir/same.rules" &&
	    printf 'idea -> qa\n    "freezes on start"\n' >"$dir/other.rules" &&
	    s rules dry-run "$dir/same.rules" >"$dir/said" &&
	    cat "$dir/said" && grep -q '^  bug/freeze  *+1 -0$' "$dir/said" &&
	    ! grep 'guessed' "$dir/said" &&
	    s rules dry-run --json "$dir/same.rules" |
	    jq -e '.changed == 1 and .guesses_lost == 0' &&
	    s rules dry-run "$dir/other.rules" >"$dir/said" &&
	    cat "$dir/said" && grep -q '^1 mail would lose what was guessed' \
	    "$dir/said" && s rules dry-run --json "$dir/other.rules" |
	    jq -e '.changed == 1 and .guesses_lost == 1'
}

# What a rule says now goes over what the model said when there was none.
forgets_a_guess() {
	printf 'idea -> product\n    "freezes on start"\n' \
	    >"$dir/signs/20.rules" &&
	    s filter --again --dry-run >"$dir/dry" && cat "$dir/dry" &&
	    grep -q '^  bug  *+0 -1$' "$dir/dry" &&
	    grep -q "^1 mail would lose what was guessed, since a rule" \
	        "$dir/dry" && s filter --again &&
	    s show 2 --json | jq -e '.departments == ["product"] and
	        (.tags | map([.tag, .by])) == [["idea", "rule"]]'
}

# A kind stands for its parts.
knows_kinds() {
	mail 5 'Again' 'It crashes at once.' && t import "$dir/mails" &&
	    t filter && has 5 '.tags | map(.tag) == ["bug/broken"]' &&
	    t tag 5 +bug && has 5 '.tags | map([.tag, .by]) ==
	        [["bug", "person"], ["bug/broken", "rule"]]' &&
	    t why 5 --rule bug >"$dir/why" && cat "$dir/why" &&
	    grep '^rule bug/broken, .*10-bugs.rules:3: it matches$' "$dir/why" &&
	    t tag 5 -bug && has 5 '.tags == [] and .departments == []' &&
	    t tag 5 +bug/broken && has 5 '.departments == ["qa"]' &&
	    fails_with 64 'as +bug or -bug' tag 5 bug
}

site

tap_plan 28
ok 'mails are tagged by rules' mails
ok 'a person takes a tag away, and its department goes' takes_away
ok 'a person gives tags that rules did not' gives
ok 'a person says where a message goes' routes
ok 'the opposite brings back the words of the rule' opposite
ok 'show tells who said what' tells_history
ok 'what is misspelt is refused, and nothing noted' refuses
ok 'the rules are edited' edit
ok 'a dry run says what would change, and changes nothing' \
    says_what_would_change
ok 'filter --again gives the same wherever it is killed' again_whenever_killed
ok 'what people said holds, and doing it again does nothing' people_hold
ok 'its options go together' wants_again
ok 'why tells the rule, its line, and the sentence' tells_why
ok 'why --rule tells which term failed' tells_which_term_failed
ok 'why says when the rules have changed since' says_that_rules_changed
ok 'rules check tells all faults of all files' checks
ok 'as JSON, too' checks_as_json
ok 'rules test needs no database' tests_mails_without_a_database
ok 'rules test says what it cannot test' tests_bad_mails
ok 'rules dry-run tells what a new file would change' \
    tries_a_file_on_what_is_stored
ok 'and what an edited one would' tries_an_edited_file
ok 'rules test tells a guess of the model as one' tests_a_guess_as_one
ok 'why tells how sure the model was, and by which sign' \
    tells_why_it_was_guessed
ok 'rules dry-run warns where a rule would end a guess' warns_of_lost_guesses
ok 'filter --again forgets a guess that no longer holds' forgets_a_guess
ok 'what is said of a kind is said of its parts' knows_kinds
ok 'examples of changes are short' shows_examples_briefly
ok 'why tells terms that are absent in one line' joins_what_is_absent
