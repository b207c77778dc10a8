#include "digest/outage-alarm.h"

#include "digest/envelope.h"
#include "digest/outage-mail.h"
#include "store/digests.h"

#define KIND "alarm"
#define DAY_S 86400
#define LEAST_S (4 * 60 * 60) /* between two alarms about one mailbox */

static DigestView
view_of(const CoreConfig *config, const char *banner)
{
	return (DigestView){ .brand = digest_brand(config),
		.name = config->path,
		.banner = banner,
		.zone = config->zone,
		.zone_name = config->zone_name };
}

/* Which day of which outage: there is one alarm of each. */
static char *
make_key(const DigestOutage *outage, int64_t now)
{
	g_autoptr(GDateTime) since =
	    g_date_time_new_from_unix_utc(outage->failing_since);
	g_autofree char *time = g_date_time_format(since, "%Y%m%dT%H%M%SZ");

	return g_strdup_printf(
	    "%s-%d", time, 1 + (int)((now - outage->failing_since) / DAY_S));
}

static bool
has_operator(const CoreConfig *config)
{
	return config->send && config->operator_address;
}

/* Whether it is time for an alarm about @outage, but for its key. */
static bool
may_alarm(const DigestOutage *outage, int64_t now)
{
	return outage->opened && now - outage->tried_at < DAY_S &&
	       (outage->alarmed_at == 0 || now - outage->alarmed_at >= LEAST_S);
}

static bool
is_due(Store *store, const DigestOutage *outage, int64_t now, bool *ret_due,
    GError **error)
{
	g_autofree char *key = make_key(outage, now);
	g_autoptr(StoreFrozen) found = NULL;

	if (!store_digest_find(
	        store, KIND, outage->mailbox->server.name, key, &found, error))
		return false;
	*ret_due = !found && may_alarm(outage, now);
	return true;
}

static bool
freeze(Store *store, const DigestOutageQuery *query, const DigestOutage *outage,
    GError **error)
{
	const CoreConfig *config = query->config;
	g_autofree char *key = make_key(outage, query->now);
	char *to[] = { config->operator_address, NULL };
	const DigestAddress address = { .kind = KIND,
		.subject = outage->mailbox->server.name,
		.period = key,
		.revision = 1,
		.built_at = query->now,
		.expires_at = query->now + DAY_S,
		.to = to,
		.list_name = "Alarms" };
	g_autofree char *banner = digest_banner(config, &address);
	const DigestView view = view_of(config, banner);
	g_autoptr(DigestMail) mail =
	    digest_render_outage(outage, &view, query->now);
	const StoreDigest digest = { .kind = KIND,
		.subject = address.subject,
		.period = key,
		.revision = 1,
		.start_at = outage->failing_since,
		.end_at = query->now,
		.built_at = query->now,
		.headline = mail->subject,
		.html = mail->html,
		.text = mail->text };
	int64_t id;

	return store_digest_add(store, &digest, &id, error) &&
	       digest_envelop(store, config, &address, id, mail, error);
}

typedef struct {
	const DigestOutageQuery *query;
	GPtrArray *mailboxes; /* char * */
} Alarming;

static bool
freeze_due(Store *store, void *data, GError **error)
{
	Alarming *self = data;
	g_autoptr(GPtrArray) outages = NULL;

	g_ptr_array_set_size(self->mailboxes, 0);
	if (!digest_outages(store, self->query, &outages, error))
		return false;
	for (unsigned i = 0; i < outages->len; i++) {
		const DigestOutage *outage = outages->pdata[i];
		bool due;

		if (!is_due(store, outage, self->query->now, &due, error) ||
		    (due && !freeze(store, self->query, outage, error)))
			return false;
		if (due)
			g_ptr_array_add(self->mailboxes,
			    g_strdup(outage->mailbox->server.name));
	}
	return true;
}

bool
digest_outage_is_due(
    Store *store, const DigestOutageQuery *query, bool *ret_due, GError **error)
{
	g_autoptr(GPtrArray) outages = NULL;
	bool due = false;

	if (has_operator(query->config) &&
	    !digest_outages(store, query, &outages, error))
		return false;
	for (unsigned i = 0; outages && !due && i < outages->len; i++)
		if (!is_due(store, outages->pdata[i], query->now, &due, error))
			return false;
	*ret_due = due;
	return true;
}

bool
digest_outage_alarm(Store *store, const DigestOutageQuery *query,
    GPtrArray **ret_mailboxes, GError **error)
{
	g_autoptr(GPtrArray) mailboxes = g_ptr_array_new_with_free_func(g_free);
	Alarming alarming = { query, mailboxes };
	bool due;

	/* It is asked once a second: without a write where nothing is due. */
	if (!digest_outage_is_due(store, query, &due, error) ||
	    (due && !store_transact(store, freeze_due, &alarming, error)))
		return false;
	*ret_mailboxes = g_steal_pointer(&mailboxes);
	return true;
}

static void
free_mail(void *mail)
{
	digest_mail_free(mail);
}

bool
digest_outage_preview(Store *store, const DigestOutageQuery *query,
    GPtrArray **ret_mails, GError **error)
{
	const DigestView view = view_of(query->config, NULL);
	g_autoptr(GPtrArray) outages = NULL;

	if (!digest_outages(store, query, &outages, error))
		return false;
	*ret_mails = g_ptr_array_new_with_free_func(free_mail);
	for (unsigned i = 0; i < outages->len; i++)
		g_ptr_array_add(*ret_mails,
		    digest_render_outage(outages->pdata[i], &view, query->now));
	return true;
}
