#include "filters/ours.h"

#include "filters/test-mails.h"
#include "store/answers.h"
#include "store/queue.h"

#include <string.h>

#define OURS "support@tideway.example"
#define ANN "ann@example.com"

static int64_t
count(const TestPlace *place, const char *table)
{
	g_autofree char *sql =
	    g_strdup_printf("SELECT count(*) FROM %s", table);

	return test_rows_int(place->base.store, sql);
}

static const TestMail asked = { .id = "q@x", .body = "It crashes." };

/* What support wrote, as INBOX has it: it would make a contact, a tag, all. */
static const TestMail copy = { .id = "a@x",
	.from = "Bob <bob@tideway.example>",
	.to = ANN,
	.more = "In-Reply-To: <q@x>\r\n",
	.body = "A journalist wrote that it crashes." };

static TestMail
as_answer(const TestMail *mail)
{
	TestMail answer = *mail;

	answer.answer = true;
	return answer;
}

/* It is one message, an answer in the question's conversation, nothing else. */
static void
assert_answer(TestPlace *place, int64_t question, int64_t answer)
{
	g_autoptr(StoreRecord) one = test_mails_get(place, question);
	g_autoptr(StoreRecord) other = test_mails_get(place, answer);

	g_assert_cmpint(one->record->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_cmpint(other->state, ==, STORE_STATE_DONE);
	g_assert_cmpint(other->record->origin, ==, CORE_ORIGIN_ANSWER);
	g_assert_cmpint(other->conversation_id, ==, one->conversation_id);
	g_assert_cmpuint(other->arrivals->len, ==, 2);
	g_assert_cmpuint(other->tags->len, ==, 0);
	g_assert_cmpuint(other->departments->len, ==, 0);
	g_assert_null(other->contact_address);
	g_assert_cmpint(other->pattern_id, ==, 0);
	g_assert_cmpstr(other->record->message_id, ==, "a@x");
	g_assert_cmpstr(other->record->own_words, ==,
	    "A journalist wrote that it crashes.");
	g_assert_cmpint(count(place, "message"), ==, 2);
	g_assert_cmpint(count(place, "message_text"), ==, 2);
	g_assert_cmpint(count(place, "contact"), ==, 1);
	g_assert_cmpint(count(place, "conversation"), ==, 1);
}

/* Every order of the copy, the answer, the question and the filters between:
 * 'c', 'a', 'q' and '.' for a run. */
static void
test_an_answer_is_one_whichever_came_first(void)
{
	static const char *const orders[] = { "qca.", "qac.", "qc.a.", "qa.c.",
		"q.c.a.", "q.a.c.", "c.a.q.", "a.c.q.", "c.aq.", "c.q.a.",
		"c.q.a.a.c." };
	TestMail answer = as_answer(&copy);

	for (unsigned i = 0; i < G_N_ELEMENTS(orders); i++) {
		TestPlace place = { 0 };
		int64_t question = 0, id = 0;

		g_test_message("%s", orders[i]);
		test_mails_set_up(&place, NULL);
		for (const char *at = orders[i]; *at; at++)
			if (*at == '.')
				(void)test_mails_run(&place);
			else if (*at == 'q')
				question = test_mails_put(&place, &asked);
			else if (count(&place, "arrival WHERE message_id > 0") <
			         3)
				id = test_mails_put(
				    &place, *at == 'a' ? &answer : &copy);
		assert_answer(&place, question, id);
		test_mails_tear_down(&place, NULL);
	}
}

/* A note that comes while the filter holds the mail. */
static void
test_a_note_meanwhile_is_not_lost(TestPlace *place, const void *data)
{
	TestMail answer = as_answer(&copy);
	StoreClaim claim = { .epoch = 1,
		.now = NOW,
		.lease_s = 1,
		.max_rows = 10,
		.max_bytes = 1000 };
	g_autoptr(GArray) rows = NULL;
	bool noted = true;
	int64_t id = test_mails_put(place, &copy);

	(void)data;
	g_assert_true(
	    store_queue_claim(place->base.store, &claim, &rows, NULL));
	g_assert_cmpuint(rows->len, ==, 1);
	g_assert_true(
	    store_answer_is_noted(place->base.store, id, &noted, NULL));
	g_assert_false(noted);
	(void)test_mails_put(place, &answer);
	g_assert_true(
	    store_answer_is_noted(place->base.store, id, &noted, NULL));
	g_assert_true(noted);
	g_assert_cmpint(count(place, "message WHERE state = 0 AND answer AND"
	                             " claim_epoch = 1"),
	    ==, 1);
}

/* Customers with the very words, so that the copy is the pattern's best. */
static void
test_a_pattern_loses_what_was_ours(TestPlace *place, const void *data)
{
	static const char words[] =
	    "The crash report window freezes when saving the invoice list.";
	static const char *const customers[] = { "Cat <cat@one.example>",
		"Dan <dan@two.example>", "Eve <eve@three.example>" };
	TestMail mail = { .id = "0@x",
		.from = "Bob <bob@tideway.example>",
		.to = ANN,
		.body = words };
	int64_t id = test_mails_put(place, &mail);

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(customers); i++) {
		g_autofree char *name = g_strdup_printf("%u@x", i + 1);

		(void)test_mails_put(place,
		    &(TestMail){
		        .id = name, .from = customers[i], .body = words });
	}
	(void)test_mails_run(place);
	g_assert_cmpint(count(place, "message WHERE pattern_id > 0"), ==, 4);
	test_rows_run(place->base.store, "UPDATE pattern SET typical_id = %lld",
	    (long long)id);
	TestMail answer = as_answer(&mail);
	(void)test_mails_put(place, &answer);
	(void)test_mails_run(place);
	g_assert_cmpint(count(place, "message WHERE pattern_id > 0"), ==, 3);
	g_assert_cmpint(
	    count(place, "pattern WHERE typical_id IN"
	                 " (SELECT id FROM message WHERE origin = 0)"),
	    ==, 1);
	g_assert_cmpint(count(place, "contact"), ==, 3);
}

static void
test_a_huge_answer_stays_oversize(TestPlace *place, const void *data)
{
	TestMail huge = copy;
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	huge.oversize = true;
	int64_t id = test_mails_put(place, &huge);
	(void)test_mails_run(place);
	huge.answer = true;
	(void)test_mails_put(place, &huge);
	(void)test_mails_run(place);
	record = test_mails_get(place, id);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_ANSWER);
	g_assert_true(g_ptr_array_find_with_equal_func(
	    record->record->flags, "oversize", g_str_equal, NULL));
}

/* What nobody could read is noted, and stays where it is. */
static void
test_a_quarantined_one_stays(TestPlace *place, const void *data)
{
	int64_t id = test_mails_put(place, &copy);
	TestMail answer = as_answer(&copy);

	(void)data;
	g_assert_true(store_queue_quarantine(
	    place->base.store, id, NOW, "unreadable", NULL));
	(void)test_mails_put(place, &answer);
	g_assert_cmpint(
	    count(place, "message WHERE state = 2 AND answer"), ==, 1);
}

static void
test_a_machines_answer_is_told_apart(TestPlace *place, const void *data)
{
	TestMail answer = as_answer(&copy);
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	answer.more = "In-Reply-To: <q@x>\r\nAuto-Submitted: auto-replied\r\n";
	int64_t id = test_mails_put(place, &answer);
	(void)test_mails_run(place);
	record = test_mails_get(place, id);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_ANSWER);
	g_assert_true(g_ptr_array_find_with_equal_func(
	    record->record->flags, "automatic", g_str_equal, NULL));
}

/* Alike in all but that: by nothing else do answers join. */
static void
test_an_answer_joins_by_references_alone(TestPlace *place, const void *data)
{
	TestMail answer = as_answer(&copy);
	int64_t question = test_mails_put(place, &asked);
	g_autoptr(StoreRecord) one = NULL, joined = NULL, apart = NULL,
	                       stranger = NULL;

	(void)data;
	answer.more = "References: <older@x> <q@x>\r\n";
	int64_t by_references = test_mails_put(place, &answer);
	answer.more = "Subject-Note: the same To and Subject\r\n";
	answer.id = "b@x";
	int64_t by_subject = test_mails_put(place, &answer);
	answer.more = "In-Reply-To: <q@x>\r\n";
	answer.id = "c@x";
	answer.to = "somebody@else.example";
	int64_t to_another = test_mails_put(place, &answer);
	(void)test_mails_run(place);
	one = test_mails_get(place, question);
	joined = test_mails_get(place, by_references);
	apart = test_mails_get(place, by_subject);
	stranger = test_mails_get(place, to_another);
	g_assert_cmpint(joined->conversation_id, ==, one->conversation_id);
	g_assert_cmpint(apart->conversation_id, !=, one->conversation_id);
	g_assert_cmpint(stranger->conversation_id, !=, one->conversation_id);
}

/* Mails in INBOX of a mailbox that takes blind copies. */
static void
test_blind_copies(TestPlace *place, const void *data)
{
	static const struct {
		const char *name;
		TestMail mail;
		bool answer;
	} cases[] = {
		{ "a copy", { .from = "bob@tideway.example", .to = ANN },
		    true },
		{ "from the mailbox itself",
		    { .from = "Support <" OURS ">", .to = ANN }, true },
		{ "to several, one of them at home",
		    { .from = OURS, .to = ANN ", eve@tideway.example" }, true },
		{ "a customer's", { .from = ANN, .to = OURS }, false },
		{ "a customer's to others",
		    { .from = ANN, .to = "eve@example.com" }, false },
		{ "a colleague asks support",
		    { .from = "bob@tideway.example", .to = OURS }, false },
		{ "support in Cc",
		    { .from = "bob@tideway.example",
		        .to = ANN,
		        .more = "Cc: " OURS "\r\n" },
		    false },
		{ "among colleagues",
		    { .from = "bob@tideway.example",
		        .to = "eve@tideway.example" },
		    false },
		{ "a domain that ends like ours",
		    { .from = "bob@nottideway.example", .to = ANN }, false },
	};
	CoreMailbox *mailbox = place->config->mailboxes->pdata[0];
	int64_t ids[G_N_ELEMENTS(cases)];

	(void)data;
	for (unsigned takes = 0; takes < 2; takes++) {
		mailbox->bcc_answers = takes;
		for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
			TestMail mail = cases[i].mail;
			g_autofree char *id =
			    g_strdup_printf("%u.%u@x", takes, i);

			mail.id = id;
			ids[i] = test_mails_put(place, &mail);
		}
		(void)test_mails_run(place);
		for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
			g_autoptr(StoreRecord) record =
			    test_mails_get(place, ids[i]);

			g_test_message("%s", cases[i].name);
			g_assert_cmpint(record->record->origin, ==,
			    takes && cases[i].answer ? CORE_ORIGIN_ANSWER
			                             : CORE_ORIGIN_PERSON);
		}
	}
}

/* Our name in From proves nothing where the signature fails. */
static void
test_a_forged_copy_is_none(TestPlace *place, const void *data)
{
	static const char *const support[] = { "support", NULL };
	static const char *const other[] = { "import", NULL };
	CoreMailbox *mailbox = place->config->mailboxes->pdata[0];
	g_autoptr(CoreMessage) message = core_message_new();

	(void)data;
	mailbox->bcc_answers = true;
	g_assert_false(filter_is_blind_copy(place->config, support, message));
	message->from = core_address_new("", OURS);
	g_assert_false(filter_is_blind_copy(place->config, support, message));
	g_ptr_array_add(message->cc, core_address_new("", ANN));
	g_assert_true(filter_is_blind_copy(place->config, support, message));
	g_assert_false(filter_is_blind_copy(place->config, other, message));
	message->verified = CORE_NO;
	g_assert_false(filter_is_blind_copy(place->config, support, message));
}

/* Read as mails of one person, two answers join two customers. */
static void
test_what_a_copy_joined_comes_apart(TestPlace *place, const void *data)
{
	static const TestMail mails[] = {
		{ .id = "1@x", .from = "cat@one.example" },
		{ .id = "2@x",
		    .from = "bob@tideway.example",
		    .to = "cat@one.example",
		    .more = "References: <1@x>\r\n" },
		{ .id = "3@x",
		    .from = "dan@one.example",
		    .more = "References: <1@x> <2@x>\r\n" },
		{ .id = "4@x",
		    .from = "bob@tideway.example",
		    .to = "dan@one.example",
		    .more = "References: <1@x> <2@x> <3@x>\r\n" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		(void)test_mails_put(place, &mails[i]);
	(void)test_mails_run(place);
	g_assert_cmpint(count(place, "conversation"), ==, 1);
	for (unsigned i = 1; i < G_N_ELEMENTS(mails); i += 2) {
		TestMail answer = as_answer(&mails[i]);

		(void)test_mails_put(place, &answer);
	}
	(void)test_mails_run(place);
	g_assert_cmpint(count(place, "conversation"), ==, 2);
	g_assert_cmpint(
	    count(place, "message a JOIN message q ON q.id = a.id - 1 WHERE"
	                 " a.origin = 5 AND q.origin = 0 AND"
	                 " a.conversation_id = q.conversation_id"),
	    ==, 2);
}

/* A folder that is said to hold answers after it was read. */
static void
test_a_folder_is_noted_whole(TestPlace *place, const void *data)
{
	int64_t folder_id;

	(void)data;
	for (int i = 0; i < 250; i++) {
		g_autofree char *id = g_strdup_printf("%d@x", i);

		(void)test_mails_put(place, &(TestMail){ .id = id });
	}
	(void)test_mails_run(place);
	g_assert_cmpint(count(place, "contact"), ==, 1);
	folder_id = test_rows_int(place->base.store, "SELECT id FROM folder");
	g_assert_true(
	    store_answer_note_folder(place->base.store, folder_id + 1, NULL));
	g_assert_cmpint(count(place, "message WHERE answer"), ==, 0);
	g_assert_true(
	    store_answer_note_folder(place->base.store, folder_id, NULL));
	g_assert_cmpint(
	    count(place, "message WHERE answer AND state = 0"), ==, 250);
	g_assert_cmpint(count(place, "contact"), ==, 0);
	g_assert_cmpint(count(place, "conversation"), ==, 0);
	g_assert_cmpint(test_mails_run(place).filtered, ==, 250);
	g_assert_cmpint(count(place, "message WHERE origin = 5"), ==, 250);
}

/* Both sides of a conversation with a blind copy, in either order. */
static void
test_a_blind_copy_joins(TestPlace *place, const void *data)
{
	CoreMailbox *mailbox = place->config->mailboxes->pdata[0];
	TestMail again = { .id = "again@x",
		.more = "In-Reply-To: <a@x>\r\nReferences: <a@x>\r\n" };

	(void)data;
	mailbox->bcc_answers = true;
	(void)test_mails_put(place, &copy);
	(void)test_mails_run(place);
	(void)test_mails_put(place, &asked);
	(void)test_mails_put(place, &again);
	(void)test_mails_run(place);
	g_assert_cmpint(count(place, "conversation"), ==, 1);
	g_assert_cmpint(count(place, "contact"), ==, 1);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestPlace *, const void *);
	} tests[] = {
		{ "/filters/answers/meanwhile",
		    test_a_note_meanwhile_is_not_lost },
		{ "/filters/answers/pattern",
		    test_a_pattern_loses_what_was_ours },
		{ "/filters/answers/oversize",
		    test_a_huge_answer_stays_oversize },
		{ "/filters/answers/quarantined",
		    test_a_quarantined_one_stays },
		{ "/filters/answers/automatic",
		    test_a_machines_answer_is_told_apart },
		{ "/filters/answers/joins",
		    test_an_answer_joins_by_references_alone },
		{ "/filters/answers/apart",
		    test_what_a_copy_joined_comes_apart },
		{ "/filters/answers/folder", test_a_folder_is_noted_whole },
		{ "/filters/answers/blind", test_blind_copies },
		{ "/filters/answers/forged", test_a_forged_copy_is_none },
		{ "/filters/answers/blind-joins", test_a_blind_copy_joins },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/answers/orders",
	    test_an_answer_is_one_whichever_came_first);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestPlace, NULL, test_mails_set_up,
		    tests[i].run, test_mails_tear_down);
	return g_test_run();
}
