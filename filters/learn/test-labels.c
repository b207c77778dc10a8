#include "filters/learn/test-labels.h"

#include "store/labels.h"
#include "store/test-rows.h"

void
test_labels_put(Store *store, const char *words, bool is_bug)
{
	const TestRow row = { .received_at = 100 };
	char *nowhere[] = { NULL };
	StoreLabel said = { .message_id = test_rows_add(store, &row),
		.tag = (char[]){ "bug" },
		.holds = is_bug,
		.departments = nowhere,
		.author = (char[]){ "eve" },
		.labelled_at = 200 };
	bool known;

	test_rows_run(store,
	    "UPDATE message SET state = 1, origin = 0"
	    " WHERE id = %lld",
	    (long long)said.message_id);
	test_rows_run(store,
	    "INSERT OR REPLACE INTO message_text VALUES (%lld, %Q, %Q)",
	    (long long)said.message_id, words, words);
	g_assert_true(store_label_add(store, &said, &known, NULL));
	g_assert_true(known);
}

void
test_labels_add(Store *store, unsigned from, unsigned to)
{
	static const char *const faults[] = { "it crashes on saving",
		"the app crashes at once", "crashes whenever I print" };
	static const char *const other[] = { "thank you for the lovely day",
		"when do you open on Monday", "my address has changed" };

	for (unsigned i = from; i < to; i++) {
		g_autofree char *words = g_strdup_printf(
		    "%s %u", i % 2 ? faults[i % 3] : other[i % 3], i);

		test_labels_put(store, words, i % 2);
	}
}
