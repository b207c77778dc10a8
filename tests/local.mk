dist_check_SCRIPTS = \
	tests/test-answers.sh \
	tests/test-alarm.sh \
	tests/test-backup.sh \
	tests/test-erase.sh \
	tests/test-filter.sh \
	tests/test-cli.sh \
	tests/test-faults.sh \
	tests/test-folders.sh \
	tests/test-hostile.sh \
	tests/test-import.sh \
	tests/test-kill.sh \
	tests/test-layers.sh \
	tests/test-learn.sh \
	tests/test-mailboxes.sh \
	tests/test-mutants.sh \
	tests/test-oauth.sh \
	tests/test-people.sh \
	tests/test-poll.sh \
	tests/test-room.sh \
	tests/test-rules.sh \
	tests/test-sample.sh \
	tests/test-search.sh \
	tests/test-send.sh \
	tests/test-steps.sh \
	tests/test-teach.sh
EXTRA_DIST += tests/run-tap \
	tests/bench \
	tests/hostile/make.py \
	tests/hostile/mutants.py \
	tests/hostile/run.py \
	tests/hostile/tribune.py \
	tests/imap-faults/cases.txt \
	tests/imap-faults/lsan.supp \
	tests/imap-faults/run.py \
	tests/imap-faults/server.py \
	tests/letters/short.tsv \
	tests/lib/dovecot.sh \
	tests/lib/inject.py \
	tests/lib/oauthd.py \
	tests/lib/odd-mails.py \
	tests/lib/same-bytes.py \
	tests/lib/same-run.py \
	tests/lib/silent.py \
	tests/lib/site.sh \
	tests/lib/smtp-faults.py \
	tests/lib/smtpd.py \
	tests/lib/tap.sh \
	tests/lib/xoauth2d.py \
	tests/sample

# What scripts/bench builds for itself.
EXTRA_PROGRAMS += tests/bench/gmime-loop tests/bench/learn \
	tests/bench/match-loop tests/bench/read-loop tests/bench/search-loop
tests_bench_match_loop_SOURCES = tests/bench/match-loop.c
tests_bench_gmime_loop_SOURCES = tests/bench/gmime-loop.c
tests_bench_gmime_loop_LDADD = $(GMIME_LIBS) $(GUMBO_LIBS) $(GLIB_LIBS)
tests_bench_learn_SOURCES = tests/bench/learn.c
tests_bench_read_loop_SOURCES = tests/bench/read-loop.c
tests_bench_search_loop_SOURCES = tests/bench/search-loop.c \
	store/test-rows.c store/test-rows.h
