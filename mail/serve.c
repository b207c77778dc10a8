#include "mail/serve.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "core/frame.h"
#include "core/frames.h"
#include "core/message-wire.h"
#include "mail/charset/charset.h"
#include "mail/sandbox.h"

#include <malloc.h>
#include <stddef.h>
#include <string.h>

#define OPTIONS_BYTES (1024 * 1024)
#define KEPT_BYTES (16 * 1024 * 1024)
#define LARGE_BYTES (1024 * 1024)

/* The limits that reading goes by; the others keep their defaults. */
static const struct {
	const char *key;
	size_t offset; /* in CoreLimits */
} limits[] = {
	{ "message_bytes", offsetof(CoreLimits, message_bytes) },
	{ "headers_bytes", offsetof(CoreLimits, headers_bytes) },
	{ "headers", offsetof(CoreLimits, headers) },
	{ "mime_depth", offsetof(CoreLimits, mime_depth) },
	{ "mime_parts", offsetof(CoreLimits, mime_parts) },
	{ "text_bytes", offsetof(CoreLimits, text_bytes) },
	{ "html_depth", offsetof(CoreLimits, html_depth) },
	{ "attachment_name_bytes",
	    offsetof(CoreLimits, attachment_name_bytes) },
	{ "parse_memory_bytes", offsetof(CoreLimits, parse_memory_bytes) },
};

static GBytes *
json_bytes(const json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);

	/* all of it is ours or was cleaned: it can be written */
	g_assert(text);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

GBytes *
mail_serve_options(const MailReadOptions *options)
{
	g_autoptr(json_t) json = json_object();
	json_t *domains = json_array();

	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
		int64_t value =
		    *(const int64_t *)((const char *)&options->limits +
		                       limits[i].offset);

		json_object_set_new(
		    json, limits[i].key, json_integer((json_int_t)value));
	}
	for (size_t i = 0; options->domains && options->domains[i]; i++)
		json_array_append_new(
		    domains, json_string(options->domains[i]));
	json_object_set_new(json, "domains", domains);
	if (options->authserv_id)
		json_object_set_new(
		    json, "authserv_id", json_string(options->authserv_id));
	return json_bytes(json);
}

/* @ret_options: its strings are the caller's. */
static bool
take_options(const json_t *json, MailReadOptions *ret_options, GError **error)
{
	MailReadOptions options = { .domains = NULL };
	const json_t *domains = json_object_get(json, "domains");

	core_limits_default(&options.limits);
	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
		const json_t *value = json_object_get(json, limits[i].key);

		if (json_is_integer(value) && json_integer_value(value) > 0) {
			*(int64_t *)((char *)&options.limits +
			             limits[i].offset) =
			    json_integer_value(value);
			continue;
		}
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "options: %s is no positive number", limits[i].key);
		return false;
	}
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (size_t i = 0; i < json_array_size(domains); i++) {
		const char *domain =
		    json_string_value(json_array_get(domains, i));

		if (domain)
			g_strv_builder_add(builder, domain);
	}
	options.domains = g_strv_builder_end(builder);
	options.authserv_id =
	    g_strdup(json_string_value(json_object_get(json, "authserv_id")));
	*ret_options = options;
	return true;
}

static bool
read_options(int fd, MailReadOptions *ret_options, GError **error)
{
	g_autoptr(GBytes) frame = NULL;
	g_autoptr(json_t) json = NULL;
	json_error_t fault;
	size_t length;

	if (!core_frame_read(fd, OPTIONS_BYTES, 0, &frame, error))
		return false;
	if (!frame) {
		g_set_error(
		    error, CORE_ERROR, CORE_ERROR_DATA, "options: none came");
		return false;
	}
	const char *data = g_bytes_get_data(frame, &length);
	json = json_loadb(data, length, 0, &fault);
	if (!json) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA, "options: %s",
		    fault.text);
		return false;
	}
	return take_options(json, ret_options, error);
}

static void
answer(const void *mail, size_t length, const MailReadOptions *options,
    GByteArray *out)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(mail, length);
	g_autoptr(CoreMessage) record = mail_read(raw, options);

	core_message_pack(record, out);
}

/* Has GLib, GMime, jansson and the C library load what they load at first use,
 * while it still can be. */
static void
warm_up(const MailReadOptions *options)
{
	static const char mail[] =
	    "From: =?koi8-r?Q?=C1?= <a@b.example>\n"
	    "Date: Mon, 16 Nov 2026 08:00:00 +0100\n"
	    "Content-Type: text/html; charset=iso-8859-1\n\n<p>\xe9</p>\n";
	g_autoptr(GByteArray) record = g_byte_array_new();
	const char *charset;

	(void)g_get_charset(&charset); /* the log asks for it */
	answer(mail, sizeof mail - 1, options, record);
	g_assert(record->len);
}

static bool
serve_frames(int fd, const MailReadOptions *options, GError **error)
{
	size_t max_bytes = (size_t)options->limits.message_bytes, length;
	g_autoptr(CoreFrames) frames = core_frames_new(fd);
	const void *mail;

	do {
		if (!core_frames_read(frames, max_bytes, &mail, &length, error))
			return false;
		if (!mail)
			return true;
		answer(mail, length, options, core_frames_begin(frames));
	} while (core_frames_end(frames, error));
	return false;
}

/* What a mail took stays here for the next one, but for large pieces: to ask
 * the kernel for it each time takes longer than to read a small mail. */
static void
keep_memory(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES); /* else slower: no harm */
	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
}

static bool
say_ready(int fd, GError **error)
{
	g_autoptr(GBytes) empty = g_bytes_new(NULL, 0);

	return core_frame_write(fd, empty, 0, error);
}

bool
mail_serve(int fd, GError **error)
{
	g_autoptr(GPtrArray) converters = NULL;
	g_auto(GStrv) domains = NULL;
	g_autofree char *authserv_id = NULL;
	MailReadOptions options;

	if (!read_options(fd, &options, error))
		return false;
	domains = options.domains;
	authserv_id = options.authserv_id;
	keep_memory();
	converters = mail_charset_preload();
	warm_up(&options);
	return mail_sandbox_lock(options.limits.parse_memory_bytes, error) &&
	       say_ready(fd, error) && serve_frames(fd, &options, error);
}
