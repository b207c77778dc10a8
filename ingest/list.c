#include "ingest/answer.h"

#define SLICE_UIDS_MAX 500000

typedef struct {
	GArray *listed;
	int64_t first_uid, last_uid;
} Listing;

static void
add_listed(const IngestAnswer *answer, void *data)
{
	Listing *self = data;

	if (answer->listed.uid >= self->first_uid &&
	    answer->listed.uid <= self->last_uid)
		g_array_append_val(self->listed, answer->listed);
}

static int
by_uid(const void *a, const void *b)
{
	const IngestListed *one = a, *other = b;

	return one->uid < other->uid ? -1 : one->uid > other->uid;
}

/* A server may tell of a message twice, once with its flags alone. */
static void
sort_and_join(GArray *listed)
{
	unsigned n = 0;

	g_array_sort(listed, by_uid);
	for (unsigned i = 0; i < listed->len; i++) {
		IngestListed *at = &g_array_index(listed, IngestListed, i);
		IngestListed *last =
		    n > 0 ? &g_array_index(listed, IngestListed, n - 1) : NULL;
		if (!last || last->uid != at->uid) {
			g_array_index(listed, IngestListed, n++) = *at;
			continue;
		}
		last->size_bytes = MAX(last->size_bytes, at->size_bytes);
		last->received_at = MAX(last->received_at, at->received_at);
	}
	g_array_set_size(listed, n);
}

bool
ingest_session_list_range(IngestImap *self, int64_t first_uid, int64_t last_uid,
    GArray **ret_listed, GError **error)
{
	g_autoptr(IngestUids) uids =
	    mailimap_set_new_interval((uint32_t)first_uid, (uint32_t)last_uid);
	g_autoptr(IngestWanted) wanted =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	g_autoptr(GArray) listed =
	    g_array_new(FALSE, FALSE, sizeof(IngestListed));
	Listing listing = { listed, first_uid, last_uid };
	IngestListener listener = { add_listed, &listing };

	ingest_answer_want(wanted, mailimap_fetch_att_new_uid());
	ingest_answer_want(wanted, mailimap_fetch_att_new_rfc822_size());
	ingest_answer_want(wanted, mailimap_fetch_att_new_internaldate());
	int code = ingest_answer_fetch(
	    self, mailimap_uid_fetch, uids, wanted, &listener);
	if (!ingest_session_check(self, code, "listing", error))
		return false;
	sort_and_join(listed);
	*ret_listed = g_steal_pointer(&listed);
	return true;
}

bool
ingest_session_find_last(IngestImap *self, int64_t *ret_uid, GError **error)
{
	g_autoptr(IngestUids) last =
	    mailimap_set_new_single((uint32_t)self->folder.messages);
	g_autoptr(IngestWanted) wanted =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	g_autoptr(GArray) listed =
	    g_array_new(FALSE, FALSE, sizeof(IngestListed));
	Listing listing = { listed, 1, UINT32_MAX };
	IngestListener listener = { add_listed, &listing };

	ingest_answer_want(wanted, mailimap_fetch_att_new_uid());
	int code =
	    ingest_answer_fetch(self, mailimap_fetch, last, wanted, &listener);
	if (!ingest_session_check(self, code, "the last UID", error))
		return false;
	sort_and_join(listed);
	*ret_uid =
	    listed->len
	        ? g_array_index(listed, IngestListed, listed->len - 1).uid
	        : 0;
	return true;
}

bool
ingest_imap_list(IngestImap *self, int64_t first_uid, GArray **ret_listed,
    int64_t *ret_last_uid, GError **error)
{
	int64_t last_uid =
	    MIN(first_uid + self->slice_uids - 1, self->folder.last_uid);

	g_assert(first_uid >= 1 && first_uid <= self->folder.last_uid);
	if (!ingest_session_list_range(
	        self, first_uid, last_uid, ret_listed, error))
		return false;
	/* In a folder much was deleted from, most UIDs are free. */
	if ((*ret_listed)->len < self->slice_uids / 8)
		self->slice_uids = MIN(self->slice_uids * 2, SLICE_UIDS_MAX);
	*ret_last_uid = last_uid;
	return true;
}
