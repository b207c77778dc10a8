#include "digest/department.h"

#include "core/error.h"
#include "digest/envelope.h"
#include "digest/finding.h"
#include "digest/gather.h"
#include "digest/outage.h"
#include "digest/select.h"
#include "mail/compose.h"

#define KIND "department"

/* Drops items from the end until the HTML is small enough for a mail, where the
 * pictures stand outside it. */
static void
fit(DigestReport *report, const DigestView *view, int64_t html_bytes)
{
	g_autoptr(DigestMail) mail = digest_mail_new();
	DigestView outside = *view;

	outside.image_key = view->image_key ? view->image_key : "0@0";
	mail->subject = digest_subject(report, view->name);
	digest_render_html(report, &outside, mail);
	while (mail_quoted_size(mail->html) > (size_t)html_bytes &&
	       report->items->len > 0) {
		digest_report_drop(report);
		digest_render_html(report, &outside, mail);
	}
}

static DigestMail *
render(const DigestReport *report, const DigestView *view)
{
	DigestMail *mail = digest_mail_new();

	mail->subject = digest_subject(report, view->name);
	digest_render_html(report, view, mail);
	digest_render_text(report, view, mail);
	return mail;
}

/* The texts that a view borrows. */
typedef struct {
	char *reply_to, *banner, *notice, *image_key, *list_name;
} ViewTexts;

static void
clear_texts(ViewTexts *texts)
{
	g_free(texts->reply_to);
	g_free(texts->banner);
	g_free(texts->notice);
	g_free(texts->image_key);
	g_free(texts->list_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ViewTexts, clear_texts)

static DigestAddress
address_of(const DigestOrder *order, int64_t revision, ViewTexts *texts)
{
	texts->list_name =
	    g_strdup_printf("%s weekly", order->department->name);
	return (DigestAddress){ .kind = KIND,
		.subject = order->department->id,
		.period = order->period.name,
		.revision = revision,
		.built_at = order->now,
		.expires_at = digest_use_until(order->now, order->config->zone),
		.to = order->department->to,
		.list_name = texts->list_name };
}

static DigestView
view_of(const DigestOrder *order, const ViewTexts *texts)
{
	return (DigestView){ .brand = digest_brand(order->config),
		.name = order->department->name,
		.reply_to = texts->reply_to,
		.banner = texts->banner,
		.notice = texts->notice,
		.image_key = texts->image_key,
		.zone = order->config->zone,
		.zone_name = order->config->zone_name };
}

/* What its readers miss: mail of a mailbox that is not read. */
static bool
find_notice(
    Store *store, const DigestOrder *order, char **ret_notice, GError **error)
{
	const DigestOutageQuery query = { order->config, order->now, 0 };
	g_autoptr(GPtrArray) outages = NULL;

	if (!digest_outages(store, &query, &outages, error))
		return false;
	*ret_notice = digest_outage_notice(outages, order->config->zone);
	return true;
}

static bool
gather(Store *store, const DigestOrder *order, DigestReport **ret_report,
    GError **error)
{
	if (digest_gather(store, order->config, order->department,
	        &order->period, ret_report, error))
		return true;
	g_prefix_error(error, "%s: ", order->department->id);
	return false;
}

typedef struct {
	const DigestOrder *order;
	DigestMail *mail;
} Preview;

static bool
build_preview(Store *store, void *data, GError **error)
{
	Preview *preview = data;
	const DigestOrder *order = preview->order;
	g_autoptr(DigestReport) report = NULL;
	g_auto(ViewTexts) texts = { .reply_to =
		                        digest_reply_to(order->config) };

	if (!gather(store, order, &report, error) ||
	    !find_notice(store, order, &texts.notice, error))
		return false;
	DigestView view = view_of(order, &texts);
	g_clear_pointer(&preview->mail, digest_mail_free);
	fit(report, &view, order->config->limits.html_bytes);
	preview->mail = render(report, &view);
	return true;
}

bool
digest_department_preview(Store *store, const DigestOrder *order,
    DigestMail **ret_mail, GError **error)
{
	Preview preview = { .order = order };

	if (!store_snapshot(store, build_preview, &preview, error))
		return false;
	*ret_mail = preview.mail;
	return true;
}

static bool
add_items(
    Store *store, int64_t digest_id, const DigestReport *report, GError **error)
{
	for (unsigned i = 0; i < report->items->len; i++) {
		const DigestItem *item = report->items->pdata[i];
		const StoreDigestItem row = { .number = item->number,
			.pattern_id = item->pattern_id,
			.message_id = item->message_id,
			.title = item->title,
			.mails = item->mails,
			.customers = item->customers };

		if (!store_digest_add_item(store, digest_id, &row, error))
			return false;
	}
	return true;
}

static bool
add_messages(
    Store *store, int64_t digest_id, const DigestReport *report, GError **error)
{
	for (unsigned i = 0; i < report->rows->len; i++) {
		const StoreFeedback *row = report->rows->pdata[i];

		if (!row->late && row->received_at < report->period.start_at)
			continue;
		if (!store_digest_add_message(
		        store, digest_id, row->id, row->late, error))
			return false;
	}
	return true;
}

/* The same words with the pictures inside, as a screen shows them. */
static bool
add_digest(Store *store, const DigestAddress *address,
    const DigestReport *report, DigestView view, int64_t *ret_id,
    GError **error)
{
	g_autoptr(DigestMail) shown = NULL;

	view.image_key = NULL;
	shown = render(report, &view);
	const StoreDigest digest = { .kind = address->kind,
		.subject = address->subject,
		.period = address->period,
		.revision = address->revision,
		.start_at = report->period.start_at,
		.end_at = report->period.end_at,
		.built_at = address->built_at,
		.headline = shown->subject,
		.html = shown->html,
		.text = shown->text };
	return store_digest_add(store, &digest, ret_id, error);
}

static bool
freeze(Store *store, const DigestOrder *order, int64_t revision, GError **error)
{
	g_auto(ViewTexts) texts = { 0 };
	DigestAddress address = address_of(order, revision, &texts);
	g_autoptr(DigestReport) report = NULL;
	g_autoptr(DigestMail) mail = NULL;
	int64_t id;

	if (!gather(store, order, &report, error) ||
	    !find_notice(store, order, &texts.notice, error))
		return false;
	texts.reply_to = digest_reply_to(order->config);
	texts.banner = digest_banner(order->config, &address);
	texts.image_key = digest_image_key(order->config, &address);
	DigestView view = view_of(order, &texts);
	fit(report, &view, order->config->limits.html_bytes);
	mail = render(report, &view);
	return add_digest(store, &address, report, view, &id, error) &&
	       add_items(store, id, report, error) &&
	       add_messages(store, id, report, error) &&
	       digest_envelop(store, order->config, &address, id, mail, error);
}

typedef struct {
	const DigestOrder *order;
	bool recompute, frozen;
} Freeze;

static bool
freeze_unless_frozen(Store *store, void *data, GError **error)
{
	Freeze *work = data;
	g_autoptr(StoreFrozen) found = NULL;

	work->frozen = false;
	if (!store_digest_find(store, KIND, work->order->department->id,
	        work->order->period.name, &found, error))
		return false;
	if (found && !work->recompute)
		return true;
	work->frozen = true;
	return freeze(
	    store, work->order, found ? found->revision + 1 : 1, error);
}

bool
digest_department_freeze(Store *store, const DigestOrder *order, bool recompute,
    bool *ret_new, GError **error)
{
	Freeze work = { .order = order, .recompute = recompute };

	if (!order->config->send) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
		    "%s: without a [send] section there is only --preview",
		    order->config->path);
		return false;
	}
	if (!store_transact(store, freeze_unless_frozen, &work, error))
		return false;
	*ret_new = work.frozen;
	return true;
}
