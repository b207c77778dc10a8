#include "digest/envelope.h"

#include "core/text.h"
#include "mail/compose.h"
#include "store/outbox.h"

#include <string.h>

#define TOKEN_CHARS 20 /* of base32: 100 bits */
#define TOKEN_DAYS 90
#define HEX_CHARS 16
#define DAY_S 86400
#define USE_HOUR 18

char *
digest_banner(const CoreConfig *config, const DigestAddress *address)
{
	g_autofree char *to = NULL;

	if (!config->send || !config->send->only_to)
		return NULL;
	to = g_strjoinv(", ", (char **)(uintptr_t)address->to);
	return g_strdup_printf(
	    "Only you get this mail. Once only-to is out of the config, it goes"
	    " to: %s",
	    to);
}

const char *
digest_brand(const CoreConfig *config)
{
	bool named = config->send && config->send->from_name &&
	             config->send->from_name[0];

	return named ? config->send->from_name : "Customer Voice";
}

char *
digest_reply_to(const CoreConfig *config)
{
	return config->manager_to && config->manager_to[0]
	           ? g_strjoinv(",", config->manager_to)
	           : NULL;
}

/* What the outbox holds at most one of. */
static char *
make_key(const DigestAddress *address, const char *recipient)
{
	return g_strdup_printf("%s|%s|%s|%" G_GINT64_FORMAT "|%s",
	    address->kind, address->subject, address->period, address->revision,
	    recipient);
}

static char *
hash_of(const char *text)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

static char *
sender_domain(const CoreConfig *config)
{
	return core_address_domain(config->send->from_address);
}

char *
digest_image_key(const CoreConfig *config, const DigestAddress *address)
{
	g_autofree char *key = make_key(address, "");
	g_autofree char *hash = hash_of(key);
	g_autofree char *domain = sender_domain(config);

	return g_strdup_printf("%.*s@%s", HEX_CHARS, hash, domain);
}

/* A function of the outbox key alone, so that a second copy is known as one. */
static char *
make_message_id(const CoreConfig *config, const DigestAddress *address,
    const char *outbox_key)
{
	g_autofree char *hash = hash_of(outbox_key);
	g_autofree char *domain = sender_domain(config);
	bool is_digest = strcmp(address->kind, "department") == 0;

	return g_strdup_printf("%s.%s.%s.r%" G_GINT64_FORMAT ".%.*s@%s",
	    is_digest ? "digest" : address->kind, address->subject,
	    address->period, address->revision, HEX_CHARS, hash, domain);
}

static char *
make_token(GBytes *key, const char *outbox_key)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256,
	    g_bytes_get_data(key, NULL), g_bytes_get_size(key));
	unsigned char digest[32];
	gsize length = sizeof digest;
	char token[TOKEN_CHARS + 1] = "";
	unsigned bits = 0, n_bits = 0;
	const unsigned char *next = digest;

	g_hmac_update(hmac, (const unsigned char *)outbox_key,
	    (gssize)strlen(outbox_key));
	g_hmac_get_digest(hmac, digest, &length);
	for (int i = 0; i < TOKEN_CHARS; i++) {
		if (n_bits < 5) {
			bits = bits << 8 | *next++;
			n_bits += 8;
		}
		n_bits -= 5;
		token[i] = letters[bits >> n_bits & 31];
	}
	return g_strdup(token);
}

static char *
make_loop(GBytes *key, const char *message_id)
{
	return g_compute_hmac_for_data(G_CHECKSUM_SHA256,
	    g_bytes_get_data(key, NULL), g_bytes_get_size(key),
	    (const unsigned char *)message_id, strlen(message_id));
}

/* A list's name is for people: what mail headers give a meaning goes. */
static char *
make_list_id(const CoreConfig *config, const DigestAddress *address)
{
	g_autofree char *domain = sender_domain(config);
	g_autofree char *name = g_strcanon(g_strdup(address->list_name),
	    G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS " -", '-');

	return g_strdup_printf(
	    "%s <%s.%s.%s>", name, address->subject, address->kind, domain);
}

static bool
compose(const CoreConfig *config, const DigestAddress *address,
    const DigestMail *mail, StoreOutboxMail *row, const char *loop,
    const char *token, GError **error)
{
	g_autofree char *list_id = make_list_id(config, address);
	g_autofree char *reply_to =
	    config->manager_to ? g_strjoinv(", ", config->manager_to) : NULL;
	g_autofree char *leave =
	    reply_to ? g_strdup_printf("<mailto:%s?subject=unsubscribe%%20%s>",
	                   config->manager_to[0], address->subject)
	             : NULL;
	bool is_digest = strcmp(address->kind, "department") == 0;
	MailHeader headers[12] = {
		{ "Auto-Submitted", "auto-generated" },
		{ "X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply" },
		{ "Precedence", "list" },
		{ "List-Id", list_id },
		{ "X-Tribune-Loop", loop },
		{ "X-Tribune-Reply", token },
	};
	unsigned n = 6;

	if (reply_to) {
		headers[n++] = (MailHeader){ "Reply-To", reply_to };
		headers[n++] = (MailHeader){ "List-Unsubscribe", leave };
	}
	if (!is_digest)
		headers[n++] = (MailHeader){ "Importance", "high" };
	MailDraft draft = { .message_id = row->message_id,
		.date_at = address->built_at,
		.from_name = digest_brand(config),
		.from_address = config->send->from_address,
		.to = row->recipient,
		.subject = mail->subject,
		.headers = headers,
		.text = mail->text,
		.html = mail->html,
		.images = mail->images };
	row->bytes = mail_compose(&draft, error);
	return row->bytes != NULL;
}

typedef struct {
	GBytes *loop, *reply;
} Keys;

static bool
add_recipient(Store *store, const CoreConfig *config,
    const DigestAddress *address, const DigestMail *mail, const Keys *keys,
    StoreOutboxMail *row, GError **error)
{
	g_autofree char *outbox_key = make_key(address, row->recipient);
	g_autofree char *message_id =
	    make_message_id(config, address, outbox_key);
	g_autofree char *loop = make_loop(keys->loop, message_id);
	g_autofree char *token = make_token(keys->reply, outbox_key);
	g_autofree char *token_hash = hash_of(token);
	bool done;

	row->message_id = message_id;
	row->token_sha256 = token_hash;
	row->token_expires_at = address->built_at + TOKEN_DAYS * DAY_S;
	if (!compose(config, address, mail, row, loop, token, error))
		return false;
	done = store_outbox_add(store, row, error);
	g_clear_pointer(&row->bytes, g_bytes_unref);
	return done;
}

bool
digest_envelop(Store *store, const CoreConfig *config,
    const DigestAddress *address, int64_t digest_id, const DigestMail *mail,
    GError **error)
{
	char *only[] = { config->send->only_to, NULL };
	char *const *to = config->send->only_to ? only : address->to;
	g_autoptr(GBytes) loop = NULL;
	g_autoptr(GBytes) reply = NULL;

	if (!store_key(store, "loop", &loop, error) ||
	    !store_key(store, "reply", &reply, error))
		return false;
	for (; *to; to++) {
		const Keys keys = { loop, reply };
		StoreOutboxMail row = { .digest_id = digest_id,
			.kind = address->kind,
			.subject = address->subject,
			.period = address->period,
			.revision = address->revision,
			.recipient = *to,
			.next_at = address->built_at,
			.expires_at = address->expires_at };

		if (!add_recipient(
		        store, config, address, mail, &keys, &row, error))
			return false;
	}
	return true;
}

int64_t
digest_use_until(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) day = g_date_time_to_timezone(utc, zone);

	do {
		GDateTime *next = g_date_time_add_days(day, 1);

		g_date_time_unref(day);
		day = next;
	} while (g_date_time_get_day_of_week(day) > 5);
	g_autoptr(GDateTime) until = g_date_time_new(zone,
	    g_date_time_get_year(day), g_date_time_get_month(day),
	    g_date_time_get_day_of_month(day), USE_HOUR, 0, 0);
	return g_date_time_to_unix(until);
}
