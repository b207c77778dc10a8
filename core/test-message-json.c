#include "core/message-json.h"

#include "core/autoptr.h"
#include "core/error.h"

#include <string.h>

static CoreMessage *
whole_message(void)
{
	CoreMessage *self = core_message_new();

	self->message_id = g_strdup("a@b");
	g_ptr_array_add(self->in_reply_to, g_strdup("x@y"));
	g_ptr_array_add(self->references, g_strdup("w@y"));
	g_ptr_array_add(self->references, g_strdup("x@y"));
	self->date_at = 1794816000;
	self->from = core_address_new("Ann", "ann@example.com");
	g_ptr_array_add(
	    self->to, core_address_new(NULL, "support@example.com"));
	g_ptr_array_add(self->cc, core_address_new("Bob", "broken"));
	g_ptr_array_add(self->reply_to, core_address_new("", "r@example.com"));
	self->subject = g_strdup("Gr\xc3\xbc\xc3\x9f"
	                         "e");
	self->origin = CORE_ORIGIN_BOUNCE;
	self->origin_reason = g_strdup("multipart/report");
	self->source = g_strdup("web-form");
	self->forwarded_by = g_strdup("bob@tideway.example");
	self->verified = CORE_NO;
	self->language = g_strdup("en");
	self->text = g_strdup("one\n\ttwo");
	self->own_words = g_strdup("one");
	g_ptr_array_add(self->attachments,
	    core_attachment_new("a.pdf", "application/pdf", 1234));
	core_message_flag(self, "charset-guessed");
	self->bounce = core_bounce_new();
	g_ptr_array_add(self->bounce->recipients, g_strdup("x@y"));
	self->bounce->status = g_strdup("5.1.1");
	self->bounce->hard = true;
	self->loop = g_strdup("17 abc");
	g_ptr_array_add(self->headers, core_header_new("Subject", "x"));
	return self;
}

static CoreMessage *
from_text(const char *text, const CoreLimits *limits, GError **error)
{
	json_error_t where;
	g_autoptr(json_t) json =
	    json_loads(text, JSON_ALLOW_NUL | JSON_DECODE_ANY, &where);

	if (!json)
		g_error("%s: %s", text, where.text);
	return core_message_from_wire(json, limits, error);
}

static void
test_exports_the_keys_of_the_design(void)
{
	static const char wanted[] =
	    "{\"message_id\":\"a@b\",\"in_reply_to\":[\"x@y\"],"
	    "\"references\":[\"w@y\",\"x@y\"],"
	    "\"date\":\"2026-11-16T08:00:00Z\","
	    "\"from\":{\"name\":\"Ann\",\"address\":\"ann@example.com\"},"
	    "\"to\":[{\"name\":\"\",\"address\":\"support@example.com\"}],"
	    "\"cc\":[{\"name\":\"Bob\",\"address\":\"broken\"}],"
	    "\"reply_to\":[{\"name\":\"\",\"address\":\"r@example.com\"}],"
	    "\"subject\":\"Gr\xc3\xbc\xc3\x9f"
	    "e\",\"origin\":\"bounce\","
	    "\"origin_reason\":\"multipart/report\","
	    "\"source\":\"web-form\","
	    "\"forwarded_by\":\"bob@tideway.example\",\"verified\":false,"
	    "\"language\":\"en\",\"text\":\"one\\n\\ttwo\","
	    "\"own_words\":\"one\",\"attachments\":[{\"name\":\"a.pdf\","
	    "\"type\":\"application/pdf\",\"size\":1234}],"
	    "\"flags\":[\"charset-guessed\"],"
	    "\"bounce\":{\"recipients\":[\"x@y\"],\"status\":\"5.1.1\","
	    "\"hard\":true}}";
	g_autoptr(CoreMessage) message = whole_message();
	g_autoptr(json_t) json = core_message_to_json(message);
	char *text = json_dumps(json, JSON_COMPACT);

	g_assert_cmpstr(text, ==, wanted);
	free(text);
}

static void
test_leaves_out_what_is_unknown(void)
{
	g_autoptr(CoreMessage) message = core_message_new();
	g_autoptr(json_t) json = core_message_to_json(message);
	char *text = json_dumps(json, JSON_COMPACT);

	g_assert_cmpstr(text, ==,
	    "{\"in_reply_to\":[],\"references\":[],\"to\":[],\"cc\":[],"
	    "\"reply_to\":[],\"origin\":\"person\",\"attachments\":[],"
	    "\"flags\":[]}");
	free(text);
}

static void
assert_survives_the_wire(const CoreMessage *message)
{
	g_autoptr(GError) error = NULL;
	CoreLimits limits;
	g_autoptr(json_t) json = core_message_to_wire(message);

	core_limits_default(&limits);
	g_autoptr(CoreMessage) back =
	    core_message_from_wire(json, &limits, &error);
	g_assert_no_error(error);
	g_autoptr(json_t) again = core_message_to_wire(back);
	g_assert_true(json_equal(json, again));
}

static void
test_survives_the_wire(void)
{
	g_autoptr(CoreMessage) whole = whole_message();
	g_autoptr(CoreMessage) empty = core_message_new();

	assert_survives_the_wire(whole);
	assert_survives_the_wire(empty);
	g_clear_pointer(&whole->bounce->status, g_free);
	whole->verified = CORE_YES;
	for (int i = 0; i < CORE_ORIGINS; i++) {
		whole->origin = (CoreOrigin)i;
		assert_survives_the_wire(whole);
	}
}

static void
test_refuses_what_is_no_record(void)
{
	static const struct {
		const char *field, *json;
	} cases[] = {
		{ "record", "[]" },
		{ "record", "null" },
		{ "record", "{}" },
		{ "record", "{\"origin\":\"person\",\"extra\":1}" },
		{ "record", "{\"origin\":\"person\",\"date_at\":1}" },
		{ "origin", "{\"origin\":\"human\"}" },
		{ "origin", "{\"origin\":0}" },
		{ "origin", "{\"origin\":null}" },
		{ "message_id", "{\"message_id\":17}" },
		{ "message_id", "{\"message_id\":\"a\\u0000b\"}" },
		{ "message_id", "{\"message_id\":\"a\\nb\"}" },
		{ "subject", "{\"subject\":\"a\\tb\"}" },
		{ "subject", "{\"subject\":\"a\\u001b[2J\"}" },
		{ "subject", "{\"subject\":\"a\\u202egpj\"}" },
		{ "text", "{\"text\":\"a\\rb\"}" },
		{ "text", "{\"text\":{}}" },
		{ "own_words", "{\"own_words\":\"\\u0085\"}" },
		{ "in_reply_to", "{\"in_reply_to\":\"x\"}" },
		{ "in_reply_to", "{\"in_reply_to\":[1]}" },
		{ "references", "{\"references\":[\"ok\",null]}" },
		{ "date", "{\"date\":1794816000}" },
		{ "date", "{\"date\":\"yesterday\"}" },
		{ "from", "{\"from\":\"ann@example.com\"}" },
		{ "from", "{\"from\":{\"name\":\"Ann\"}}" },
		{ "from", "{\"from\":{\"name\":\"\",\"address\":1}}" },
		{ "from",
		    "{\"from\":{\"name\":\"\",\"address\":\"\",\"x\":1}}" },
		{ "to", "{\"to\":{}}" },
		{ "to", "{\"to\":[\"a@b\"]}" },
		{ "cc", "{\"cc\":[{\"name\":\"a\\nb\",\"address\":\"\"}]}" },
		{ "reply_to", "{\"reply_to\":[[]]}" },
		{ "verified", "{\"verified\":\"yes\"}" },
		{ "verified", "{\"verified\":1}" },
		{ "attachments", "{\"attachments\":{}}" },
		{ "attachments", "{\"attachments\":[{\"name\":\"a\"}]}" },
		{ "attachments",
		    "{\"attachments\":[{\"name\":\"a\",\"type\":\"b\","
		    "\"size\":-1}]}" },
		{ "attachments",
		    "{\"attachments\":[{\"name\":\"a\",\"type\":\"b\","
		    "\"size\":1.5}]}" },
		{ "attachments",
		    "{\"attachments\":[{\"name\":\"a\",\"type\":\"b\","
		    "\"size\":1125899906842625}]}" },
		{ "flags", "{\"flags\":[true]}" },
		{ "bounce", "{\"bounce\":true}" },
		{ "bounce", "{\"bounce\":{\"recipients\":[]}}" },
		{ "bounce", "{\"bounce\":{\"hard\":true}}" },
		{ "bounce", "{\"bounce\":{\"hard\":1,\"recipients\":[]}}" },
		{ "bounce", "{\"bounce\":{\"hard\":true,\"recipients\":[],"
		            "\"status\":5}}" },
		{ "loop", "{\"loop\":[]}" },
		{ "headers", "{\"headers\":[\"a\"]}" },
		{ "headers", "{\"headers\":[[\"a\"]]}" },
		{ "headers", "{\"headers\":[[\"a\",\"b\",\"c\"]]}" },
		{ "headers", "{\"headers\":[[\"a\",\"b\\nBcc: c\"]]}" },
		{ "headers", "{\"headers\":{\"a\":\"b\"}}" },
	};
	CoreLimits limits;

	core_limits_default(&limits);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_test_message("%s", cases[i].json);
		g_assert_null(from_text(cases[i].json, &limits, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_nonnull(strstr(error->message, cases[i].field));
	}
}

static void
test_refuses_bytes_that_are_no_text(void)
{
	g_autoptr(json_t) json = json_object();
	g_autoptr(GError) error = NULL;
	CoreLimits limits;

	core_limits_default(&limits);
	json_object_set_new(json, "origin", json_string("person"));
	json_object_set_new(json, "subject", json_string_nocheck("a\xff"));
	g_assert_null(core_message_from_wire(json, &limits, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
}

/* A record whose @key holds what is @n long: of strings in lists, of letters,
 * or of whatever else counts. */
static json_t *
record_of_size(const char *key, int64_t n)
{
	g_autofree char *letters = g_strnfill((gsize)n, 'x');
	json_t *json = json_pack("{s:s}", "origin", "person");
	json_t *value = json_array();
	bool strings =
	    strcmp(key, "flags") == 0 || strcmp(key, "references") == 0;

	for (int64_t i = 0; i < n; i++) {
		json_t *item =
		    strings ? json_string("x")
		    : strcmp(key, "headers") == 0
		        ? json_pack("[s, s]", "a", "b")
		    : strcmp(key, "to") == 0
		        ? json_pack("{s:s, s:s}", "name", "", "address", "a")
		        : json_pack("{s:s, s:s, s:i}", "name", "", "type", "",
		              "size", 1);
		json_array_append_new(value, item);
	}
	if (strcmp(key, "text") == 0 || strcmp(key, "own_words") == 0 ||
	    strcmp(key, "subject") == 0 || strcmp(key, "language") == 0) {
		json_decref(value);
		value = json_string(letters);
	}
	json_object_set_new(json, key, value);
	return json;
}

static void
test_holds_the_limits(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	limits.text_bytes = 1000;
	limits.headers_bytes = 500;
	limits.headers = 20;
	limits.mime_parts = 30;
	const struct {
		const char *key;
		int64_t max;
	} cases[] = { { "text", 1000 }, { "own_words", 1000 },
		{ "subject", 500 }, { "language", 255 }, { "headers", 20 },
		{ "attachments", 30 }, { "to", CORE_MESSAGE_LIST_MAX },
		{ "references", CORE_MESSAGE_LIST_MAX },
		{ "flags", CORE_MESSAGE_FLAGS_MAX } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(json_t) at =
		    record_of_size(cases[i].key, cases[i].max);
		g_autoptr(json_t) beyond =
		    record_of_size(cases[i].key, cases[i].max + 1);

		g_test_message("%s", cases[i].key);
		g_autoptr(CoreMessage) taken =
		    core_message_from_wire(at, &limits, &error);
		g_assert_no_error(error);
		g_assert_nonnull(taken);
		g_assert_null(core_message_from_wire(beyond, &limits, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_nonnull(strstr(error->message, cases[i].key));
	}
}

static void
test_holds_the_limit_of_names(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	limits.attachment_name_bytes = 16;
	for (int n = 16; n <= 17; n++) {
		g_autoptr(CoreMessage) message = core_message_new();
		g_autofree char *name = g_strnfill((gsize)n, 'x');

		g_ptr_array_add(message->attachments,
		    core_attachment_new(name, "text/plain", 0));
		g_autoptr(json_t) json = core_message_to_wire(message);
		g_autoptr(CoreMessage) back =
		    core_message_from_wire(json, &limits, NULL);
		g_assert_cmpint(back != NULL, ==, n == 16);
	}
}

/* A child in a sender's hands may change any byte of a good record. */
static void
test_survives_broken_records(void)
{
	g_autoptr(CoreMessage) message = whole_message();
	g_autoptr(json_t) json = core_message_to_wire(message);
	char *text = json_dumps(json, JSON_COMPACT);
	size_t length = strlen(text);
	CoreLimits limits;

	core_limits_default(&limits);
	for (int run = 0; run < 20000; run++) {
		g_autofree char *broken = g_memdup2(text, length + 1);
		g_autoptr(GError) error = NULL;

		for (int n = g_test_rand_int_range(1, 4); n > 0; n--)
			broken[g_test_rand_int_range(0, (gint32)length)] =
			    "\"{}[]:,x0\\n\xff"[g_test_rand_int_range(0, 12)];
		g_autoptr(json_t) read =
		    json_loadb(broken, length, JSON_ALLOW_NUL, NULL);
		if (!read)
			continue;
		g_autoptr(CoreMessage) taken =
		    core_message_from_wire(read, &limits, &error);
		g_assert_true((taken == NULL) == (error != NULL));
	}
	free(text);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{ "/core/message-json/keys",
		    test_exports_the_keys_of_the_design },
		{ "/core/message-json/unknown",
		    test_leaves_out_what_is_unknown },
		{ "/core/message-json/round", test_survives_the_wire },
		{ "/core/message-json/refuses",
		    test_refuses_what_is_no_record },
		{ "/core/message-json/utf8",
		    test_refuses_bytes_that_are_no_text },
		{ "/core/message-json/limits", test_holds_the_limits },
		{ "/core/message-json/names", test_holds_the_limit_of_names },
		{ "/core/message-json/broken", test_survives_broken_records },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
