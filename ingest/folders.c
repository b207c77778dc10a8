#include "ingest/folders.h"

#include "core/text.h"
#include "ingest/error.h"
#include "ingest/roster.h"

#include <string.h>

#define NAMES_TOLD 10 /* in an error */
#define NAME_BYTES 60 /* of each of them */

typedef struct {
	const CoreMailbox *mailbox;
	GPtrArray *roster; /* IngestEntry *; NULL: nobody needs it */
	IngestChoice *choice;
} Choosing;

static void
chosen_free(void *data)
{
	IngestChosen *self = data;

	g_free(self->name);
	g_free(self);
}

void
ingest_choice_free(IngestChoice *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->folders);
	g_clear_error(&self->missing);
	g_free(self);
}

static bool
is_use(const char *meant)
{
	return *meant == '\\';
}

static bool
is_pattern(const char *meant)
{
	return strpbrk(meant, "*%") != NULL;
}

static bool
needs_roster(const char *meant)
{
	return is_use(meant) || is_pattern(meant) || strchr(meant, '/');
}

/* As @pattern is gone through with all its ways at once, no name and no pattern
 * takes longer than their lengths multiplied. */
bool
ingest_folders_match(const char *pattern, const char *name, char separator)
{
	size_t length = strlen(pattern);
	g_autofree bool *here = g_new0(bool, length + 1);

	here[0] = true;
	for (;; name++) {
		for (size_t i = 0; i < length; i++)
			if (here[i] && strchr("*%", pattern[i]))
				here[i + 1] = true;
		if (!*name)
			return here[length];
		for (size_t i = length + 1; i-- > 0;) {
			bool stays =
			    i < length &&
			    (pattern[i] == '*' ||
			        (pattern[i] == '%' && *name != separator));
			bool comes = i > 0 && here[i - 1] &&
			             !strchr("*%", pattern[i - 1]) &&
			             pattern[i - 1] == *name;
			here[i] = (here[i] && stays) || comes;
		}
	}
}

static void
add(Choosing *self, const char *name, const char *meant, bool answer)
{
	GPtrArray *folders = self->choice->folders;
	IngestChosen *chosen;

	for (unsigned i = 0; i < folders->len; i++) {
		chosen = folders->pdata[i];
		if (strcmp(chosen->name, name) == 0)
			return;
	}
	chosen = g_new0(IngestChosen, 1);
	chosen->name = g_strdup(name);
	chosen->meant = meant;
	chosen->answer = answer;
	g_ptr_array_add(folders, chosen);
}

/* @name with '/' between its levels. */
static char *
with_slashes(const IngestEntry *entry)
{
	char *name = g_strdup(entry->name);

	for (char *at = name; entry->separator && *at; at++)
		if (*at == entry->separator)
			*at = '/';
	return name;
}

static bool
is_meant(const IngestEntry *entry, const char *meant)
{
	if (is_use(meant)) {
		for (char **use = entry->uses; *use; use++)
			if (g_ascii_strcasecmp(*use, meant) == 0)
				return entry->name != NULL;
		return false;
	}
	if (!entry->name)
		return false;
	g_autofree char *slashed = with_slashes(entry);
	return ingest_folders_match(meant, entry->name, entry->separator) ||
	       ingest_folders_match(meant, slashed, '/');
}

/* The server's name for @meant, which is none of its own. */
static const char *
translate(const Choosing *self, const char *meant)
{
	const char *found = NULL;

	for (unsigned i = 0; self->roster && i < self->roster->len; i++) {
		const IngestEntry *entry = self->roster->pdata[i];

		if (g_strcmp0(entry->name, meant) == 0)
			return meant;
		if (is_meant(entry, meant))
			found = entry->name;
	}
	return found ? found : meant;
}

/* The names of the first folders there, with their uses. */
static char *
tell_names(const Choosing *self)
{
	GString *names = g_string_new(NULL);
	unsigned told = MIN(self->roster->len, NAMES_TOLD);

	for (unsigned i = 0; i < told; i++) {
		const IngestEntry *entry = self->roster->pdata[i];
		g_autofree char *name = core_text_shorten(
		    entry->name ? entry->name : "?", NAME_BYTES);

		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", name);
		for (char **use = entry->uses; *use; use++)
			if (!g_str_has_suffix(*use, "Children") &&
			    strlen(*use) <= NAME_BYTES)
				g_string_append_printf(names, " (%s)", *use);
	}
	if (told < self->roster->len)
		g_string_append_printf(
		    names, " and %u more", self->roster->len - told);
	return g_string_free(names, FALSE);
}

static void
miss(Choosing *self, const char *meant)
{
	const char *server = self->mailbox->server.server;

	if (self->choice->missing)
		return;
	g_autofree char *names = tell_names(self);
	g_set_error(&self->choice->missing, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
	    is_use(meant) ? "%s: no folder is marked %s; there are: %s"
	                  : "%s: no folder matches '%s'; there are: %s",
	    server, meant, *names ? names : "none");
}

/* One that cannot be named cannot be opened, and must not be passed over. */
static void
miss_unreadable(Choosing *self)
{
	for (unsigned i = 0; i < self->roster->len; i++) {
		const IngestEntry *entry = self->roster->pdata[i];

		if (!entry->name && !self->choice->missing)
			g_set_error_literal(&self->choice->missing,
			    INGEST_ERROR, INGEST_ERROR_PROTOCOL,
			    "a listed folder's name is not modified UTF-7");
	}
}

static void
choose(Choosing *self, const char *meant, bool answer)
{
	bool found = false;

	if (!is_use(meant) && !is_pattern(meant)) {
		add(self, translate(self, meant), meant, answer);
		return;
	}
	for (unsigned i = 0; i < self->roster->len; i++) {
		const IngestEntry *entry = self->roster->pdata[i];

		if (!is_meant(entry, meant))
			continue;
		add(self, entry->name, meant, answer);
		found = true;
	}
	if (!found)
		miss(self, meant);
	if (is_pattern(meant))
		miss_unreadable(self);
}

/* Answers first, as they are none of the others, then turned to the end. */
static void
choose_all(Choosing *self)
{
	const CoreMailbox *mailbox = self->mailbox;
	GPtrArray *folders = self->choice->folders;

	if (mailbox->sent)
		choose(self, mailbox->sent, true);
	for (char **meant = mailbox->answers; meant && *meant; meant++)
		choose(self, *meant, true);
	unsigned answers = folders->len;
	for (char **meant = mailbox->folders; *meant; meant++)
		choose(self, *meant, false);
	for (; answers > 0; answers--)
		g_ptr_array_add(folders, g_ptr_array_steal_index(folders, 0));
}

static bool
any_needs_roster(const CoreMailbox *mailbox)
{
	char *sent[] = { mailbox->sent, NULL };
	char **const lists[] = { sent, mailbox->answers, mailbox->folders };

	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		for (char **meant = lists[i]; meant && *meant; meant++)
			if (needs_roster(*meant))
				return true;
	return false;
}

bool
ingest_folders_choose(IngestImap *imap, const CoreMailbox *mailbox,
    IngestChoice **ret_choice, GError **error)
{
	g_autoptr(IngestChoice) choice = g_new0(IngestChoice, 1);
	g_autoptr(GPtrArray) roster = NULL;

	choice->folders = g_ptr_array_new_with_free_func(chosen_free);
	if (any_needs_roster(mailbox) && !ingest_roster(imap, &roster, error))
		return false;
	Choosing choosing = { mailbox, roster, choice };
	choose_all(&choosing);
	*ret_choice = g_steal_pointer(&choice);
	return true;
}
