#include "ingest/salvage.h"

#include "ingest/answer.h"
#include "ingest/error.h"
#include "ingest/span.h"

#include <inttypes.h>

#define PROBE_BYTES 64

bool
ingest_salvage_renew(IngestImap *imap, const char *name, GError **error)
{
	const IngestFolder before = imap->folder;
	IngestFolder now;

	if (!ingest_imap_reopen(imap, error) ||
	    !ingest_imap_examine(imap, name, &now, error))
		return false;
	if (now.uidvalidity != before.uidvalidity) {
		g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "%s: its UIDVALIDITY changed while it was read", name);
		return false;
	}
	/* What came since is for the next poll. */
	imap->folder = before;
	return true;
}

/* What a probe is about and finds. */
typedef struct {
	int64_t uid; /* of the message that is not meant */
	bool is_other, has_body;
} Probe;

static void
hear_probe(const IngestAnswer *answer, void *data)
{
	Probe *self = data;

	self->is_other |= answer->listed.uid && answer->listed.uid != self->uid;
	self->has_body |= answer->body && answer->length > 0;
}

/* Whether the server gives away the beginning of the message at @place, which
 * is not @uid. */
static bool
is_given(IngestImap *imap, int64_t place, int64_t uid)
{
	g_autoptr(IngestUids) places = mailimap_set_new_single((uint32_t)place);
	g_autoptr(IngestWanted) wanted =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	Probe probe = { .uid = uid };
	IngestListener listener = { hear_probe, &probe };

	ingest_answer_want(wanted, mailimap_fetch_att_new_uid());
	ingest_answer_want(
	    wanted, mailimap_fetch_att_new_body_peek_section_partial(
	                mailimap_section_new(NULL), 0, PROBE_BYTES));
	int code = ingest_answer_fetch(
	    imap, mailimap_fetch, places, wanted, &listener);
	return ingest_session_check(imap, code, "probe", NULL) &&
	       probe.is_other && probe.has_body;
}

static bool
is_server_well(IngestImap *imap, int64_t uid)
{
	const int64_t last = imap->folder.messages;

	return last > 1 && (is_given(imap, 1, uid) ||
	                       (imap->is_in_step && is_given(imap, last, uid)));
}

bool
ingest_salvage_header(IngestImap *imap, const char *name, int64_t uid,
    GBytes **ret_header, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (ingest_span_fetch_header(imap, uid, ret_header, &why))
		return true;
	if (!g_error_matches(why, INGEST_ERROR, INGEST_ERROR_PROTOCOL)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	if (!imap->is_in_step && !ingest_salvage_renew(imap, name, error))
		return false;
	if (!is_server_well(imap, uid)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	*ret_header = NULL;
	return true;
}
