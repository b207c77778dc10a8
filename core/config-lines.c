#include "core/config-lines.h"

#include "core/error.h"
#include "core/text.h"

#include <string.h>

typedef struct {
	char *section;
	char *key; /* NULL for the line of the section itself */
	int line;
} Place;

typedef struct {
	int line; /* 0: of no line */
	char *text;
} Fault;

struct _CoreConfigLines {
	GPtrArray *places; /* Place *, in the order of the file */
	GPtrArray *faults; /* Fault * */
	GString *good;
	char *section; /* while reading: the one we are in, or NULL */
};

static void
free_place(void *data)
{
	Place *self = data;

	g_free(self->section);
	g_free(self->key);
	g_free(self);
}

static void
free_fault(void *data)
{
	Fault *self = data;

	g_free(self->text);
	g_free(self);
}

static const Place *
find_place(const CoreConfigLines *self, const char *section, const char *key)
{
	for (unsigned i = 0; i < self->places->len; i++) {
		const Place *place = g_ptr_array_index(self->places, i);

		if (g_strcmp0(place->section, section) == 0 &&
		    g_strcmp0(place->key, key) == 0)
			return place;
	}
	return NULL;
}

static void
add_fault(CoreConfigLines *self, int line, char *take_text)
{
	Fault *fault = g_new(Fault, 1);

	fault->line = line;
	fault->text = take_text;
	g_ptr_array_add(self->faults, fault);
}

/* Keeps the place, unless it is known already. Returns: whether it is new. */
static bool
add_place(CoreConfigLines *self, int line, const char *key)
{
	const Place *first = find_place(self, self->section, key);

	if (first) {
		add_fault(self, line,
		    g_strdup_printf("[%s]%s%s: stands in line %d already",
		        self->section, key ? " " : "", key ? key : "",
		        first->line));
		return false;
	}
	Place *place = g_new(Place, 1);
	place->section = g_strdup(self->section);
	place->key = g_strdup(key);
	place->line = line;
	g_ptr_array_add(self->places, place);
	return true;
}

static bool
is_key(const char *key)
{
	return *key && key[strspn(key, "abcdefghijklmnopqrstuvwxyz"
	                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                               "0123456789-_")] == '\0';
}

static bool
read_section(CoreConfigLines *self, int line, const char *text)
{
	size_t length = strlen(text);
	g_autofree char *name =
	    length < 3 ? NULL : g_strndup(text + 1, length - 2);

	if (!name || text[length - 1] != ']' || strpbrk(name, "[]")) {
		add_fault(self, line,
		    g_strdup("a section is written as [NAME], alone on its "
		             "line"));
		return false;
	}
	g_free(self->section);
	self->section = g_steal_pointer(&name);
	return add_place(self, line, NULL);
}

static bool
read_setting(CoreConfigLines *self, int line, const char *text)
{
	const char *equals = strchr(text, '=');
	g_autofree char *key =
	    g_strndup(text, equals ? (size_t)(equals - text) : 0);

	if (!is_key(g_strchomp(key))) {
		add_fault(self, line,
		    g_strdup(
		        "is neither [SECTION], KEY = VALUE nor # comment"));
		return false;
	}
	if (!self->section) {
		add_fault(self, line,
		    g_strdup_printf(
		        "%s: stands before the first [SECTION]", key));
		return false;
	}
	return add_place(self, line, key);
}

/* Returns: whether GKeyFile may see the line. */
static bool
read_line(CoreConfigLines *self, int line, const char *bytes, size_t length)
{
	if (!core_text_is_clean(bytes, length)) {
		add_fault(self, line,
		    g_strdup("holds a control character or is not UTF-8"));
		return false;
	}
	g_autofree char *text = g_strstrip(g_strndup(bytes, length));
	if (*text == '\0' || *text == '#')
		return true;
	return *text == '[' ? read_section(self, line, text)
	                    : read_setting(self, line, text);
}

CoreConfigLines *
core_config_lines_new(const char *text, size_t length)
{
	CoreConfigLines *self = g_new0(CoreConfigLines, 1);
	size_t start = 0;

	self->places = g_ptr_array_new_with_free_func(free_place);
	self->faults = g_ptr_array_new_with_free_func(free_fault);
	self->good = g_string_new(NULL);
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		start = 3;
	for (int line = 1; start < length; line++) {
		const char *end = memchr(text + start, '\n', length - start);
		size_t stop = end ? (size_t)(end - text) : length;
		size_t n = stop - start;

		if (n > 0 && text[stop - 1] == '\r')
			n--;
		if (read_line(self, line, text + start, n))
			g_string_append_len(
			    self->good, text + start, (gssize)n);
		g_string_append_c(self->good, '\n');
		start = stop + 1;
	}
	return self;
}

void
core_config_lines_free(CoreConfigLines *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->places);
	g_ptr_array_unref(self->faults);
	g_string_free(self->good, TRUE);
	g_free(self->section);
	g_free(self);
}

const char *
core_config_lines_text(const CoreConfigLines *self)
{
	return self->good->str;
}

void
core_config_lines_fault(CoreConfigLines *self, const char *section,
    const char *key, const char *format, ...)
{
	const Place *place = find_place(self, section, key);
	GString *text = g_string_new(NULL);
	va_list arguments;

	if (!place)
		place = find_place(self, section, NULL);
	if (section)
		g_string_append_printf(text, "[%s]%s%s: ", section,
		    key ? " " : "", key ? key : "");
	va_start(arguments, format);
	g_string_append_vprintf(text, format, arguments);
	va_end(arguments);
	add_fault(self, place ? place->line : 0, g_string_free(text, FALSE));
}

static int
compare_faults(const void *a, const void *b)
{
	const Fault *const *left = a, *const *right = b;

	return (*left)->line - (*right)->line;
}

bool
core_config_lines_finish(
    CoreConfigLines *self, const char *path, GError **error)
{
	g_autoptr(GString) all = g_string_new(NULL);

	if (self->faults->len == 0)
		return true;
	g_ptr_array_sort(self->faults, compare_faults);
	for (unsigned i = 0; i < self->faults->len; i++) {
		const Fault *fault = g_ptr_array_index(self->faults, i);

		if (i > 0)
			g_string_append_c(all, '\n');
		g_string_append(all, path);
		if (fault->line > 0)
			g_string_append_printf(all, ":%d", fault->line);
		g_string_append_printf(all, ": %s", fault->text);
	}
	g_set_error_literal(error, CORE_ERROR, CORE_ERROR_CONFIG, all->str);
	return false;
}
