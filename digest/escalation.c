#include "digest/escalation.h"

#include "core/error.h"
#include "digest/alarm.h"
#include "digest/envelope.h"
#include "digest/error.h"
#include "digest/words.h"

#include <string.h>

#define KIND "escalation"
#define SUBJECT "executives"
#define TITLE_CHARS 80
#define CONTEXT_DAYS 28
#define DAY_S 86400

static void
free_item(void *data)
{
	DigestAlarmItem *item = data;

	g_free(item->title);
	g_free(item->quote);
	g_free(item->departments);
	g_free(item->topic);
	g_free(item);
}

/* Ids as names for people; "executives" are the readers themselves. */
static char *
name_departments(const CoreConfig *config, const char *ids)
{
	g_auto(GStrv) list = g_strsplit(ids, " ", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **id = list; *id; id++) {
		const CoreDepartment *department =
		    core_config_department(config, *id);

		if (department)
			g_string_append_printf(out, "%s%s",
			    out->len > 0 ? ", " : "", department->name);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool
fill_topic(Store *store, DigestAlarmItem *item, GError **error)
{
	g_autoptr(StoreFeedbackPattern) pattern = NULL;
	int64_t id = item->urgent->message->pattern_id;

	if (id == 0)
		return true;
	if (!store_feedback_pattern(store, id, 0, &pattern, error))
		return false;
	item->topic =
	    digest_title(pattern->label, "", pattern->sender, TITLE_CHARS);
	return true;
}

static bool
fill_item(Store *store, const CoreConfig *config, DigestAlarmItem *item,
    GError **error)
{
	const StoreUrgent *urgent = item->urgent;
	const StoreFeedback *message = urgent->message;
	g_autofree char *words = NULL;
	int score;

	if (!store_feedback_words(store, message->id, &words, error))
		return false;
	item->title =
	    digest_title(message->subject, words, message->sender, TITLE_CHARS);
	item->quote = digest_quote(words, item->title, message->sender, &score);
	item->departments = name_departments(config, urgent->departments);
	return fill_topic(store, item, error) &&
	       store_urgent_context(store, urgent,
	           message->received_at - CONTEXT_DAYS * DAY_S, &item->context,
	           error);
}

static bool
gather(Store *store, const CoreConfig *config, int64_t now,
    DigestAlarm **ret_alarm, GError **error)
{
	g_autoptr(DigestAlarm) alarm = NULL;
	GPtrArray *rows;

	if (!store_urgent_list(
	        store, now - DIGEST_ESCALATION_AGE_S, &rows, error))
		return false;
	alarm = g_new0(DigestAlarm, 1);
	alarm->rows = rows;
	alarm->items = g_ptr_array_new_with_free_func(free_item);
	alarm->built_at = now;
	alarm->days = CONTEXT_DAYS;
	if (rows->len == 0) {
		g_set_error_literal(error, DIGEST_ERROR, DIGEST_ERROR_NOTHING,
		    "nothing new is marked `now`; imported mail never "
		    "escalates");
		return false;
	}
	for (unsigned i = 0; i < MIN(rows->len, DIGEST_ALARM_SHOWN); i++) {
		DigestAlarmItem *item = g_new0(DigestAlarmItem, 1);

		item->urgent = rows->pdata[i];
		g_ptr_array_add(alarm->items, item);
		if (!fill_item(store, config, item, error))
			return false;
	}
	*ret_alarm = g_steal_pointer(&alarm);
	return true;
}

static DigestView
view_of(const CoreConfig *config, const char *reply_to, const char *banner)
{
	return (DigestView){ .brand = digest_brand(config),
		.name = "executives",
		.reply_to = reply_to,
		.banner = banner,
		.zone = config->zone,
		.zone_name = config->zone_name };
}

typedef struct {
	const CoreConfig *config;
	int64_t now;
	DigestMail *mail;
} Work;

static bool
build_preview(Store *store, void *data, GError **error)
{
	Work *work = data;
	g_autoptr(DigestAlarm) alarm = NULL;
	g_autofree char *reply_to = digest_reply_to(work->config);
	DigestView view = view_of(work->config, reply_to, NULL);

	if (!gather(store, work->config, work->now, &alarm, error))
		return false;
	g_clear_pointer(&work->mail, digest_mail_free);
	work->mail = digest_render_alarm(alarm, &view);
	return true;
}

bool
digest_escalation_preview(Store *store, const CoreConfig *config, int64_t now,
    DigestMail **ret_mail, GError **error)
{
	Work work = { config, now, NULL };

	if (!store_snapshot(store, build_preview, &work, error))
		return false;
	*ret_mail = work.mail;
	return true;
}

/* A function of its first message, so that two runs give it the same name. */
static char *
make_key(const DigestAlarm *alarm, GTimeZone *zone)
{
	const StoreUrgent *first = alarm->rows->pdata[0];
	g_autoptr(GDateTime) utc =
	    g_date_time_new_from_unix_utc(first->message->received_at);
	g_autoptr(GDateTime) day = g_date_time_to_timezone(utc, zone);

	return g_strdup_printf("%04d-%02d-%02d-%.8s", g_date_time_get_year(day),
	    g_date_time_get_month(day), g_date_time_get_day_of_month(day),
	    first->message->content_key);
}

static bool
add_rows(Store *store, const DigestAddress *address, const DigestAlarm *alarm,
    const DigestMail *mail, int64_t *ret_id, GError **error)
{
	const StoreUrgent *first = alarm->rows->pdata[0];
	const StoreUrgent *last = alarm->rows->pdata[alarm->rows->len - 1];
	const StoreDigest digest = { .kind = address->kind,
		.subject = address->subject,
		.period = address->period,
		.revision = address->revision,
		.start_at = first->message->received_at,
		.end_at = last->message->received_at + 1,
		.built_at = address->built_at,
		.headline = mail->subject,
		.html = mail->html,
		.text = mail->text };

	if (!store_digest_add(store, &digest, ret_id, error))
		return false;
	for (unsigned i = 0; i < alarm->items->len; i++) {
		const DigestAlarmItem *item = alarm->items->pdata[i];
		const StoreDigestItem row = { .number = (int)i + 1,
			.message_id = item->urgent->message->id,
			.title = item->title,
			.mails = 1,
			.customers = 1 };

		if (!store_digest_add_item(store, *ret_id, &row, error))
			return false;
	}
	for (unsigned i = 0; i < alarm->rows->len; i++) {
		const StoreUrgent *row = alarm->rows->pdata[i];

		if (!store_digest_add_message(
		        store, *ret_id, row->message->id, false, error))
			return false;
	}
	return true;
}

static bool
freeze(Store *store, void *data, GError **error)
{
	Work *work = data;
	g_autoptr(DigestAlarm) alarm = NULL;
	g_autofree char *reply_to = digest_reply_to(work->config);
	g_autofree char *banner = NULL;
	g_autofree char *key = NULL;
	int64_t id;

	if (!gather(store, work->config, work->now, &alarm, error))
		return false;
	key = make_key(alarm, work->config->zone);
	const DigestAddress address = { .kind = KIND,
		.subject = SUBJECT,
		.period = key,
		.revision = 1,
		.built_at = work->now,
		.expires_at = work->now + DAY_S,
		.to = work->config->executive->to,
		.list_name = "Escalations" };
	banner = digest_banner(work->config, &address);
	DigestView view = view_of(work->config, reply_to, banner);
	g_clear_pointer(&work->mail, digest_mail_free);
	work->mail = digest_render_alarm(alarm, &view);
	return add_rows(store, &address, alarm, work->mail, &id, error) &&
	       digest_envelop(
	           store, work->config, &address, id, work->mail, error);
}

bool
digest_escalation_freeze(Store *store, const CoreConfig *config, int64_t now,
    char **ret_subject, GError **error)
{
	Work work = { config, now, NULL };
	bool done;

	if (!config->send || !config->executive || !config->executive->to) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
		    "%s: an escalation needs [send] and [executive] to",
		    config->path);
		return false;
	}
	done = store_transact(store, freeze, &work, error);
	if (done)
		*ret_subject = g_strdup(work.mail->subject);
	digest_mail_free(work.mail);
	return done;
}
