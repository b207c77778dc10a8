#include "core/query-field.h"

#include "core/nearest.h"

static const char *const names[] = {
	[CORE_FIELD_SUBJECT] = "subject",
	[CORE_FIELD_BODY] = "body",
	[CORE_FIELD_FROM] = "from",
	[CORE_FIELD_TO] = "to",
	[CORE_FIELD_CC] = "cc",
	[CORE_FIELD_HEADER] = "header.NAME",
	[CORE_FIELD_ATTACHMENT] = "attachment",
	[CORE_FIELD_LANG] = "lang",
	[CORE_FIELD_ORIGIN] = "origin",
	[CORE_FIELD_SOURCE] = "source",
	[CORE_FIELD_TYPE] = "type",
	[CORE_FIELD_STAGE] = "stage",
	[CORE_FIELD_TAG] = "tag",
	[CORE_FIELD_MAILBOX] = "mailbox",
	[CORE_FIELD_SIZE] = "size",
	[CORE_FIELD_AGE] = "age",
	[CORE_FIELD_AGE + 1] = NULL,
};

bool
core_field_parse(const char *name, CoreField *ret_field)
{
	for (CoreField i = CORE_FIELD_SUBJECT; i <= CORE_FIELD_AGE; i++)
		if (i != CORE_FIELD_HEADER &&
		    g_ascii_strcasecmp(name, names[i]) == 0) {
			*ret_field = i;
			return true;
		}
	return false;
}

const char *
core_field_name(CoreField field)
{
	g_assert(names[field]);
	return names[field];
}

const char *
core_field_nearest(const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	return core_nearest(lower, names + CORE_FIELD_SUBJECT);
}
