#include "core/log.h"

#include "core/clock.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static const char *
level_name(GLogLevelFlags level)
{
	if (level & G_LOG_LEVEL_ERROR || level & G_LOG_LEVEL_CRITICAL)
		return "error";
	if (level & G_LOG_LEVEL_WARNING)
		return "warning";
	return level & G_LOG_LEVEL_MESSAGE ? "message" : "debug";
}

static const char *
level_colour(GLogLevelFlags level)
{
	if (level & G_LOG_LEVEL_ERROR || level & G_LOG_LEVEL_CRITICAL)
		return "\033[1;31m";
	if (level & G_LOG_LEVEL_WARNING)
		return "\033[1;33m";
	return level & G_LOG_LEVEL_MESSAGE ? "\033[1m" : "\033[2m";
}

static const GLogField *
find_field(const GLogField *fields, gsize n_fields, const char *key)
{
	for (gsize i = 0; i < n_fields; i++)
		if (strcmp(fields[i].key, key) == 0)
			return &fields[i];
	return NULL;
}

/* Folder names and the like come from servers: they must not move a cursor. */
static void
append_escaped(GString *line, const GLogField *field)
{
	const char *bytes = field->value;
	size_t length =
	    field->length < 0 ? strlen(bytes) : (size_t)field->length;

	for (size_t i = 0; i < length;) {
		gunichar c =
		    g_utf8_get_char_validated(bytes + i, (gssize)(length - i));

		if (c < (gunichar)-2 && g_unichar_isprint(c)) {
			g_string_append_unichar(line, c);
			i += (size_t)g_unichar_to_utf8(c, NULL);
		} else {
			g_string_append_printf(
			    line, "\\x%02x", (unsigned char)bytes[i]);
			i++;
		}
	}
}

static void
append_context(GString *line, const GLogField *fields, gsize n_fields)
{
	static const struct {
		const char *key, *label;
	} context[] = { { "MAILBOX", "mailbox" }, { "FOLDER", "folder" },
		{ "UID", "UID" }, { "DEPARTMENT", "department" } };
	const char *before = " (";

	for (unsigned i = 0; i < G_N_ELEMENTS(context); i++) {
		const GLogField *field =
		    find_field(fields, n_fields, context[i].key);

		if (!field)
			continue;
		g_string_append_printf(line, "%s%s ", before, context[i].label);
		append_escaped(line, field);
		before = ", ";
	}
	if (before[0] == ',')
		g_string_append_c(line, ')');
}

static char *
format_line(
    GLogLevelFlags level, const GLogField *fields, gsize n_fields, bool colour)
{
	const GLogField *domain = find_field(fields, n_fields, "GLIB_DOMAIN");
	const GLogField *message = find_field(fields, n_fields, "MESSAGE");
	g_autofree char *time =
	    core_time_format(g_get_real_time() / G_USEC_PER_SEC);
	GString *line = g_string_new(NULL);

	g_string_append_printf(line, "%s %s%s%s ", time,
	    colour ? level_colour(level) : "", level_name(level),
	    colour ? "\033[0m" : "");
	if (domain) {
		append_escaped(line, domain);
		g_string_append(line, ": ");
	}
	if (message)
		append_escaped(line, message);
	append_context(line, fields, n_fields);
	g_string_append_c(line, '\n');
	return g_string_free(line, FALSE);
}

static GLogWriterOutput
write_log(
    GLogLevelFlags level, const GLogField *fields, gsize n_fields, void *data)
{
	bool debug = GPOINTER_TO_INT(data);

	if (!debug && (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)))
		return G_LOG_WRITER_HANDLED;
	if (g_log_writer_is_journald(STDERR_FILENO) &&
	    g_log_writer_journald(level, fields, n_fields, NULL) ==
	        G_LOG_WRITER_HANDLED)
		return G_LOG_WRITER_HANDLED;
	g_autofree char *line = format_line(level, fields, n_fields,
	    isatty(STDERR_FILENO) &&
	        g_log_writer_supports_color(STDERR_FILENO));
	/* One write a line: the processes share it. A log that cannot be
	 * written has nowhere to say so. */
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return G_LOG_WRITER_UNHANDLED;
	return G_LOG_WRITER_HANDLED;
}

void
core_log_init(bool debug)
{
	g_log_set_writer_func(write_log, GINT_TO_POINTER(debug), NULL);
}
