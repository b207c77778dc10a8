tribune_SOURCES = cli/main.c

noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	cli/command.h \
	cli/commands.c \
	cli/context.c \
	cli/exit.c \
	cli/notify.c cli/notify.h \
	cli/supervisor.c cli/supervisor.h

check_PROGRAMS += cli/test-supervisor
cli_test_supervisor_SOURCES = cli/test-supervisor.c
