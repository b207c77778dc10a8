noinst_LIBRARIES += libstore.a
libstore_a_SOURCES = \
	store/db.c store/db.h \
	store/error.c store/error.h \
	store/lock.c \
	store/migrate.c store/migrate.h \
	store/secrets.c \
	store/settled.c store/settled.h \
	store/status.c store/status.h \
	store/store.c store/store.h
nodist_libstore_a_SOURCES = store/migrations.c

STORE_MIGRATIONS = \
	store/migrations/0001-first.sql
EXTRA_DIST += $(STORE_MIGRATIONS) scripts/embed
BUILT_SOURCES += store/migrations.c
CLEANFILES += store/migrations.c
store/migrations.c: $(STORE_MIGRATIONS) scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed store_migrations \
		$(STORE_MIGRATIONS) > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@

check_PROGRAMS += store/test-store
store_test_store_SOURCES = store/test-store.c
