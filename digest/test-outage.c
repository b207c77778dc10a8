#include "digest/outage.h"

#include "digest/department.h"
#include "digest/outage-alarm.h"
#include "digest/test-place.h"
#include "store/test-rows.h"

#include <string.h>

#define MINUTE_S 60
#define HOUR_S 3600
#define SITE                                                                   \
	"[mailbox support]\nserver = imap.example\n"                           \
	"user = support@tideway.example\npassword-file = /etc/support.pw\n"    \
	"[mailbox hello]\nserver = imap.example\nuser = hello\n"

static void
test_long_is_a_matter_of_what_fails(void)
{
	static const struct {
		int64_t failing, refused, tried, now;
		bool is_long;
	} cases[] = {
		/* Nothing fails. */
		{ 0, 0, 100 * HOUR_S, 100 * HOUR_S, false },
		/* A refused login: a quarter of an hour and a second try. */
		{ 1000, 1000, 1900, 1900, true },
		{ 1000, 1000, 1899, 1899, false },
		{ 1000, 1000, 1000, 9999, false },
		{ 1000, 1000, 1001, 1900, true },
		/* Anything else: four hours, and no sooner. */
		{ 1000, 0, 1900, 1900, false },
		{ 1000, 0, 15400, 15400, true },
		{ 1000, 0, 15399, 15399, false },
		/* It failed otherwise before the login was refused. */
		{ 1000, 5000, 5600, 5600, false },
		{ 1000, 5000, 5900, 5900, true },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const StoreMailbox row = { .failing_since = cases[i].failing,
			.refused_since = cases[i].refused,
			.tried_at = cases[i].tried };
		if (digest_outage_is_long(&row, cases[i].now) !=
		    cases[i].is_long)
			g_error("case %u", i);
	}
}

/* @mailbox worked until @since, when its login began to be refused; the last
 * try was at @tried. */
static void
refuse(TestPlace *place, const char *mailbox, int64_t since, int64_t tried)
{
	g_autoptr(GError) error = NULL;

	test_rows_run(place->store,
	    "INSERT OR IGNORE INTO folder (mailbox, name, uidvalidity,"
	    " opened_at) VALUES (%Q, 'INBOX', 1, 1)",
	    mailbox);
	store_mailbox_succeeded(
	    place->store, mailbox, since - 60, since - 60, &error);
	store_mailbox_refused(place->store, mailbox, since,
	    "login: <b>no</b> [AUTHENTICATIONFAILED] Authentication failed.",
	    &error);
	store_mailbox_refused(place->store, mailbox, tried,
	    "login: <b>no</b> [AUTHENTICATIONFAILED] Authentication failed.",
	    &error);
	g_assert_no_error(error);
}

static unsigned
alarm_at(TestPlace *place, int64_t now)
{
	const DigestOutageQuery query = { place->config, now, 0 };
	g_autoptr(GPtrArray) mailboxes = NULL;
	g_autoptr(GError) error = NULL;
	bool due = false, still_due = true;

	digest_outage_is_due(place->store, &query, &due, &error);
	g_assert_no_error(error);
	digest_outage_alarm(place->store, &query, &mailboxes, &error);
	g_assert_no_error(error);
	g_assert_cmpint(due, ==, mailboxes->len > 0);
	digest_outage_is_due(place->store, &query, &still_due, &error);
	g_assert_no_error(error);
	g_assert_false(still_due);
	return mailboxes->len;
}

static int64_t
count_alarms(TestPlace *place)
{
	return test_rows_int(place->store,
	    "SELECT count(*) FROM outbox WHERE kind = 'alarm' AND recipient ="
	    " 'ops@tideway.example'");
}

static void
try_again(TestPlace *place, int64_t at)
{
	g_assert_true(store_mailbox_refused(
	    place->store, "support", at, "login: no", NULL));
}

static void
test_once_then_once_a_day(TestPlace *place)
{
	const int64_t since = TEST_NOW;

	refuse(place, "support", since, since + 10 * MINUTE_S);
	g_assert_cmpuint(alarm_at(place, since + 14 * MINUTE_S), ==, 0);
	g_assert_cmpuint(alarm_at(place, since + 15 * MINUTE_S), ==, 1);
	for (int hour = 1; hour < 24; hour++) {
		try_again(place, since + hour * HOUR_S);
		g_assert_cmpuint(
		    alarm_at(place, since + hour * HOUR_S + 1), ==, 0);
	}
	try_again(place, since + 24 * HOUR_S);
	g_assert_cmpuint(alarm_at(place, since + 24 * HOUR_S), ==, 1);
	g_assert_cmpuint(alarm_at(place, since + 25 * HOUR_S), ==, 0);
	try_again(place, since + 72 * HOUR_S);
	g_assert_cmpuint(alarm_at(place, since + 72 * HOUR_S), ==, 1);
	g_assert_cmpint(count_alarms(place), ==, 3);
}

static void
test_a_new_outage_is_told_but_not_each_of_many(TestPlace *place)
{
	int64_t at = TEST_NOW;
	unsigned alarms = 0;

	/* It works for a minute in every half hour, for ten hours. */
	for (int i = 0; i < 20; i++, at += 30 * MINUTE_S) {
		refuse(place, "support", at, at + 20 * MINUTE_S);
		alarms += alarm_at(place, at + 20 * MINUTE_S);
	}
	g_assert_cmpuint(alarms, ==, 3);
	at += 12 * HOUR_S;
	refuse(place, "support", at, at + 20 * MINUTE_S);
	g_assert_cmpuint(alarm_at(place, at + 20 * MINUTE_S), ==, 1);
	g_assert_true(store_mailbox_succeeded(
	    place->store, "support", at + HOUR_S, at + HOUR_S, NULL));
	g_assert_cmpuint(alarm_at(place, at + 48 * HOUR_S), ==, 0);
}

static void
test_each_mailbox_has_its_own(TestPlace *place)
{
	refuse(place, "support", TEST_NOW, TEST_NOW + 20 * MINUTE_S);
	refuse(place, "hello", TEST_NOW, TEST_NOW + 20 * MINUTE_S);
	/* One that the config does not have any more. */
	refuse(place, "old", TEST_NOW, TEST_NOW + 20 * MINUTE_S);
	g_assert_cmpuint(alarm_at(place, TEST_NOW + 20 * MINUTE_S), ==, 2);
	g_assert_cmpint(count_alarms(place), ==, 2);
}

/* What was never in use, or is long past, alarms nobody. */
static void
test_is_quiet_about_what_is_no_news(TestPlace *place)
{
	const DigestOutageQuery later = { place->config, TEST_NOW + HOUR_S,
		TEST_NOW + HOUR_S };
	bool due = true;

	g_assert_true(store_mailbox_refused(
	    place->store, "support", TEST_NOW, "no", NULL));
	try_again(place, TEST_NOW + HOUR_S / 2);
	g_assert_cmpuint(alarm_at(place, TEST_NOW + HOUR_S), ==, 0);
	refuse(place, "hello", TEST_NOW, TEST_NOW + HOUR_S / 2);
	/* No poll since this start: it may be mended. */
	g_assert_true(digest_outage_is_due(place->store, &later, &due, NULL));
	g_assert_false(due);
	/* Nobody has polled for a day. */
	g_assert_cmpuint(alarm_at(place, TEST_NOW + 30 * HOUR_S), ==, 0);
	g_assert_cmpuint(alarm_at(place, TEST_NOW + HOUR_S), ==, 1);
}

static void
test_needs_an_operator_and_a_way_to_send(TestPlace *place)
{
	const DigestOutageQuery query = { place->config, TEST_NOW + HOUR_S, 0 };
	g_autofree char *address =
	    g_steal_pointer(&place->config->operator_address);
	g_autoptr(GPtrArray) mailboxes = NULL;

	refuse(place, "support", TEST_NOW, TEST_NOW + HOUR_S);
	g_assert_true(
	    digest_outage_alarm(place->store, &query, &mailboxes, NULL));
	g_assert_cmpuint(mailboxes->len, ==, 0);
	place->config->operator_address = g_steal_pointer(&address);
	place->config->send->only_to = g_strdup("trial@tideway.example");
	g_assert_cmpuint(alarm_at(place, TEST_NOW + HOUR_S), ==, 1);
	g_assert_cmpint(count_alarms(place), ==, 0);
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM outbox JOIN digest ON digest.id ="
	        " digest_id WHERE recipient = 'trial@tideway.example'"
	        " AND text LIKE '%ops@tideway.example%'"),
	    ==, 1);
}

static void
test_golden_mail(TestPlace *place)
{
	const DigestOutageQuery query = { place->config,
		TEST_NOW + 20 * MINUTE_S, 0 };
	g_autoptr(GPtrArray) mails = NULL;
	g_autoptr(GError) error = NULL;
	DigestMail *mail;

	refuse(place, "support", TEST_NOW, TEST_NOW + 16 * MINUTE_S);
	g_free(place->config->path);
	place->config->path = g_strdup("/etc/tribune/tribune.conf");
	digest_outage_preview(place->store, &query, &mails, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(mails->len, ==, 1);
	mail = mails->pdata[0];
	test_place_golden(mail, "outage");
	g_assert_null(strstr(mail->html, "<b>no</b>"));
	g_assert_cmpstr(mail->subject, ==,
	    "Not read: support@tideway.example (login refused)");
}

static void
test_the_mail_says_what_to_do(TestPlace *place)
{
	const DigestOutageQuery query = { place->config, TEST_NOW + 5 * HOUR_S,
		0 };
	CoreMailbox *hello = place->config->mailboxes->pdata[1];
	g_autoptr(GPtrArray) down = NULL;
	g_autoptr(GPtrArray) expired = NULL;

	refuse(place, "hello", TEST_NOW, TEST_NOW + 1);
	store_mailbox_failed(place->store, "hello", TEST_NOW + 4 * HOUR_S,
	    "imap.example:993: refused", NULL);
	g_assert_true(digest_outage_preview(place->store, &query, &down, NULL));
	g_assert_cmpuint(down->len, ==, 1);
	const DigestMail *mail = down->pdata[0];
	g_assert_cmpstr(mail->subject, ==, "Not read: hello");
	g_assert_nonnull(strstr(mail->text, "Is the server up"));
	g_assert_nonnull(strstr(mail->text, "imap.example:993:"));

	hello->server.auth = CORE_AUTH_GOOGLE;
	refuse(place, "hello", TEST_NOW, TEST_NOW + 4 * HOUR_S);
	g_assert_true(
	    digest_outage_preview(place->store, &query, &expired, NULL));
	mail = expired->pdata[0];
	g_assert_nonnull(strstr(mail->text, "tribune login hello"));
}

static char *
digest_text(TestPlace *place, int64_t now, char **ret_html)
{
	DigestOrder order = { .config = place->config,
		.department = place->config->departments->pdata[0],
		.now = now };
	g_autoptr(DigestMail) mail = NULL;
	g_autoptr(GError) error = NULL;

	core_period_parse("2026-W46", place->config->zone, &order.period, NULL);
	digest_department_preview(place->store, &order, &mail, &error);
	g_assert_no_error(error);
	*ret_html = g_steal_pointer(&mail->html);
	return g_steal_pointer(&mail->text);
}

static void
test_the_digest_says_what_is_missing(TestPlace *place)
{
	static const char one[] =
	    "Mail to support@tideway.example has not been read since Mon 16 "
	    "Nov,\n08:59: login refused. What is missing here waits on the";
	g_autofree char *whole = NULL, *whole_html = NULL;
	g_autofree char *text = NULL, *html = NULL;
	g_autofree char *two = NULL, *two_html = NULL;

	test_place_fill(place);
	refuse(place, "support", TEST_NOW, TEST_NOW + 10 * MINUTE_S);
	whole = digest_text(place, TEST_NOW + 10 * MINUTE_S, &whole_html);
	g_assert_null(strstr(whole, "not been read"));
	g_assert_null(strstr(whole_html, "not been read"));
	text = digest_text(place, TEST_NOW + 20 * MINUTE_S, &html);
	g_assert_true(g_str_has_prefix(text, one));
	g_assert_nonnull(strstr(
	    html, "Mail to support@tideway.example has not been read since"));
	refuse(place, "hello", TEST_NOW + HOUR_S, TEST_NOW + 2 * HOUR_S);
	two = digest_text(place, TEST_NOW + 2 * HOUR_S, &two_html);
	g_assert_nonnull(
	    strstr(two_html, "Mail to hello has not been read since"));
}

typedef void (*Run)(TestPlace *place);

static void
run_in_place(const void *data)
{
	const Run *run = data;
	TestPlace place = { 0 };

	test_place_set_up(&place, SITE);
	place.config->operator_address = g_strdup("ops@tideway.example");
	(*run)(&place);
	test_place_tear_down(&place);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		Run run;
	} tests[] = {
		{ "/digest/outage/daily", test_once_then_once_a_day },
		{ "/digest/outage/flaps",
		    test_a_new_outage_is_told_but_not_each_of_many },
		{ "/digest/outage/each", test_each_mailbox_has_its_own },
		{ "/digest/outage/quiet", test_is_quiet_about_what_is_no_news },
		{ "/digest/outage/operator",
		    test_needs_an_operator_and_a_way_to_send },
		{ "/digest/outage/golden", test_golden_mail },
		{ "/digest/outage/steps", test_the_mail_says_what_to_do },
		{ "/digest/outage/notice",
		    test_the_digest_says_what_is_missing },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/digest/outage/long", test_long_is_a_matter_of_what_fails);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_data_func(
		    tests[i].path, &tests[i].run, run_in_place);
	return g_test_run();
}
