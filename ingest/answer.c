#include "ingest/answer.h"

#include <time.h>

static void hand_on(struct mailimap_msg_att *att, void *data);
static void ignore_progress(size_t current, size_t maximum, void *data);

int
ingest_answer_fetch(IngestImap *self, IngestFetch fetch, IngestUids *set,
    IngestWanted *wanted, IngestListener *listener)
{
	clist *none = NULL;

	ingest_session_begin(self, 2 * self->limits->message_bytes);
	mailimap_set_progress_callback(
	    self->session, ignore_progress, ignore_progress, NULL);
	mailimap_set_msg_att_handler(self->session, hand_on, listener);
	int code = fetch(self->session, set, wanted, &none);
	mailimap_set_msg_att_handler(self->session, NULL, NULL);
	mailimap_set_progress_callback(self->session, NULL, NULL, NULL);
	if (code == MAILIMAP_NO_ERROR && none)
		mailimap_fetch_list_free(none);
	return code;
}

void
ingest_answer_want(IngestWanted *wanted, struct mailimap_fetch_att *att)
{
	if (!att ||
	    mailimap_fetch_type_new_fetch_att_list_add(wanted, att) != 0)
		g_error("out of memory"); /* as GLib's own allocations */
}

/* INTERNALDATE as seconds since 1970, or 0 where it is no date. */
static int64_t
time_of(const struct mailimap_date_time *date)
{
	struct tm tm;

	if (!date)
		return 0;
	tm = (struct tm){ .tm_mday = date->dt_day,
		.tm_mon = date->dt_month - 1,
		.tm_year = date->dt_year - 1900,
		.tm_hour = date->dt_hour,
		.tm_min = date->dt_min,
		.tm_sec = date->dt_sec };
	int64_t zone_min = date->dt_zone / 100 * 60 + date->dt_zone % 100;
	int64_t at = (int64_t)timegm(&tm) - zone_min * 60;
	return date->dt_year >= 1970 && date->dt_year <= 9999 && at > 0 ? at
	                                                                : 0;
}

static void
read_item(const struct mailimap_msg_att_static *item, IngestAnswer *answer)
{
	switch (item->att_type) {
	case MAILIMAP_MSG_ATT_UID:
		answer->listed.uid = item->att_data.att_uid;
		break;
	case MAILIMAP_MSG_ATT_RFC822_SIZE:
		answer->listed.size_bytes = item->att_data.att_rfc822_size;
		break;
	case MAILIMAP_MSG_ATT_INTERNALDATE:
		answer->listed.received_at =
		    time_of(item->att_data.att_internal_date);
		break;
	case MAILIMAP_MSG_ATT_BODY_SECTION:
		answer->body = item->att_data.att_body_section->sec_body_part;
		answer->length = item->att_data.att_body_section->sec_length;
		break;
	default: /* flags and the like, which nobody asked for */
		break;
	}
}

static void
hand_on(struct mailimap_msg_att *att, void *data)
{
	const IngestListener *listener = data;
	IngestAnswer answer = { 0 };

	for (clistiter *at = clist_begin(att->att_list); at;
	     at = clist_next(at)) {
		const struct mailimap_msg_att_item *item = clist_content(at);
		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
			read_item(item->att_data.att_static, &answer);
	}
	listener->on_answer(&answer, listener->data);
}

/* libetpan calls a handler of answers only where progress is listened to. */
static void
ignore_progress(size_t current, size_t maximum, void *data)
{
	(void)current;
	(void)maximum;
	(void)data;
}
