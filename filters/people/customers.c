#include "filters/people/customers.h"

#include "core/error.h"
#include "core/text.h"
#include "filters/people/organisation.h"

#include <stdbool.h>
#include <string.h>

#define FILE_BYTES (64 << 20)
#define FIELD_BYTES 80
#define FIELDS 3

struct _FilterCustomers {
	GHashTable *known; /* address or domain, lower case: FilterCustomer */
};

/* Where reading stands. */
typedef struct {
	const char *path, *at;
	int line;
	char *fields[FIELDS]; /* of the line being read; NULL: not there */
} Reader;

static void
customer_free(void *data)
{
	FilterCustomer *self = data;

	g_free(self->plan);
	g_free(self->value);
	g_free(self);
}

void
filter_customers_free(FilterCustomers *self)
{
	if (!self)
		return;
	g_hash_table_unref(self->known);
	g_free(self);
}

static bool
refuse(const Reader *self, const char *sentence, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA, "%s:%d: %s", self->path,
	    self->line, sentence);
	return false;
}

/* A field in quotes may hold commas, line breaks and doubled quotes. */
static bool
read_quoted(Reader *self, GString *field, GError **error)
{
	for (self->at++;; self->at++) {
		if (*self->at == '\0')
			return refuse(self, "a quote is not closed", error);
		if (*self->at == '"' && *++self->at != '"')
			break;
		self->line += *self->at == '\n';
		g_string_append_c(field, *self->at);
	}
	if (*self->at && !strchr(",\r\n", *self->at))
		return refuse(self, "something follows a closed quote", error);
	return true;
}

static bool
read_field(Reader *self, GString *field, GError **error)
{
	size_t length;

	if (*self->at == '"')
		return read_quoted(self, field, error);
	length = strcspn(self->at, ",\r\n");
	g_string_append_len(field, self->at, (gssize)length);
	self->at += length;
	return true;
}

static void
clear_fields(Reader *self)
{
	for (unsigned i = 0; i < FIELDS; i++)
		g_clear_pointer(&self->fields[i], g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, clear_fields)

static bool
read_row(Reader *self, GError **error)
{
	clear_fields(self);
	for (unsigned n = 0;; n++) {
		g_autoptr(GString) field = g_string_new(NULL);

		if (!read_field(self, field, error))
			return false;
		if (n < FIELDS)
			self->fields[n] =
			    core_text_line(field->str, field->len, FIELD_BYTES);
		if (*self->at != ',')
			break;
		self->at++;
	}
	self->at += *self->at == '\r';
	self->at += *self->at == '\n';
	return true;
}

static bool
is_key(const char *text)
{
	g_autofree char *address =
	    strchr(text, '@') ? g_strdup(text) : g_strconcat("x@", text, NULL);

	return core_address_is_plain(address) && strchr(text, '.');
}

static bool
add_row(FilterCustomers *self, Reader *reader, int line, GError **error)
{
	const char *key = reader->fields[0];
	FilterCustomer *customer;

	if (*key == '\0' && !reader->fields[1])
		return true;
	if (!is_key(key)) {
		reader->line = line;
		return line == 1 || refuse(reader,
		                        "the first field is neither an address"
		                        " nor a domain",
		                        error);
	}
	customer = g_new0(FilterCustomer, 1);
	customer->plan = g_strdup(reader->fields[1] ? reader->fields[1] : "");
	customer->value = g_strdup(reader->fields[2] ? reader->fields[2] : "");
	g_hash_table_insert(self->known, g_ascii_strdown(key, -1), customer);
	return true;
}

static char *
load(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	size_t length;

	if (!g_file_get_contents(path, &text, &length, &cause)) {
		g_set_error(
		    error, CORE_ERROR, CORE_ERROR_DATA, "%s", cause->message);
		return NULL;
	}
	if (length <= FILE_BYTES && strlen(text) == length)
		return g_steal_pointer(&text);
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "%s: is no text of at most 64 MB", path);
	return NULL;
}

FilterCustomers *
filter_customers_load(const char *path, GError **error)
{
	g_autoptr(FilterCustomers) self = g_new0(FilterCustomers, 1);
	g_autofree char *text = NULL;
	g_auto(Reader) reader = { .path = path, .line = 1 };

	self->known = g_hash_table_new_full(
	    g_str_hash, g_str_equal, g_free, customer_free);
	if (!path)
		return g_steal_pointer(&self);
	text = load(path, error);
	if (!text)
		return NULL;
	reader.at = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
	while (*reader.at) {
		int line = reader.line;

		if (!read_row(&reader, error) ||
		    !add_row(self, &reader, line, error))
			return NULL;
		reader.line++;
	}
	return g_steal_pointer(&self);
}

const FilterCustomer *
filter_customers_find(const FilterCustomers *self, const char *address)
{
	g_autofree char *lower = g_ascii_strdown(address, -1);
	g_autofree char *domain = core_address_domain(address);
	g_autofree char *organisation = filter_organisation(address);
	const char *keys[] = { lower, domain, organisation };

	for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
		const FilterCustomer *found =
		    keys[i] ? g_hash_table_lookup(self->known, keys[i]) : NULL;

		if (found)
			return found;
	}
	return NULL;
}
