tribune_SOURCES = \
	cli/command.h \
	cli/commands.c \
	cli/context.c \
	cli/exit.c \
	cli/main.c
