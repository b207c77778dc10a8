#include "mail/test-mail.h"

#include <string.h>

MailReadOptions
test_mail_options(void)
{
	static char domain[] = "tideway.example";
	static char server[] = "mx.tideway.example";
	static char *domains[] = { domain, NULL };
	MailReadOptions options = { .domains = domains, .authserv_id = server };

	core_limits_default(&options.limits);
	return options;
}

CoreMessage *
test_mail_read_bytes(const char *bytes, size_t length)
{
	MailReadOptions options = test_mail_options();
	g_autoptr(GBytes) raw = g_bytes_new(bytes, length);

	return mail_read(raw, &options);
}

CoreMessage *
test_mail_read(const char *raw)
{
	return test_mail_read_bytes(raw, strlen(raw));
}

bool
test_mail_has_flag(const CoreMessage *record, const char *flag)
{
	for (guint i = 0; i < record->flags->len; i++)
		if (strcmp(g_ptr_array_index(record->flags, i), flag) == 0)
			return true;
	return false;
}

char *
test_mail_flags(const CoreMessage *record)
{
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < record->flags->len; i++)
		g_string_append_printf(all, "%s%s", i ? " " : "",
		    (const char *)g_ptr_array_index(record->flags, i));
	return g_string_free(all, FALSE);
}
