#include "core/config-value.h"

#include "core/clock.h"
#include "core/config-number.h"
#include "core/error.h"
#include "core/text.h"
#include "core/units.h"
#include "core/url.h"

#include <string.h>

/* What is stored where: one value on its way into its field. */
typedef struct {
	const char *type; /* "duration 10s..1d" */
	const char *folder, *text;
	void *base, *field;
	bool (*is_item)(const char *text); /* whether it, or each of a list, is
	                                      as it must be */
	CoreConfigParse parse;             /* of an amount */
} Value;

typedef bool (*Take)(const Value *value);

typedef enum { HOLDS_NOTHING, HOLDS_STRING, HOLDS_LIST } Holding;

/* A kind of type. */
typedef struct {
	const char *name; /* the type begins with it */
	Take take;        /* false: the value is not of the type */
	Holding holding;
	bool (*is_item)(const char *text);
	CoreConfigParse parse;
} Kind;

static void
keep_string(const Value *value, const char *text)
{
	*(char **)value->field = g_strdup(text);
}

static bool
take_text(const Value *value)
{
	keep_string(value, value->text);
	return true;
}

static bool
take_file(const Value *value)
{
	*(char **)value->field =
	    g_canonicalize_filename(value->text, value->folder);
	return true;
}

static bool
take_checked(const Value *value)
{
	if (!value->is_item(value->text))
		return false;
	keep_string(value, value->text);
	return true;
}

static bool
is_server(const char *name)
{
	return strlen(name) <= 253 &&
	       (g_hostname_is_ip_address(name) ||
	           name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
	                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                             "0123456789-._")] == '\0');
}

static bool
is_domain(const char *domain)
{
	g_autofree char *address = g_strconcat("x@", domain, NULL);

	return core_address_is_plain(address);
}

static bool
is_any(const char *text)
{
	(void)text;
	return true;
}

static bool
is_block(const char *text)
{
	return text[strspn(text, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
}

static bool
take_list(const Value *value)
{
	g_auto(GStrv) parts = g_strsplit(value->text, ";", -1);
	g_autoptr(GStrvBuilder) kept = g_strv_builder_new();
	unsigned n = 0;

	for (char **part = parts; *part; part++) {
		/* "a;b;" is how GKeyFile itself writes a list. */
		if (*g_strstrip(*part) == '\0' && !part[1] && n > 0)
			break;
		if (**part == '\0' || !value->is_item(*part))
			return false;
		g_strv_builder_add(kept, *part);
		n++;
	}
	*(char ***)value->field = g_strv_builder_end(kept);
	return true;
}

/* Returns: the place of the text among "implicit, starttls, none", or -1. */
static int
find_choice(const Value *value)
{
	g_auto(GStrv) choices =
	    g_strsplit(value->type + strlen("one of "), ", ", -1);

	for (int i = 0; choices[i]; i++)
		if (strcmp(choices[i], value->text) == 0)
			return i;
	return -1;
}

static bool
take_word(const Value *value)
{
	if (find_choice(value) < 0)
		return false;
	keep_string(value, value->text);
	return true;
}

/* The choices stand in the order of the enum. */
static bool
take_enum(const Value *value)
{
	int choice = find_choice(value);

	G_STATIC_ASSERT(sizeof(CoreTls) == sizeof(unsigned));
	G_STATIC_ASSERT(sizeof(CoreAuth) == sizeof(unsigned));
	if (choice < 0)
		return false;
	*(unsigned *)value->field = (unsigned)choice;
	return true;
}

static bool
take_switch(const Value *value)
{
	int choice = find_choice(value);

	if (choice < 0)
		return false;
	*(bool *)value->field = choice == 0;
	return true;
}

static bool
take_within(const Value *value, int64_t *ret_number)
{
	return core_config_number_within(
	    value->type, value->text, value->parse, ret_number);
}

static bool
take_amount(const Value *value)
{
	return take_within(value, value->field);
}

static bool
take_interval(const Value *value)
{
	int64_t ms;

	if (!take_within(value, &ms))
		return false;
	*(int *)value->field = (int)(ms / 1000);
	return true;
}

static bool
take_port(const Value *value)
{
	int64_t port;

	if (!take_within(value, &port))
		return false;
	*(int *)value->field = (int)port;
	return true;
}

static bool
take_time(const Value *value)
{
	return core_time_parse(value->text, value->field, NULL);
}

static bool
take_weekly(const Value *value)
{
	return core_weekly_parse(value->text, value->field, NULL);
}

static bool
take_business(const Value *value)
{
	return core_business_parse(value->text, value->field, NULL);
}

static bool
take_zone(const Value *value)
{
	CoreConfig *config = value->base;

	config->zone = g_time_zone_new_identifier(value->text);
	if (!config->zone)
		return false;
	keep_string(value, value->text);
	return true;
}

static bool
take_hours(const Value *value)
{
	CoreExecutive *executive = value->base;
	g_auto(GStrv) ends = g_strsplit(value->text, "-", 2);

	return ends[0] && ends[1] &&
	       core_minute_parse(
	           ends[0], &executive->quiet_from_minute, NULL) &&
	       core_minute_parse(ends[1], &executive->quiet_to_minute, NULL);
}

/* "Customer Voice <voice@example.com>", or the address alone. */
static bool
take_sender(const Value *value)
{
	CoreSend *send = value->base;
	const char *open = strrchr(value->text, '<');
	g_autofree char *name =
	    g_strndup(value->text, open ? (size_t)(open - value->text) : 0);
	g_autofree char *address = g_strdup(open ? open + 1 : value->text);
	size_t length = strlen(address);

	if (open && (length == 0 || address[length - 1] != '>'))
		return false;
	if (open)
		address[length - 1] = '\0';
	g_strstrip(name);
	length = strlen(name);
	if (length > 1 && name[0] == '"' && name[length - 1] == '"') {
		name[length - 1] = ' ';
		name[0] = ' ';
		g_strstrip(name);
	}
	if (!core_address_is_plain(address) || strpbrk(name, "<>\"\\"))
		return false;
	send->from_name = g_steal_pointer(&name);
	send->from_address = g_steal_pointer(&address);
	return true;
}

static const Kind *
find_kind(const char *type)
{
	static const Kind kinds[] = {
		{ "text", take_text, HOLDS_STRING, NULL, NULL },
		{ "query", take_text, HOLDS_STRING, NULL, NULL },
		{ "folder", take_text, HOLDS_STRING, NULL, NULL },
		{ "file", take_file, HOLDS_STRING, NULL, NULL },
		{ "server name", take_checked, HOLDS_STRING, is_server, NULL },
		{ "web address ", take_checked, HOLDS_STRING, core_url_is_safe,
		    NULL },
		{ "address", take_checked, HOLDS_STRING, core_address_is_plain,
		    NULL },
		{ "list of addresses", take_list, HOLDS_LIST,
		    core_address_is_plain, NULL },
		{ "list of domains", take_list, HOLDS_LIST, is_domain, NULL },
		{ "list of folders", take_list, HOLDS_LIST, is_any, NULL },
		{ "list of dates", take_list, HOLDS_LIST, core_is_date, NULL },
		{ "list of blocks", take_list, HOLDS_LIST, is_block, NULL },
		{ "one of implicit, ", take_enum, HOLDS_NOTHING, NULL, NULL },
		{ "one of password, ", take_enum, HOLDS_NOTHING, NULL, NULL },
		{ "one of yes, ", take_switch, HOLDS_NOTHING, NULL, NULL },
		{ "one of ", take_word, HOLDS_STRING, NULL, NULL },
		{ "number ", take_amount, HOLDS_NOTHING, NULL,
		    core_config_number_parse },
		{ "size ", take_amount, HOLDS_NOTHING, NULL, core_size_parse },
		{ "share ", take_amount, HOLDS_NOTHING, NULL,
		    core_config_share_parse },
		{ "duration ", take_amount, HOLDS_NOTHING, NULL,
		    core_duration_parse },
		{ "span 1 ", take_amount, HOLDS_NOTHING, NULL,
		    core_config_months_parse },
		{ "interval ", take_interval, HOLDS_NOTHING, NULL,
		    core_duration_parse },
		{ "port ", take_port, HOLDS_NOTHING, NULL,
		    core_config_number_parse },
		{ "time zone", take_zone, HOLDS_STRING, NULL, NULL },
		{ "date or time", take_time, HOLDS_NOTHING, NULL, NULL },
		{ "weekday and time", take_weekly, HOLDS_NOTHING, NULL, NULL },
		{ "days and hours", take_business, HOLDS_NOTHING, NULL, NULL },
		{ "span of hours", take_hours, HOLDS_NOTHING, NULL, NULL },
		{ "name and address", take_sender, HOLDS_NOTHING, NULL, NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_str_has_prefix(type, kinds[i].name))
			return &kinds[i];
	g_assert_not_reached();
}

static void *
field_of(const CoreSetting *setting, void *base)
{
	return (char *)base + setting->offset;
}

char *
core_config_value_describe(const CoreSetting *setting)
{
	if (g_str_has_prefix(setting->type, "one of ") ||
	    g_str_has_prefix(setting->type, "days "))
		return g_strdup(setting->type);
	return g_strdup_printf("%s %s",
	    strchr("aeiou", *setting->type) ? "an" : "a", setting->type);
}

static bool
refuse(const CoreSetting *setting, const char *value, GError **error)
{
	g_autofree char *shown = core_text_shorten(value, 80);
	g_autofree char *allowed = core_config_value_describe(setting);

	g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG, "'%s' is not %s",
	    shown, allowed);
	return false;
}

bool
core_config_value_store(const CoreSetting *setting, const char *folder,
    const char *value, void *base, GError **error)
{
	const Kind *kind = find_kind(setting->type);
	Value full = { .type = setting->type, .folder = folder, .text = value };

	if (!core_text_is_clean(value, strlen(value)) ||
	    strpbrk(value, "\n\t")) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
		    "holds a control character");
		return false;
	}
	full.base = base;
	full.field = field_of(setting, base);
	full.is_item = kind->is_item;
	full.parse = kind->parse;
	if (*value == '\0' || !kind->take(&full))
		return refuse(setting, value, error);
	return true;
}

void
core_config_value_clear(const char *section, void *base)
{
	for (const CoreSetting *setting = core_config_settings();
	     setting->section; setting++) {
		if (strcmp(setting->section, section) != 0)
			continue;
		switch (find_kind(setting->type)->holding) {
		case HOLDS_STRING:
			g_free(*(char **)field_of(setting, base));
			break;
		case HOLDS_LIST:
			g_strfreev(*(char ***)field_of(setting, base));
			break;
		case HOLDS_NOTHING:
			break;
		}
	}
}
