#include "filters/rules/head.h"

#include "core/nearest.h"

#include <string.h>

#define TAG_BYTES 64

static bool
is_known(const FilterHead *self, const char *department)
{
	return !self->departments ||
	       g_strv_contains(self->departments, department);
}

static char *
unknown_department(const FilterHead *self, const char *word)
{
	static const char *const urgencies[] = { "high", "now", NULL };
	const char *nearest = core_nearest(word, self->departments);

	nearest = nearest ? nearest : core_nearest(word, urgencies);
	if (nearest)
		return g_strdup_printf(
		    "there is no department '%s'; did you mean '%s'?", word,
		    nearest);
	g_autofree char *all =
	    g_strjoinv(", ", (char **)(uintptr_t)self->departments);
	return g_strdup_printf(
	    "there is no department '%s'; there are %s", word, all);
}

typedef struct {
	GPtrArray *departments; /* char * */
	StoreUrgency urgency;
	bool ended; /* by an urgency: nothing may follow */
} Targets;

/* Takes one word behind the arrow. Returns: a fault (transfer full), or NULL.
 */
static char *
take_target(const FilterHead *self, Targets *targets, const char *word)
{
	if (targets->ended)
		return g_strdup_printf(
		    "'%s' stands behind the urgency, which comes last", word);
	if (strcmp(word, "high") == 0 || strcmp(word, "now") == 0) {
		targets->urgency =
		    *word == 'h' ? STORE_URGENCY_HIGH : STORE_URGENCY_NOW;
		targets->ended = true;
		return NULL;
	}
	if (!is_known(self, word))
		return unknown_department(self, word);
	if (!g_ptr_array_find_with_equal_func(
	        targets->departments, word, g_str_equal, NULL))
		g_ptr_array_add(targets->departments, g_strdup(word));
	return NULL;
}

static bool
parse_targets(
    const FilterHead *self, const char *line, size_t at, Targets *targets)
{
	bool good = true;

	for (;;) {
		size_t length;

		at += strspn(line + at, ", \t");
		length = strcspn(line + at, ", \t");
		if (length == 0)
			break;
		g_autofree char *word = g_strndup(line + at, length);
		g_autofree char *fault = take_target(self, targets, word);
		if (fault) {
			self->fault(at, fault, self->data);
			good = false;
		}
		at += length;
	}
	if (good && targets->departments->len == 0) {
		self->fault(at, "a department is missing here", self->data);
		return false;
	}
	return good;
}

static size_t
tag_length(const char *line)
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz0123456789-/");

	/* "bug->qa": the arrow's dash is no part of the tag. */
	return length > 0 && line[length - 1] == '-' && line[length] == '>'
	           ? length - 1
	           : length;
}

char *
filter_head_tag(const char *line)
{
	return g_strndup(line, tag_length(line));
}

bool
filter_head_is_tag(const char *word)
{
	size_t length = tag_length(word);

	return length > 0 && length <= TAG_BYTES && word[length] == '\0';
}

FilterRule *
filter_head_parse(const FilterHead *self, const char *line)
{
	g_autoptr(GPtrArray) departments =
	    g_ptr_array_new_with_free_func(g_free);
	Targets targets = { departments, STORE_URGENCY_NONE, false };
	size_t length = tag_length(line);
	bool is_sign = line[length] == '?';
	size_t at = length + is_sign;
	g_autofree char *tag = filter_head_tag(line);
	FilterRule *rule;

	if (length == 0 || length > TAG_BYTES || !strchr(" \t-", line[at])) {
		self->fault(MIN(length, TAG_BYTES),
		    "a tag has up to 64 of a-z, 0-9, '-' and '/'", self->data);
		return NULL;
	}
	at += strspn(line + at, " \t");
	if (strncmp(line + at, "->", 2) != 0) {
		self->fault(at,
		    "'->' and a department are missing here; conditions are"
		    " indented",
		    self->data);
		return NULL;
	}
	if (!parse_targets(self, line, at + 2, &targets))
		return NULL;
	rule = filter_rule_new(tag, NULL);
	rule->urgency = targets.urgency;
	rule->is_sign = is_sign;
	g_strfreev(rule->departments);
	g_ptr_array_set_free_func(departments, NULL);
	g_ptr_array_add(departments, NULL);
	rule->departments =
	    (char **)g_ptr_array_free(g_steal_pointer(&departments), FALSE);
	return rule;
}
