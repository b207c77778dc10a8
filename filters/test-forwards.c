/* A colleague's forward on its way through the filters. */
#include "core/autoptr.h"
#include "filters/test-mails.h"

#define BODY                                                                   \
	"Can you take this?\n\nFrom: Ann Lee <Ann@Example.com>\n"              \
	"Sent: Monday\nTo: Bob\nSubject: x\n\nIt crashes when saving.\n"

static const TestMail forward = { .id = "f@tideway.example",
	.from = "Bob <bob@tideway.example>",
	.subject = "Fw: x",
	.body = BODY };

static void
test_it_counts_for_the_customer(TestPlace *place, const void *data)
{
	int64_t id = test_mails_put(place, &forward);

	(void)data;
	(void)test_mails_run(place);
	g_autoptr(StoreRecord) record = test_mails_get(place, id);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_cmpstr(record->record->from->address, ==, "Ann@Example.com");
	g_assert_cmpstr(
	    record->record->forwarded_by, ==, "bob@tideway.example");
	g_assert_cmpstr(
	    record->record->own_words, ==, "It crashes when saving.");
	g_assert_cmpstr(record->contact_address, ==, "ann@example.com");
}

static void
test_sent_by_us_it_is_ours(TestPlace *place, const void *data)
{
	TestMail mail = forward;

	(void)data;
	mail.answer = true;
	int64_t id = test_mails_put(place, &mail);
	(void)test_mails_run(place);
	g_autoptr(StoreRecord) record = test_mails_get(place, id);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_ANSWER);
	g_assert_cmpstr(
	    record->record->from->address, ==, "bob@tideway.example");
	g_assert_null(record->record->forwarded_by);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/filters/forwards/customer", TestPlace, NULL,
	    test_mails_set_up, test_it_counts_for_the_customer,
	    test_mails_tear_down);
	g_test_add("/filters/forwards/sent", TestPlace, NULL, test_mails_set_up,
	    test_sent_by_us_it_is_ours, test_mails_tear_down);
	return g_test_run();
}
