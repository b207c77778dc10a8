dist_check_SCRIPTS = \
	tests/test-layers.sh
EXTRA_DIST += tests/run-tap
