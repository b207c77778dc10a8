#include "ingest/roster.h"

#include "ingest/error.h"
#include "ingest/session.h"
#include "ingest/utf7.h"

#include <string.h>

#define ENTRIES_MAX 50000

static void
entry_free(void *data)
{
	IngestEntry *self = data;

	g_free(self->name);
	g_strfreev(self->uses);
	g_free(self);
}

/* The attributes beyond RFC 3501's own, with their backslash. */
static char **
read_uses(const struct mailimap_mbx_list_flags *flags)
{
	g_autoptr(GStrvBuilder) uses = g_strv_builder_new();

	for (clistiter *at = flags ? clist_begin(flags->mbf_oflags) : NULL; at;
	     at = clist_next(at)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(at);
		if (flag->of_type != MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT)
			continue;
		g_autofree char *use =
		    g_strconcat("\\", flag->of_flag_ext, NULL);
		g_strv_builder_add(uses, use);
	}
	return g_strv_builder_end(uses);
}

static bool
has_use(const IngestEntry *self, const char *use)
{
	for (char **own = self->uses; *own; own++)
		if (g_ascii_strcasecmp(*own, use) == 0)
			return true;
	return false;
}

/* Returns: (transfer full) (nullable): NULL for one that cannot be opened. */
static IngestEntry *
read_entry(const struct mailimap_mailbox_list *listed)
{
	const struct mailimap_mbx_list_flags *flags = listed->mb_flag;
	IngestEntry *entry = g_new0(IngestEntry, 1);

	entry->name = ingest_utf7_decode(listed->mb_name);
	entry->separator = listed->mb_delimiter;
	entry->uses = read_uses(flags);
	if ((flags && flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
	        flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT) ||
	    has_use(entry, "\\NonExistent"))
		g_clear_pointer(&entry, entry_free);
	return entry;
}

static int
by_name(const void *a, const void *b)
{
	const IngestEntry *one = *(IngestEntry *const *)a;
	const IngestEntry *other = *(IngestEntry *const *)b;

	return g_strcmp0(one->name, other->name);
}

static GPtrArray *
read_entries(clist *list)
{
	GPtrArray *entries = g_ptr_array_new_with_free_func(entry_free);

	for (clistiter *at = clist_begin(list);
	     at && entries->len <= ENTRIES_MAX; at = clist_next(at)) {
		IngestEntry *entry = read_entry(clist_content(at));

		if (entry)
			g_ptr_array_add(entries, entry);
	}
	g_ptr_array_sort(entries, by_name);
	return entries;
}

bool
ingest_roster(IngestImap *imap, GPtrArray **ret_entries, GError **error)
{
	clist *list = NULL;

	ingest_session_begin(imap, 0);
	int code = mailimap_list(imap->session, "", "*", &list);
	g_autoptr(GPtrArray) entries = list ? read_entries(list) : NULL;
	if (list)
		mailimap_list_result_free(list);
	if (!ingest_session_check(imap, code, "LIST", error))
		return false;
	if (!entries || entries->len > ENTRIES_MAX) {
		g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "%s: there are more than %d folders, or none",
		    imap->mailbox->server.server, ENTRIES_MAX);
		return false;
	}
	*ret_entries = g_steal_pointer(&entries);
	return true;
}
