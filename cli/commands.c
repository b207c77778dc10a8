#include "cli/command.h"

const CliCommand *
cli_commands(void)
{
	static const CliCommand commands[] = {
		{ "setup", "", "write a commented config and starter rules",
		    cli_cmd_setup },
		{ "login", "MAILBOX|send",
		    "let Tribune in at Google or Microsoft", cli_cmd_login },
		{ "check", "", "try config, rules, servers, clock and disk",
		    cli_cmd_check },
		{ "poll", "[MAILBOX...]", "fetch what is new in the mailboxes",
		    cli_cmd_poll },
		{ "import", "PATH...", "take mail from files", cli_cmd_import },
		{ "filter", "", "read, tag, route and group what came in",
		    cli_cmd_filter },
		{ "digest", "DEPARTMENT",
		    "freeze a department's digest, or preview it",
		    cli_cmd_digest },
		{ "escalate", "", "freeze an escalation of what cannot wait",
		    cli_cmd_escalate },
		{ "alarm", "", "tell the operator of mailboxes not read",
		    cli_cmd_alarm },
		{ "send", "", "send the mails that are due", cli_cmd_send },
		{ "run", "", "do all of it, on and on", cli_cmd_run },
		{ "status", "", "say how far everything is and what is wrong",
		    cli_cmd_status },
		{ "backup", "FILE", "copy the whole database while it is used",
		    cli_cmd_backup },
		{ "restore", "FILE", "put a backup in the database's place",
		    cli_cmd_restore },
		{ "quarantine", "[COMMAND ID...]",
		    "list and mend what could not be read",
		    cli_cmd_quarantine },
		{ "conversations", "",
		    "list who asked, waits, was promised what",
		    cli_cmd_conversations },
		{ "show", "ID", "show what is known of one message",
		    cli_cmd_show },
		{ "export", "", "print every message as a line of JSON",
		    cli_cmd_export },
		{ "tag", "ID +TAG|-TAG...", "say which tags a message has",
		    cli_cmd_tag },
		{ "route", "ID DEPARTMENT...",
		    "say which departments a message goes to", cli_cmd_route },
		{ "work", "ROLE", NULL, cli_cmd_work },
		{ "parse", "", NULL, cli_cmd_parse },
		{ NULL, NULL, NULL, NULL },
	};

	return commands;
}
