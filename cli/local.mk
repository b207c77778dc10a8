tribune_SOURCES = cli/main.c

noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	cli/changes.c cli/changes.h \
	cli/command.h \
	cli/cmd-alarm.c \
	cli/cmd-backup.c \
	cli/cmd-check.c \
	cli/cmd-contact.c \
	cli/cmd-contacts.c \
	cli/cmd-conversations.c \
	cli/cmd-digest.c \
	cli/cmd-erase.c \
	cli/cmd-escalate.c \
	cli/cmd-export.c \
	cli/cmd-filter.c \
	cli/cmd-import.c \
	cli/cmd-learn.c \
	cli/cmd-login.c \
	cli/cmd-parse.c \
	cli/cmd-poll.c \
	cli/cmd-quarantine.c \
	cli/cmd-restore.c \
	cli/cmd-retain.c \
	cli/cmd-run.c \
	cli/cmd-route.c \
	cli/cmd-rules.c \
	cli/cmd-search.c \
	cli/cmd-send.c \
	cli/cmd-setup.c \
	cli/cmd-show.c \
	cli/cmd-status.c \
	cli/cmd-tag.c \
	cli/cmd-why.c \
	cli/cmd-work.c \
	cli/alone.c cli/alone.h \
	cli/columns.c cli/columns.h \
	cli/commands.c \
	cli/context.c \
	cli/copying.c cli/copying.h \
	cli/disk.c cli/disk.h \
	cli/exit.c \
	cli/guess.c cli/guess.h \
	cli/hit.c cli/hit.h \
	cli/json.c cli/json.h \
	cli/labelling.c cli/labelling.h \
	cli/notify.c cli/notify.h \
	cli/operand.c cli/operand.h \
	cli/people.c cli/people.h \
	cli/people-due.c \
	cli/picture.c cli/picture.h \
	cli/quote.c cli/quote.h \
	cli/proof.c cli/proof.h \
	cli/record-json.c cli/record-json.h \
	cli/timeline.c cli/timeline.h \
	cli/wait.c cli/wait.h \
	cli/rules-test.c cli/rules-test.h \
	cli/status-json.c cli/status-json.h \
	cli/supervisor.c cli/supervisor.h \
	cli/why.c cli/why.h \
	cli/why-json.c

check_PROGRAMS += cli/test-columns
cli_test_columns_SOURCES = cli/test-columns.c
check_PROGRAMS += cli/test-commands
cli_test_commands_SOURCES = cli/test-commands.c
check_PROGRAMS += cli/test-context
cli_test_context_SOURCES = cli/test-context.c
check_PROGRAMS += cli/test-digest
cli_test_digest_SOURCES = cli/test-digest.c \
	cli/test-command.c cli/test-command.h \
	store/test-rows.c store/test-rows.h
check_PROGRAMS += cli/test-disk
cli_test_disk_SOURCES = cli/test-disk.c
check_PROGRAMS += cli/test-every
cli_test_every_SOURCES = cli/test-every.c \
	cli/test-command.c cli/test-command.h \
	store/test-rows.c store/test-rows.h
check_PROGRAMS += cli/test-exit
cli_test_exit_SOURCES = cli/test-exit.c
check_PROGRAMS += cli/test-guess
cli_test_guess_SOURCES = cli/test-guess.c
check_PROGRAMS += cli/test-hit
cli_test_hit_SOURCES = cli/test-hit.c
check_PROGRAMS += cli/test-notify
cli_test_notify_SOURCES = cli/test-notify.c
check_PROGRAMS += cli/test-people
cli_test_people_SOURCES = cli/test-people.c \
	cli/test-command.c cli/test-command.h \
	store/test-rows.c store/test-rows.h
check_PROGRAMS += cli/test-quote
cli_test_quote_SOURCES = cli/test-quote.c
check_PROGRAMS += cli/test-show
cli_test_show_SOURCES = cli/test-show.c \
	cli/test-command.c cli/test-command.h \
	store/test-rows.c store/test-rows.h
check_PROGRAMS += cli/test-status
cli_test_status_SOURCES = cli/test-status.c \
	cli/test-command.c cli/test-command.h \
	store/test-rows.c store/test-rows.h
check_PROGRAMS += cli/test-supervisor
cli_test_supervisor_SOURCES = cli/test-supervisor.c

# What `tribune setup` writes.
STARTER_FILES = \
	data/rules/10-security.rules \
	data/rules/12-login.rules \
	data/rules/14-messaging.rules \
	data/rules/16-safety.rules \
	data/rules/18-jobs.rules \
	data/rules/20-legal.rules \
	data/rules/22-press.rules \
	data/rules/24-partners-suppliers.rules \
	data/rules/26-sign-up.rules \
	data/rules/28-stories.rules \
	data/rules/29-how-to.rules \
	data/rules/30-bugs.rules \
	data/rules/32-prospects.rules \
	data/rules/34-complaints.rules \
	data/rules/36-delivery.rules \
	data/rules/38-ideas.rules \
	data/rules/40-money.rules \
	data/rules/42-bugs-observed.rules \
	data/rules/44-questions.rules \
	data/rules/46-praise.rules \
	data/rules/48-unclear.rules \
	data/tribune.conf
nodist_libcli_a_SOURCES = cli/starter.c
EXTRA_DIST += $(STARTER_FILES)
BUILT_SOURCES += cli/starter.c
CLEANFILES += cli/starter.c
cli/starter.c: $(STARTER_FILES) scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed cli_starter \
		$(STARTER_FILES) > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@

check_PROGRAMS += cli/test-wait
cli_test_wait_SOURCES = cli/test-wait.c
check_PROGRAMS += cli/test-man
cli_test_man_SOURCES = cli/test-man.c
check_PROGRAMS += cli/test-usage
cli_test_usage_SOURCES = cli/test-usage.c \
	cli/test-command.c cli/test-command.h \
	store/test-rows.c store/test-rows.h
