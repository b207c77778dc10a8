noinst_LIBRARIES += libcore.a
libcore_a_SOURCES = \
	core/autoptr.h \
	core/business.c core/business.h \
	core/clock.c core/clock.h \
	core/config.c core/config.h \
	core/config-check.c core/config-check.h \
	core/config-lines.c core/config-lines.h \
	core/config-number.c core/config-number.h \
	core/config-oauth.c core/config-oauth.h \
	core/config-marks.c core/config-marks.h \
	core/config-read.c core/config-read.h \
	core/config-table.c \
	core/config-value.c core/config-value.h \
	core/day.c core/day.h \
	core/domain.c core/domain.h \
	core/embedded.h \
	core/error.c core/error.h \
	core/fault.c core/fault.h \
	core/frame.c core/frame.h \
	core/frames.c core/frames.h \
	core/limits.h \
	core/log.c core/log.h \
	core/message.c core/message.h \
	core/message-json.c core/message-json.h \
	core/message-wire.c core/message-wire.h \
	core/nearest.c core/nearest.h \
	core/pack.c core/pack.h \
	core/period.c core/period.h \
	core/query-cursor.c core/query-cursor.h \
	core/query-fault.c core/query-fault.h \
	core/query-field.c core/query-field.h \
	core/query-format.c core/query-format.h \
	core/query-parse.c \
	core/query-term.c core/query-term.h \
	core/query-value.c core/query-value.h \
	core/query.c core/query.h \
	core/redact.c core/redact.h \
	core/sentence.c core/sentence.h \
	core/sha256.c core/sha256.h \
	core/server.h \
	core/stop.c core/stop.h \
	core/text-run.c core/text-run.h \
	core/text.c core/text.h \
	core/text-fold.c \
	core/text-line.c \
	core/units.c core/units.h \
	core/url.c core/url.h \
	core/words.c core/words.h
if THREAD_SANITIZER
libcore_a_SOURCES += core/thread-sanitizer.c
endif

check_PROGRAMS += core/test-address
core_test_address_SOURCES = core/test-address.c
check_PROGRAMS += core/test-business
core_test_business_SOURCES = core/test-business.c
check_PROGRAMS += core/test-clock
core_test_clock_SOURCES = core/test-clock.c
check_PROGRAMS += core/test-config
core_test_config_SOURCES = core/test-config.c \
	core/test-config-file.c core/test-config-file.h
check_PROGRAMS += core/test-config-faults
core_test_config_faults_SOURCES = core/test-config-faults.c \
	core/test-config-file.c core/test-config-file.h
check_PROGRAMS += core/test-config-marks
core_test_config_marks_SOURCES = core/test-config-marks.c

check_PROGRAMS += core/test-domain
core_test_domain_SOURCES = core/test-domain.c
check_PROGRAMS += core/test-frame
core_test_frame_SOURCES = core/test-frame.c
check_PROGRAMS += core/test-frames
core_test_frames_SOURCES = core/test-frames.c
check_PROGRAMS += core/test-log
core_test_log_SOURCES = core/test-log.c
check_PROGRAMS += core/test-message-json
core_test_message_json_SOURCES = core/test-message-json.c \
	core/test-whole.c core/test-whole.h
check_PROGRAMS += core/test-message-wire
core_test_message_wire_SOURCES = core/test-message-wire.c \
	core/test-whole.c core/test-whole.h
check_PROGRAMS += core/test-message
core_test_message_SOURCES = core/test-message.c
check_PROGRAMS += core/test-period
core_test_period_SOURCES = core/test-period.c
check_PROGRAMS += core/test-query
core_test_query_SOURCES = core/test-query.c
check_PROGRAMS += core/test-redact
core_test_redact_SOURCES = core/test-redact.c
check_PROGRAMS += core/test-sentence
core_test_sentence_SOURCES = core/test-sentence.c
check_PROGRAMS += core/test-stop
core_test_stop_SOURCES = core/test-stop.c
check_PROGRAMS += core/test-text
core_test_text_SOURCES = core/test-text.c
check_PROGRAMS += core/test-text-fold
core_test_text_fold_SOURCES = core/test-text-fold.c
check_PROGRAMS += core/test-text-clean
core_test_text_clean_SOURCES = core/test-text-clean.c
check_PROGRAMS += core/test-units
core_test_units_SOURCES = core/test-units.c
check_PROGRAMS += core/test-sha256
core_test_sha256_SOURCES = core/test-sha256.c
check_PROGRAMS += core/test-url
core_test_url_SOURCES = core/test-url.c
check_PROGRAMS += core/test-words
core_test_words_SOURCES = core/test-words.c
