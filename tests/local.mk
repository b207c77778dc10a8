dist_check_SCRIPTS = \
	tests/test-import.sh \
	tests/test-layers.sh \
	tests/test-poll.sh
EXTRA_DIST += tests/run-tap \
	tests/lib/dovecot.sh \
	tests/lib/odd-mails.py \
	tests/lib/tap.sh \
	tests/sample
