#include "digest/envelope.h"

#include "digest/department.h"
#include "digest/escalation.h"
#include "digest/test-place.h"
#include "store/sending.h"
#include "store/test-rows.h"

#include <string.h>

#define NAMED "Caf\u00e9 <b>\"Bar\", & Co"
#define EXTRA                                                                  \
	"[department cafe]\nname = " NAMED "\nto = cafe@tideway.example\n"     \
	"digest = monday 08:00\n"

static const TestRow urgent = {
	.key = "0123456789abcdef",
	.from_address = "ann@example.org",
	.subject = "Letter before action",
	.words = "I will take you to court by Friday, without any doubt.",
	.received_at = TEST_NOW - 3 * TEST_DAY_S,
	.departments = "qa cafe",
	.tag = "legal/threat",
	.urgency = 2,
};

/* The value of a header of a mail, unfolded; NULL where there is none, and a
 * failure where there are two (transfer full). */
static char *
header_of(GBytes *bytes, const char *name)
{
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	const char *end = g_strstr_len(data, (gssize)length, "\r\n\r\n");
	g_autoptr(GString) head = g_string_new("\n");
	g_autofree char *start = g_strdup_printf("\n%s: ", name);
	const char *at;

	g_assert_nonnull(end);
	g_string_append_len(head, data, end - data);
	g_string_replace(head, "\r\n ", " ", 0);
	g_string_replace(head, "\r\n\t", " ", 0);
	g_string_replace(head, "\r", "", 0);
	at = strstr(head->str, start);
	if (!at)
		return NULL;
	at += strlen(start);
	g_assert_null(strstr(at, start));
	return g_strndup(at, strcspn(at, "\n"));
}

static void
freeze_all(TestPlace *place)
{
	static const char *const ids[] = { "qa", "cafe" };
	g_autoptr(GError) error = NULL;
	g_autofree char *subject = NULL;

	test_rows_add(place->store, &urgent);
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
		DigestOrder order = { .config = place->config,
			.department =
			    core_config_department(place->config, ids[i]),
			.now = TEST_NOW };
		bool is_new;

		g_assert_true(core_period_parse(
		    "2026-W46", place->config->zone, &order.period, NULL));
		digest_department_freeze(
		    place->store, &order, false, &is_new, &error);
		g_assert_no_error(error);
	}
	digest_escalation_freeze(place->store, place->config,
	    TEST_NOW - 3 * TEST_DAY_S, &subject, &error);
	g_assert_no_error(error);
}

static GPtrArray *
claim_all(TestPlace *place)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)store_outbox_row_free);
	StoreOutboxRow *row;
	int64_t epoch;

	g_assert_true(store_epoch_begin(place->store, "digest", &epoch, NULL));
	for (;;) {
		g_assert_true(store_sending_claim(
		    place->store, epoch, TEST_NOW, &row, NULL));
		if (!row)
			return rows;
		g_ptr_array_add(rows, row);
	}
}

static void
assert_header(const StoreOutboxRow *row, const char *name, const char *expected)
{
	g_autofree char *value = header_of(row->bytes, name);

	g_assert_cmpstr(value, ==, expected);
}

static void
test_each_reader_has_a_mail_of_its_own(TestPlace *place)
{
	static const struct {
		const char *to, *list, *importance, *id;
	} cases[] = {
		{ "ceo@tideway.example",
		    "Escalations <executives.escalation.tideway.example>",
		    "high", "escalation.executives.2026-11-13-01234567.r1." },
		{ "qa@tideway.example",
		    "QA weekly <qa.department.tideway.example>", NULL,
		    "digest.qa.2026-W46.r1." },
		{ "lead@tideway.example",
		    "QA weekly <qa.department.tideway.example>", NULL,
		    "digest.qa.2026-W46.r1." },
		{ "cafe@tideway.example",
		    "Caf-- -b--Bar-- - Co weekly"
		    " <cafe.department.tideway.example>",
		    NULL, "digest.cafe.2026-W46.r1." },
	};
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) rows = NULL;

	freeze_all(place);
	rows = claim_all(place);
	g_assert_cmpint(rows->len, ==, G_N_ELEMENTS(cases));
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreOutboxRow *row = rows->pdata[i];
		unsigned k = 0;

		while (!g_str_equal(cases[k].to, row->recipient))
			g_assert_cmpint(++k, <, G_N_ELEMENTS(cases));
		assert_header(row, "List-Id", cases[k].list);
		assert_header(row, "Importance", cases[k].importance);
		assert_header(row, "Auto-Submitted", "auto-generated");
		assert_header(row, "Precedence", "list");
		assert_header(row, "Reply-To", "manager@tideway.example");
		g_assert_true(g_str_has_prefix(row->message_id, cases[k].id));
		g_assert_true(
		    g_str_has_suffix(row->message_id, "@tideway.example"));
		g_assert_true(g_hash_table_add(
		    seen, header_of(row->bytes, "X-Tribune-Reply")));
		g_assert_true(g_hash_table_add(
		    seen, header_of(row->bytes, "X-Tribune-Loop")));
	}
}

static void
test_only_to_takes_the_place_of_all(TestPlace *place)
{
	g_autoptr(GPtrArray) rows = NULL;

	place->config->send->only_to = g_strdup("trial@tideway.example");
	freeze_all(place);
	rows = claim_all(place);
	g_assert_cmpint(rows->len, ==, 3);
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreOutboxRow *row = rows->pdata[i];
		g_autofree char *to = header_of(row->bytes, "To");

		g_assert_cmpstr(row->recipient, ==, "trial@tideway.example");
		g_assert_nonnull(strstr(to, "trial@tideway.example"));
		g_assert_null(strstr(to, "ceo@"));
	}
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM digest WHERE text LIKE 'Only you get%'"),
	    ==, 3);
}

/* Without a manager nothing promises that somebody reads replies. */
static void
test_without_a_manager_no_reply_is_asked_for(TestPlace *place)
{
	char **manager = g_steal_pointer(&place->config->manager_to);
	g_autoptr(GPtrArray) rows = NULL;

	freeze_all(place);
	rows = claim_all(place);
	for (unsigned i = 0; i < rows->len; i++) {
		assert_header(rows->pdata[i], "Reply-To", NULL);
		assert_header(rows->pdata[i], "List-Unsubscribe", NULL);
	}
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM digest WHERE html LIKE '%mailto:%' OR"
	        " text LIKE '%Reply:%'"),
	    ==, 0);
	place->config->manager_to = manager;
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_place_add("/digest/envelope/headers", EXTRA,
	    test_each_reader_has_a_mail_of_its_own);
	test_place_add("/digest/envelope/only-to", EXTRA,
	    test_only_to_takes_the_place_of_all);
	test_place_add("/digest/envelope/no-manager", EXTRA,
	    test_without_a_manager_no_reply_is_asked_for);
	return g_test_run();
}
