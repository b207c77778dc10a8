tribune_SOURCES = cli/main.c

noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	cli/command.h \
	cli/cmd-alarm.c \
	cli/cmd-backup.c \
	cli/cmd-check.c \
	cli/cmd-digest.c \
	cli/cmd-escalate.c \
	cli/cmd-export.c \
	cli/cmd-filter.c \
	cli/cmd-import.c \
	cli/cmd-login.c \
	cli/cmd-parse.c \
	cli/cmd-poll.c \
	cli/cmd-quarantine.c \
	cli/cmd-restore.c \
	cli/cmd-run.c \
	cli/cmd-send.c \
	cli/cmd-setup.c \
	cli/cmd-show.c \
	cli/cmd-status.c \
	cli/cmd-work.c \
	cli/commands.c \
	cli/context.c \
	cli/copying.c cli/copying.h \
	cli/disk.c cli/disk.h \
	cli/exit.c \
	cli/notify.c cli/notify.h \
	cli/picture.c cli/picture.h \
	cli/record-json.c cli/record-json.h \
	cli/status-json.c cli/status-json.h \
	cli/supervisor.c cli/supervisor.h

check_PROGRAMS += cli/test-commands
cli_test_commands_SOURCES = cli/test-commands.c
check_PROGRAMS += cli/test-context
cli_test_context_SOURCES = cli/test-context.c
check_PROGRAMS += cli/test-disk
cli_test_disk_SOURCES = cli/test-disk.c
check_PROGRAMS += cli/test-exit
cli_test_exit_SOURCES = cli/test-exit.c
check_PROGRAMS += cli/test-looking
cli_test_looking_SOURCES = cli/test-looking.c \
	store/test-rows.c store/test-rows.h
check_PROGRAMS += cli/test-notify
cli_test_notify_SOURCES = cli/test-notify.c
check_PROGRAMS += cli/test-supervisor
cli_test_supervisor_SOURCES = cli/test-supervisor.c

# What `tribune setup` writes.
STARTER_FILES = \
	data/rules/abuse.rules \
	data/rules/access.rules \
	data/rules/advertising.rules \
	data/rules/alarms.rules \
	data/rules/applicants.rules \
	data/rules/attorneys.rules \
	data/rules/authors.rules \
	data/rules/bargains.rules \
	data/rules/beginners.rules \
	data/rules/believers.rules \
	data/rules/bugs.rules \
	data/rules/buyers.rules \
	data/rules/customers.rules \
	data/rules/delivery.rules \
	data/rules/ideas.rules \
	data/rules/money.rules \
	data/rules/observed.rules \
	data/rules/questions.rules \
	data/rules/thanks.rules \
	data/rules/unclear.rules \
	data/tribune.conf
nodist_libcli_a_SOURCES = cli/starter.c
EXTRA_DIST += $(STARTER_FILES)
BUILT_SOURCES += cli/starter.c
CLEANFILES += cli/starter.c
cli/starter.c: $(STARTER_FILES) scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed cli_starter \
		$(STARTER_FILES) > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@

check_PROGRAMS += cli/test-man
cli_test_man_SOURCES = cli/test-man.c
