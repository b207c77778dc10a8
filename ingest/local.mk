noinst_LIBRARIES += libingest.a
libingest_a_SOURCES = \
	ingest/again.c ingest/again.h \
	ingest/ahead.c ingest/ahead.h \
	ingest/answer.c ingest/answer.h \
	ingest/batch.c ingest/batch.h \
	ingest/error.c ingest/error.h \
	ingest/fetch.c \
	ingest/files.c ingest/files.h \
	ingest/folder.c ingest/folder.h \
	ingest/folders.c ingest/folders.h \
	ingest/follow.c \
	ingest/guard.c ingest/guard.h \
	ingest/idle.c ingest/idle.h \
	ingest/imap.c ingest/imap.h \
	ingest/import.c ingest/import.h \
	ingest/large.c ingest/large.h \
	ingest/lines.c ingest/lines.h \
	ingest/list.c \
	ingest/login.c ingest/login.h \
	ingest/mail.c ingest/mail.h \
	ingest/mbox.c ingest/mbox.h \
	ingest/place.c ingest/place.h \
	ingest/poll.c ingest/poll.h \
	ingest/roster.c ingest/roster.h \
	ingest/salvage.c ingest/salvage.h \
	ingest/session.h \
	ingest/span.c ingest/span.h \
	ingest/stream.c ingest/stream.h \
	ingest/texts.c ingest/texts.h \
	ingest/unpack.c ingest/unpack.h \
	ingest/utf7.c ingest/utf7.h \
	ingest/watch.c ingest/watch.h \
	ingest/writer.c ingest/writer.h

check_PROGRAMS += ingest/test-ahead
ingest_test_ahead_SOURCES = ingest/test-ahead.c

check_PROGRAMS += ingest/test-folders
ingest_test_folders_SOURCES = ingest/test-folders.c \
	ingest/test-server.c ingest/test-server.h

check_PROGRAMS += ingest/test-follow
ingest_test_follow_SOURCES = ingest/test-follow.c \
	ingest/test-box.c ingest/test-box.h \
	store/test-rows.c store/test-rows.h \
	ingest/test-server.c ingest/test-server.h

check_PROGRAMS += ingest/test-guard
ingest_test_guard_SOURCES = ingest/test-guard.c

check_PROGRAMS += ingest/test-files
ingest_test_files_SOURCES = ingest/test-files.c \
	ingest/test-files-place.c ingest/test-files-place.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += ingest/test-import
ingest_test_import_SOURCES = ingest/test-import.c \
	ingest/test-files-place.c ingest/test-files-place.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += ingest/test-texts
ingest_test_texts_SOURCES = ingest/test-texts.c \
	ingest/test-files-place.c ingest/test-files-place.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += ingest/test-login
ingest_test_login_SOURCES = ingest/test-login.c \
	ingest/test-server.c ingest/test-server.h \
	net/test-oauthd.c net/test-oauthd.h

check_PROGRAMS += ingest/test-mbox
ingest_test_mbox_SOURCES = ingest/test-mbox.c

check_PROGRAMS += ingest/test-imap
ingest_test_imap_SOURCES = ingest/test-imap.c \
	ingest/test-server.c ingest/test-server.h

check_PROGRAMS += ingest/test-poll
ingest_test_poll_SOURCES = ingest/test-poll.c \
	ingest/test-box.c ingest/test-box.h \
	store/test-rows.c store/test-rows.h \
	ingest/test-server.c ingest/test-server.h

check_PROGRAMS += ingest/test-unpack
ingest_test_unpack_SOURCES = ingest/test-unpack.c

check_PROGRAMS += ingest/test-utf7
ingest_test_utf7_SOURCES = ingest/test-utf7.c

check_PROGRAMS += ingest/test-writer
ingest_test_writer_SOURCES = ingest/test-writer.c \
	store/test-rows.c store/test-rows.h
