#include "core/config-check.h"

#include "core/config-marks.h"
#include "core/query.h"
#include "core/url.h"

#include <string.h>

static void
check_server(
    const CoreServer *server, const char *section, CoreConfigLines *lines)
{
	if (server->tls == CORE_TLS_NONE && server->server &&
	    !core_host_is_loopback(server->server))
		core_config_lines_fault(lines, section, "tls",
		    "none would send mail and password in the clear: it is "
		    "only for localhost, 127.0.0.1 or ::1");
	if (server->password_file && server->password_command)
		core_config_lines_fault(lines, section, "password-command",
		    "stands beside password-file: keep one of them");
	if (!server->user &&
	    (server->password_file || server->password_command))
		core_config_lines_fault(
		    lines, section, "user", "is missing beside a password");
}

static void
check_query(const char *query, const char *section, const char *key,
    CoreConfigLines *lines)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(CoreQuery) parsed =
	    query ? core_query_parse(query, 1, &local) : NULL;

	/* Its further lines show the place, which has no room here. */
	if (local)
		core_config_lines_fault(lines, section, key,
		    "is not a query: %.*s", (int)strcspn(local->message, "\n"),
		    local->message);
	(void)parsed;
}

static bool
is_marks(const char *setting)
{
	CoreConfigMarks marks;

	if (!core_config_marks_parse(setting, &marks))
		return false;
	core_config_marks_clear(&marks);
	return true;
}

static void
check_source(const CoreSource *source, CoreConfigLines *lines)
{
	static const char *const customers[] = { "from", "reply-to", "none",
		NULL };
	g_autofree char *section = g_strconcat("source ", source->name, NULL);
	const char *customer = source->customer ? source->customer : "from";
	const char *words = source->words ? source->words : "all";

	check_query(source->match, section, "match", lines);
	if (!g_strv_contains(customers, customer) && !is_marks(customer))
		core_config_lines_fault(lines, section, "customer",
		    "is none of from, reply-to, none, after \"TEXT\"");
	if (strcmp(words, "all") != 0 && !is_marks(words))
		core_config_lines_fault(lines, section, "words",
		    "is neither all nor after \"TEXT\"");
}

static void
check_send(const CoreConfig *config, CoreConfigLines *lines)
{
	const CoreSend *send = config->send;

	check_server(&send->server, "send", lines);
	if (send->replies && !core_config_mailbox(config, send->replies))
		core_config_lines_fault(lines, "send", "replies",
		    "there is no section [mailbox %s]", send->replies);
}

static void
check_recipients(
    char **list, int64_t max, const char *section, CoreConfigLines *lines)
{
	if (list && g_strv_length(list) > max)
		core_config_lines_fault(lines, section, "to",
		    "holds more than %" G_GINT64_FORMAT
		    " addresses, the limit of [limits] recipients",
		    max);
}

void
core_config_check(const CoreConfig *config, CoreConfigLines *lines)
{
	int64_t max = config->limits.recipients;

	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox =
		    g_ptr_array_index(config->mailboxes, i);
		g_autofree char *section =
		    g_strconcat("mailbox ", mailbox->server.name, NULL);

		check_server(&mailbox->server, section, lines);
	}
	for (unsigned i = 0; i < config->sources->len; i++)
		check_source(g_ptr_array_index(config->sources, i), lines);
	for (unsigned i = 0; i < config->departments->len; i++) {
		const CoreDepartment *department =
		    g_ptr_array_index(config->departments, i);
		g_autofree char *section =
		    g_strconcat("department ", department->id, NULL);

		check_recipients(department->to, max, section, lines);
	}
	check_recipients(config->manager_to, max, "manager", lines);
	if (config->executive) {
		check_recipients(
		    config->executive->to, max, "executive", lines);
		check_query(config->executive->vip, "executive", "vip", lines);
	}
	if (config->send)
		check_send(config, lines);
}
