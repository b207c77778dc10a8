#include "store/talks.h"

#include "store/conversations.h"
#include "store/promises.h"
#include "store/test-rows.h"

#include <string.h>

#define PERSON 0
#define AUTO_REPLY 1
#define ANSWER 5
#define MAILS_MAX 6
#define ASKED(at)                                                              \
	{                                                                      \
		at, PERSON, NULL, false, false                                 \
	}
#define SENT(at, who)                                                          \
	{                                                                      \
		at, ANSWER, who, false, false                                  \
	}
#define ROBOT(at)                                                              \
	{                                                                      \
		at, ANSWER, "Robot", true, false                               \
	}

typedef struct {
	int64_t at; /* 0: the end */
	int origin;
	const char *who; /* of answers; NULL: an address alone */
	bool automatic, unread;
} Mail;

typedef struct {
	const char *name;
	Mail mails[MAILS_MAX];
	int64_t asked_at, answer_at;
	const char *by;
	int64_t waiting_since;
	int reopened;
} Case;

static const Case cases[] = {
	{ "nothing", { { 0 } }, 0, 0, NULL, 0, 0 },
	{ "asked", { ASKED(100) }, 100, 0, NULL, 100, 0 },
	{ "asked twice", { ASKED(100), ASKED(200) }, 100, 0, NULL, 100, 0 },
	{ "answered", { ASKED(100), SENT(160, "Bob") }, 100, 160, "Bob", 0, 0 },
	{ "by one without a name", { ASKED(100), SENT(160, NULL) }, 100, 160,
	    "x@tideway.example", 0, 0 },
	{ "answered twice", { ASKED(100), SENT(160, "Bob"), SENT(170, "Eve") },
	    100, 160, "Bob", 0, 0 },
	{ "asked again",
	    { ASKED(100), SENT(160, "Bob"), ASKED(200), ASKED(300) }, 100, 160,
	    "Bob", 200, 1 },
	{ "and answered again",
	    { ASKED(100), SENT(160, "Bob"), ASKED(200), SENT(250, "Eve") }, 100,
	    160, "Bob", 0, 1 },
	{ "we began", { SENT(50, "Bob"), ASKED(100) }, 100, 0, NULL, 100, 0 },
	{ "we began and answered",
	    { SENT(50, "Bob"), ASKED(100), SENT(120, "Eve") }, 100, 120, "Eve",
	    0, 0 },
	{ "we alone wrote", { SENT(50, "Bob") }, 0, 0, NULL, 0, 0 },
	{ "in the same second", { ASKED(100), SENT(100, "Bob") }, 100, 100,
	    "Bob", 0, 0 },
	{ "a machine's answer is none", { ASKED(100), ROBOT(101) }, 100, 0,
	    NULL, 100, 0 },
	{ "but a later one is",
	    { ASKED(100), ROBOT(101), SENT(190, "Bob"), ROBOT(195) }, 100, 190,
	    "Bob", 0, 0 },
	{ "their machine does not ask",
	    { ASKED(100), SENT(160, "Bob"),
	        { 161, AUTO_REPLY, NULL, false, false } },
	    100, 160, "Bob", 0, 0 },
	{ "what is not read does not count",
	    { ASKED(100), { 160, ANSWER, "Bob", false, true } }, 100, 0, NULL,
	    100, 0 },
};

static void
add(Store *store, const Mail *mail, int64_t conversation_id)
{
	const TestRow row = { .received_at = mail->at, .origin = mail->origin };
	int64_t id = test_rows_add(store, &row);

	test_rows_run(store,
	    "UPDATE message SET conversation_id = %lld, from_name = %Q,"
	    " from_address = 'x@tideway.example', state = %d WHERE id = %lld",
	    (long long)conversation_id, mail->who ? mail->who : "",
	    mail->unread ? 2 : 1, (long long)id);
	if (mail->automatic)
		test_rows_run(store,
		    "INSERT INTO flag VALUES (%lld,"
		    " 'automatic')",
		    (long long)id);
}

static void
assert_answered(Store *store, int64_t id, const Case *want)
{
	g_auto(StoreTalk) got = { 0 };
	g_autoptr(GError) error = NULL;

	g_assert_true(store_talk_get(store, id, &got, &error));
	g_assert_no_error(error);
	g_assert_cmpint(got.first_asked_at, ==, want->asked_at);
	g_assert_cmpint(got.first_answer_at, ==, want->answer_at);
	g_assert_cmpstr(got.answered_by, ==, want->by);
	g_assert_cmpint(got.waiting_since, ==, want->waiting_since);
	g_assert_cmpint(got.reopened, ==, want->reopened);
}

/* The mails of each case in the order of time and against it, beside those of
 * all the other cases. */
static void
test_tells_how_each_was_answered(TestStore *place, const void *data)
{
	int64_t ids[2 * G_N_ELEMENTS(cases)];

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
		const Mail *mails = cases[i / 2].mails;
		unsigned n = 0;

		while (n < MAILS_MAX && mails[n].at)
			n++;
		g_assert_true(
		    store_conversation_begin(place->store, 1, &ids[i], NULL));
		for (unsigned j = 0; j < n; j++)
			add(place->store, &mails[i % 2 ? n - 1 - j : j],
			    ids[i]);
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_test_message("%s", cases[i / 2].name);
		assert_answered(place->store, ids[i], &cases[i / 2]);
	}
}

static void
test_two_that_become_one(TestStore *place, const void *data)
{
	static const Mail asked = ASKED(100), answer = SENT(160, "Bob");
	static const Case apart = { "", { { 0 } }, 100, 0, NULL, 100, 0 };
	static const Case joined = { "", { { 0 } }, 100, 160, "Bob", 0, 0 };
	int64_t first, second;

	(void)data;
	g_assert_true(
	    store_conversation_begin(place->store, 100, &first, NULL));
	g_assert_true(
	    store_conversation_begin(place->store, 160, &second, NULL));
	add(place->store, &asked, first);
	add(place->store, &answer, second);
	assert_answered(place->store, first, &apart);
	g_assert_true(
	    store_conversation_merge(place->store, first, second, NULL));
	assert_answered(place->store, first, &joined);
}

static int64_t
begin(Store *store, const Mail *mails, unsigned n)
{
	int64_t id;

	g_assert_true(store_conversation_begin(store, mails[0].at, &id, NULL));
	for (unsigned i = 0; i < n; i++) {
		add(store, &mails[i], id);
		g_assert_true(
		    store_conversation_extend(store, id, mails[i].at, NULL));
	}
	return id;
}

static void
test_lists(TestStore *place, const void *data)
{
	static const Mail waits[] = { ASKED(100) };
	static const Mail again[] = { ASKED(50), SENT(60, "Bob"), ASKED(300) };
	static const Mail done[] = { ASKED(400), SENT(500, "Bob") };
	static const Mail ours[] = { SENT(600, "Bob") };
	int64_t ids[] = { begin(place->store, waits, 1),
		begin(place->store, again, 3), begin(place->store, done, 2),
		begin(place->store, ours, 1) };
	const struct {
		StoreTalkQuery query;
		int64_t ids[4];
	} wants[] = {
		{ { 0, false, 0 }, { ids[2], ids[1], ids[0] } },
		{ { 0, false, 1 }, { ids[2] } },
		{ { 200, false, 0 }, { ids[2], ids[1] } },
		{ { 0, true, 0 }, { ids[0], ids[1] } },
		{ { 0, true, 1 }, { ids[0] } },
		{ { 900, false, 0 }, { 0 } },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(wants); i++) {
		g_autoptr(GPtrArray) talks = NULL;
		unsigned n = 0;

		g_assert_true(store_talk_list(
		    place->store, &wants[i].query, &talks, NULL));
		while (n < 4 && wants[i].ids[n])
			n++;
		g_assert_cmpuint(talks->len, ==, n);
		for (unsigned j = 0; j < n; j++) {
			const StoreTalk *talk = talks->pdata[j];

			g_assert_cmpint(talk->id, ==, wants[i].ids[j]);
		}
	}
}

static void
promise(TestStore *place, int64_t conversation_id, int64_t due_at)
{
	test_rows_run(place->store,
	    "INSERT INTO promise SELECT max(id), 0, 'By then.', %lld"
	    " FROM message WHERE conversation_id = %lld AND origin = 5",
	    (long long)due_at, (long long)conversation_id);
}

static void
test_promises_are_kept_by_the_next_answer(TestStore *place, const void *data)
{
	static const Mail said[] = { ASKED(100), SENT(200, "Bob") };
	static const Mail later[] = { ROBOT(210), ASKED(220),
		SENT(300, "Eve") };
	g_autoptr(GPtrArray) none = NULL, before = NULL, after = NULL;
	int64_t id = begin(place->store, said, 2);
	const StorePromise *found;

	(void)data;
	promise(place, id, 250);
	g_assert_true(store_promise_of(place->store, id, &before, NULL));
	g_assert_cmpuint(before->len, ==, 1);
	found = before->pdata[0];
	g_assert_cmpstr(found->text, ==, "By then.");
	g_assert_cmpstr(found->said_by, ==, "Bob");
	g_assert_cmpint(found->again_at, ==, 0);
	g_assert_cmpint(
	    store_promise_state(found, 249), ==, STORE_PROMISE_OPEN);
	g_assert_cmpint(
	    store_promise_state(found, 250), ==, STORE_PROMISE_OVERDUE);
	for (unsigned i = 0; i < G_N_ELEMENTS(later); i++)
		add(place->store, &later[i], id);
	test_rows_run(place->store, "UPDATE promise SET due_at = 301");
	g_assert_true(store_promise_since(place->store, 301, &after, NULL));
	g_assert_cmpuint(after->len, ==, 1);
	found = after->pdata[0];
	g_assert_cmpint(found->again_at, ==, 300);
	g_assert_cmpint(
	    store_promise_state(found, 999), ==, STORE_PROMISE_KEPT);
	test_rows_run(place->store, "UPDATE promise SET due_at = 300");
	g_assert_true(store_promise_since(place->store, 301, &none, NULL));
	g_assert_cmpuint(none->len, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/store/talks/answered", TestStore, NULL, test_rows_set_up,
	    test_tells_how_each_was_answered, test_rows_tear_down);
	g_test_add("/store/talks/merged", TestStore, NULL, test_rows_set_up,
	    test_two_that_become_one, test_rows_tear_down);
	g_test_add("/store/talks/listed", TestStore, NULL, test_rows_set_up,
	    test_lists, test_rows_tear_down);
	g_test_add("/store/talks/promises", TestStore, NULL, test_rows_set_up,
	    test_promises_are_kept_by_the_next_answer, test_rows_tear_down);
	return g_test_run();
}
