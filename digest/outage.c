#include "digest/outage.h"

#include "core/text.h"
#include "digest/words.h"

#include <string.h>

#define REFUSED_S (15 * 60)
#define FAILING_S (4 * 60 * 60)

static void
outage_free(void *data)
{
	DigestOutage *outage = data;

	g_free(outage->error);
	g_free(outage);
}

/* A single failure may be the server's mood: there must be a later one. */
static bool
lasts(int64_t since_at, const StoreMailbox *row, int64_t now, int64_t least_s)
{
	return since_at != 0 && row->tried_at > since_at &&
	       now - since_at >= least_s;
}

bool
digest_outage_is_long(const StoreMailbox *row, int64_t now)
{
	return lasts(row->refused_since, row, now, REFUSED_S) ||
	       lasts(row->failing_since, row, now, FAILING_S);
}

static DigestOutage *
make_outage(const CoreMailbox *mailbox, const StoreMailbox *row)
{
	DigestOutage *outage = g_new(DigestOutage, 1);

	*outage = (DigestOutage){
		.mailbox = mailbox,
		.complete_until = row->complete_until,
		.failing_since = row->failing_since,
		.refused_since = row->refused_since,
		.tried_at = row->tried_at,
		.alarmed_at = row->alarmed_at,
		.opened = row->opened,
		.error = g_strdup(row->error ? row->error : ""),
	};
	return outage;
}

static const StoreMailbox *
find_row(const GPtrArray *rows, const char *name)
{
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreMailbox *row = rows->pdata[i];
		if (strcmp(row->mailbox, name) == 0)
			return row;
	}
	return NULL;
}

bool
digest_outages(Store *store, const DigestOutageQuery *query,
    GPtrArray **ret_outages, GError **error)
{
	const GPtrArray *mailboxes = query->config->mailboxes;
	g_autoptr(GPtrArray) rows = NULL;

	if (!store_mailboxes(store, &rows, error))
		return false;
	*ret_outages = g_ptr_array_new_with_free_func(outage_free);
	for (unsigned i = 0; i < mailboxes->len; i++) {
		const CoreMailbox *mailbox = mailboxes->pdata[i];
		const StoreMailbox *row = find_row(rows, mailbox->server.name);

		if (row && row->tried_at >= query->since_at &&
		    digest_outage_is_long(row, query->now))
			g_ptr_array_add(
			    *ret_outages, make_outage(mailbox, row));
	}
	return true;
}

const char *
digest_outage_name(const DigestOutage *outage)
{
	const CoreServer *server = &outage->mailbox->server;

	return server->user && core_address_is_plain(server->user)
	           ? server->user
	           : server->name;
}

static void
add_outage(GString *out, const DigestOutage *outage, GTimeZone *zone)
{
	g_autofree char *until =
	    outage->complete_until ? digest_moment(outage->complete_until, zone)
	                           : NULL;

	g_string_append_printf(out, "Mail to %s has %s%s: %s. ",
	    digest_outage_name(outage),
	    until ? "not been read since " : "never been read whole",
	    until ? until : "",
	    outage->refused_since ? "login refused"
	                          : "the mailbox cannot be reached");
}

char *
digest_outage_notice(const GPtrArray *outages, GTimeZone *zone)
{
	GString *out;

	if (outages->len == 0)
		return NULL;
	out = g_string_new(NULL);
	for (unsigned i = 0; i < outages->len; i++)
		add_outage(out, outages->pdata[i], zone);
	g_string_append(out,
	    "What is missing here waits on the server and will be counted when"
	    " it is read.");
	return g_string_free(out, FALSE);
}
