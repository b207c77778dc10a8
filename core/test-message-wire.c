#include "core/message-wire.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "core/message-json.h"
#include "core/test-whole.h"

#include <string.h>

static GByteArray *
pack(const CoreMessage *message)
{
	GByteArray *packed = g_byte_array_new();

	core_message_pack(message, packed);
	return packed;
}

static CoreLimits
default_limits(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	return limits;
}

/* Returns: what @message is after the wire, or NULL with @error. */
static CoreMessage *
sent(const CoreMessage *message, const CoreLimits *limits, GError **error)
{
	g_autoptr(GByteArray) packed = pack(message);

	return core_message_unpack(packed->data, packed->len, limits, error);
}

static void
assert_survives_the_wire(const CoreMessage *message)
{
	CoreLimits limits = default_limits();
	g_autoptr(GError) error = NULL;
	g_autoptr(CoreMessage) back = sent(message, &limits, &error);

	g_assert_no_error(error);
	g_autoptr(GByteArray) packed = pack(message), again = pack(back);
	g_assert_cmpmem(packed->data, packed->len, again->data, again->len);
	g_autoptr(json_t) json = core_message_to_json(message);
	g_autoptr(json_t) shown = core_message_to_json(back);
	g_assert_true(json_equal(json, shown));
	g_assert_cmpstr(back->loop, ==, message->loop);
	g_assert_cmpint(back->headers->len, ==, message->headers->len);
}

static void
test_survives_the_wire(void)
{
	g_autoptr(CoreMessage) whole = test_whole_message();
	g_autoptr(CoreMessage) empty = core_message_new();

	assert_survives_the_wire(whole);
	assert_survives_the_wire(empty);
	g_clear_pointer(&whole->bounce->status, g_free);
	whole->bounce->hard = false;
	whole->verified = CORE_YES;
	for (int i = 0; i < CORE_ORIGINS; i++) {
		whole->origin = (CoreOrigin)i;
		assert_survives_the_wire(whole);
	}
}

static void
assert_refused(const CoreMessage *message, const char *field)
{
	CoreLimits limits = default_limits();
	g_autoptr(GError) error = NULL;

	g_assert_null(sent(message, &limits, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
	g_assert_true(g_str_has_prefix(error->message, field));
}

static void
test_refuses_strings_that_are_not_clean(void)
{
	static const struct {
		const char *field;
		size_t offset;
		const char *text;
	} rows[] = {
#define ROW(field, text) { #field, offsetof(CoreMessage, field), text }
		ROW(message_id, "a\nb"),
		ROW(subject, "a\tb"),
		ROW(subject, "a\x1b[2J"),
		ROW(subject, "a\xe2\x80\xaegpj"),
		ROW(subject, "a\xff"),
		ROW(origin_reason, "a\x7f"),
		ROW(source, "a\r"),
		ROW(forwarded_by, "\xe2\x80"),
		ROW(language, "e\nn"),
		ROW(text, "a\rb"),
		ROW(own_words, "\xc2\x85"),
		ROW(loop, "\xed\xa0\x80"),
#undef ROW
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) message = core_message_new();

		*(char **)((char *)message + rows[i].offset) =
		    g_strdup(rows[i].text);
		assert_refused(message, rows[i].field);
	}
}

static void
test_refuses_lists_with_what_is_not_clean(void)
{
	static const char *const bad[] = { "a\nb", "a\xff", NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(CoreMessage) ids = core_message_new();
		g_autoptr(CoreMessage) bounced = core_message_new();
		g_autoptr(CoreMessage) headers = core_message_new();
		g_autoptr(CoreMessage) files = core_message_new();

		g_ptr_array_add(ids->references, g_strdup(bad[i]));
		assert_refused(ids, "references");
		bounced->bounce = core_bounce_new();
		g_ptr_array_add(bounced->bounce->recipients, g_strdup(bad[i]));
		assert_refused(bounced, "bounce");
		CoreHeader *header = core_header_new("a", "b");
		header->value = bad[i];
		g_ptr_array_add(headers->headers, header);
		assert_refused(headers, "headers");
		g_ptr_array_add(
		    files->attachments, core_attachment_new("a", "b", -1));
		assert_refused(files, "attachments");
	}
}

static void
test_refuses_addresses_that_are_none(void)
{
	g_autoptr(CoreMessage) half = core_message_new();
	g_autoptr(CoreMessage) lines = core_message_new();

	half->from = core_address_new("Ann", "ann@example.com");
	g_clear_pointer(&half->from->name, g_free);
	assert_refused(half, "from");
	g_ptr_array_add(lines->cc, core_address_new("a\nb", ""));
	assert_refused(lines, "cc");
}

static void
test_refuses_numbers_that_are_none(void)
{
	g_autoptr(CoreMessage) origin = core_message_new();
	g_autoptr(CoreMessage) truth = core_message_new();
	g_autoptr(CoreMessage) early = core_message_new();
	g_autoptr(CoreMessage) late = core_message_new();
	g_autoptr(CoreMessage) huge = core_message_new();

	origin->origin = (CoreOrigin)CORE_ORIGINS;
	assert_refused(origin, "origin");
	truth->verified = (CoreTruth)(CORE_YES + 1);
	assert_refused(truth, "verified");
	early->date_at = -1;
	assert_refused(early, "date_at");
	late->date_at = INT64_C(253402300800);
	assert_refused(late, "date_at");
	g_ptr_array_add(huge->attachments,
	    core_attachment_new("a", "b", (INT64_C(1) << 50) + 1));
	assert_refused(huge, "attachments");
}

/* A record whose @field is @n long: letters or entries. */
static CoreMessage *
message_of_size(const char *field, int64_t n)
{
	CoreMessage *self = core_message_new();
	char *letters = g_strnfill((gsize)n, 'x');
	char **text = strcmp(field, "text") == 0        ? &self->text
	              : strcmp(field, "own_words") == 0 ? &self->own_words
	              : strcmp(field, "subject") == 0   ? &self->subject
	              : strcmp(field, "language") == 0  ? &self->language
	                                                : NULL;

	if (text) {
		*text = letters;
		return self;
	}
	g_free(letters);
	for (int64_t i = 0; i < n; i++)
		if (strcmp(field, "flags") == 0)
			g_ptr_array_add(self->flags, g_strdup("x"));
		else if (strcmp(field, "references") == 0)
			g_ptr_array_add(self->references, g_strdup("x"));
		else if (strcmp(field, "headers") == 0)
			g_ptr_array_add(
			    self->headers, core_header_new("a", "b"));
		else if (strcmp(field, "to") == 0)
			g_ptr_array_add(self->to, core_address_new("", "a"));
		else
			g_ptr_array_add(
			    self->attachments, core_attachment_new("", "", 1));
	return self;
}

static void
test_holds_the_limits(void)
{
	CoreLimits limits = default_limits();

	limits.text_bytes = 1000;
	limits.headers_bytes = 500;
	limits.headers = 20;
	limits.mime_parts = 30;
	const struct {
		const char *field;
		int64_t max;
	} rows[] = { { "text", 1000 }, { "own_words", 1000 },
		{ "subject", 500 }, { "language", 255 }, { "headers", 20 },
		{ "attachments", 30 }, { "to", CORE_MESSAGE_LIST_MAX },
		{ "references", CORE_MESSAGE_LIST_MAX },
		{ "flags", CORE_MESSAGE_FLAGS_MAX } };

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(CoreMessage) at =
		    message_of_size(rows[i].field, rows[i].max);
		g_autoptr(CoreMessage) beyond =
		    message_of_size(rows[i].field, rows[i].max + 1);
		g_autoptr(CoreMessage) taken = sent(at, &limits, &error);

		g_assert_no_error(error);
		g_assert_nonnull(taken);
		g_assert_null(sent(beyond, &limits, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_true(g_str_has_prefix(error->message, rows[i].field));
	}
}

static void
test_holds_the_limit_of_names(void)
{
	CoreLimits limits = default_limits();

	limits.attachment_name_bytes = 16;
	for (int n = 16; n <= 17; n++) {
		g_autoptr(CoreMessage) message = core_message_new();
		g_autofree char *name = g_strnfill((gsize)n, 'x');

		g_ptr_array_add(message->attachments,
		    core_attachment_new(name, "text/plain", 0));
		g_autoptr(CoreMessage) back = sent(message, &limits, NULL);
		g_assert_cmpint(back != NULL, ==, n == 16);
	}
}

/* The numbers stand at the end: the last that is @old becomes @new. */
static void
replace_number(GByteArray *packed, guint32 old, guint32 new)
{
	guint at = packed->len;
	guint32 number;

	do {
		at -= (guint)sizeof number;
		memcpy(&number, packed->data + at, sizeof number);
	} while (number != old);
	memcpy(packed->data + at, &new, sizeof new);
}

static void
test_refuses_every_other_length(void)
{
	g_autoptr(CoreMessage) message = test_whole_message();
	g_autoptr(GByteArray) packed = pack(message);
	CoreLimits limits = default_limits();
	guint whole = packed->len;

	g_byte_array_append(packed, (const guint8 *)"x", 1);
	for (guint length = 0; length <= packed->len; length++) {
		g_autoptr(GError) error = NULL;
		/* of just that size, so that a sanitizer sees reads beyond */
		g_autofree guint8 *bytes = g_memdup2(packed->data, length);
		g_autoptr(CoreMessage) taken =
		    core_message_unpack(bytes, length, &limits, &error);

		g_assert_cmpint(taken != NULL, ==, length == whole);
		g_assert_cmpint(error != NULL, ==, length != whole);
	}
}

/* Each string is checked with its neighbours: none may end inside a character,
 * and a line that reaches into a text is none. */
static void
test_refuses_strings_cut_elsewhere(void)
{
	static const struct {
		guint32 subject_bytes, reason_bytes;
		bool is_good;
	} rows[] = { { 4, 2, true }, { 1, 5, true }, { 3, 3, true },
		{ 2, 4, false }, { 5, 1, false }, { 4, 1, false },
		{ 4, 3, false }, { 4, 7, false }, { 4, 0, false } };
	CoreLimits limits = default_limits();

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) message = core_message_new();
		g_autoptr(GError) error = NULL;

		message->subject = g_strdup("a\xc3\xa4"
		                            "b");
		message->origin_reason = g_strdup("\xc3\xb6");
		message->text = g_strdup("\xc3\xa4\xc3\xa4.");
		g_autoptr(GByteArray) packed = pack(message);
		replace_number(packed, 4, rows[i].subject_bytes);
		replace_number(packed, 2, rows[i].reason_bytes);
		g_autoptr(CoreMessage) taken = core_message_unpack(
		    packed->data, packed->len, &limits, &error);
		g_assert_cmpint(taken != NULL, ==, rows[i].is_good);
		g_assert_cmpint(error != NULL, ==, !rows[i].is_good);
	}
}

/* A child in a sender's hands may change any byte of a good record. */
static void
test_survives_broken_records(void)
{
	g_autoptr(CoreMessage) message = test_whole_message();
	g_autoptr(GByteArray) packed = pack(message);
	CoreLimits limits = default_limits();

	for (int run = 0; run < 50000; run++) {
		g_autofree guint8 *broken =
		    g_memdup2(packed->data, packed->len);
		g_autoptr(GError) error = NULL;

		for (int n = g_test_rand_int_range(1, 4); n > 0; n--)
			broken[g_test_rand_int_range(0, (gint32)packed->len)] =
			    (guint8)g_test_rand_int_range(0, 256);
		g_autoptr(CoreMessage) taken =
		    core_message_unpack(broken, packed->len, &limits, &error);
		g_assert_true((taken == NULL) == (error != NULL));
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{ "/core/message-wire/round", test_survives_the_wire },
		{ "/core/message-wire/strings",
		    test_refuses_strings_that_are_not_clean },
		{ "/core/message-wire/lists",
		    test_refuses_lists_with_what_is_not_clean },
		{ "/core/message-wire/addresses",
		    test_refuses_addresses_that_are_none },
		{ "/core/message-wire/numbers",
		    test_refuses_numbers_that_are_none },
		{ "/core/message-wire/limits", test_holds_the_limits },
		{ "/core/message-wire/names", test_holds_the_limit_of_names },
		{ "/core/message-wire/lengths",
		    test_refuses_every_other_length },
		{ "/core/message-wire/cuts",
		    test_refuses_strings_cut_elsewhere },
		{ "/core/message-wire/broken", test_survives_broken_records },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
