noinst_LIBRARIES += libstore.a
libstore_a_SOURCES = \
	store/answers.c store/answers.h \
	store/arrivals.c store/arrivals.h \
	store/backup.c store/backup.h \
	store/contacts.c store/contacts.h \
	store/conversations.c store/conversations.h \
	store/copy.c store/copy.h \
	store/db.c store/db.h \
	store/digests.c store/digests.h \
	store/erase.c store/erase.h \
	store/erase-rows.c \
	store/error.c store/error.h \
	store/feedback.c store/feedback.h \
	store/folders.c store/folders.h \
	store/forget.c store/forget.h \
	store/growth.c store/growth.h \
	store/held.c store/held.h \
	store/joins.c \
	store/labels.c store/labels.h \
	store/list-json.c store/list-json.h \
	store/lock.c \
	store/mailboxes.c store/mailboxes.h \
	store/messages.c store/messages.h \
	store/migrate.c store/migrate.h \
	store/models.c store/models.h \
	store/outbox.c store/outbox.h store/outbox-row.h \
	store/pack.c store/pack.h \
	store/parts.c store/parts.h \
	store/patterns.c store/patterns.h \
	store/people.c store/people.h \
	store/person-sql.h \
	store/promises.c store/promises.h \
	store/quarantine.c store/quarantine.h \
	store/queue.c store/queue.h \
	store/raw.c store/raw.h \
	store/records.c store/records.h \
	store/retag.c store/retag.h \
	store/retain.c store/retain.h \
	store/roll.c store/roll.h \
	store/room.c store/room.h \
	store/search.c store/search.h \
	store/search-condition.c store/search-condition.h \
	store/search-index.c store/search-index.h \
	store/search-plan.c store/search-plan.h \
	store/search-text.c store/search-text.h \
	store/secrets.c \
	store/sending.c store/sending.h \
	store/settled.c store/settled.h \
	store/status.c store/status.h \
	store/store.c store/store.h \
	store/tags.c store/tags.h \
	store/talks.c store/talks.h \
	store/unfetched.c store/unfetched.h \
	store/urgent.c store/urgent.h \
	store/wal.c store/wal.h
nodist_libstore_a_SOURCES = store/migrations.c

STORE_MIGRATIONS = \
	store/migrations/0001-first.sql \
	store/migrations/0002-operator.sql \
	store/migrations/0003-quarantine.sql \
	store/migrations/0004-answers.sql \
	store/migrations/0005-labels.sql \
	store/migrations/0006-promises.sql \
	store/migrations/0007-people.sql \
	store/migrations/0008-search.sql \
	store/migrations/0009-unfetched.sql \
	store/migrations/0010-models.sql \
	store/migrations/0011-tagged.sql
EXTRA_DIST += $(STORE_MIGRATIONS) scripts/embed
BUILT_SOURCES += store/migrations.c
CLEANFILES += store/migrations.c
store/migrations.c: $(STORE_MIGRATIONS) scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed store_migrations \
		$(STORE_MIGRATIONS) > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@

check_PROGRAMS += store/test-store
store_test_store_SOURCES = store/test-store.c

check_PROGRAMS += store/test-feedback store/test-outbox
store_test_feedback_SOURCES = store/test-feedback.c \
	store/test-rows.c store/test-rows.h
store_test_outbox_SOURCES = store/test-outbox.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-arrivals
store_test_arrivals_SOURCES = store/test-arrivals.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-talks
store_test_talks_SOURCES = store/test-talks.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-labels
store_test_labels_SOURCES = store/test-labels.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-list-json
store_test_list_json_SOURCES = store/test-list-json.c

check_PROGRAMS += store/test-raw
store_test_raw_SOURCES = store/test-raw.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-sql
store_test_sql_SOURCES = store/test-sql.c store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-queue
store_test_queue_SOURCES = store/test-queue.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-unfetched
store_test_unfetched_SOURCES = store/test-unfetched.c store/test-rows.c \
	store/test-rows.h

check_PROGRAMS += store/test-wal
store_test_wal_SOURCES = store/test-wal.c store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-room
store_test_room_SOURCES = store/test-room.c store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-backup
store_test_backup_SOURCES = store/test-backup.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-mailboxes
store_test_mailboxes_SOURCES = store/test-mailboxes.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-growth
store_test_growth_SOURCES = store/test-growth.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-search
store_test_search_SOURCES = store/test-search.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-search-text
store_test_search_text_SOURCES = store/test-search-text.c

check_PROGRAMS += store/test-erase
store_test_erase_SOURCES = store/test-erase.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-people
store_test_people_SOURCES = store/test-people.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-joins
store_test_joins_SOURCES = store/test-joins.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-retain
store_test_retain_SOURCES = store/test-retain.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += store/test-crowded
store_test_crowded_SOURCES = store/test-crowded.c \
	store/test-rows.c store/test-rows.h
