dist_check_SCRIPTS =
EXTRA_DIST += tests/run-tap
