/* Contacts and sources: who a mail is from, and whom it speaks for. */
#include "filters/error.h"
#include "filters/people/contacts.h"
#include "filters/source.h"

#include <string.h>

static void
test_addresses(void)
{
	static const struct {
		const char *address, *lower;
	} cases[] = { { "Ann@Example.COM", "ann@example.com" },
		{ " ann@x ", "ann@x" }, { "", NULL }, { "ann", NULL } };

	g_assert_null(filter_contact_address(NULL));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		CoreAddress *address = core_address_new("", cases[i].address);
		g_autofree char *lower = filter_contact_address(address);

		g_assert_cmpstr(lower, ==, cases[i].lower);
		core_address_free(address);
	}
}

/* A config with one source. @words NULL: all. */
typedef struct {
	CoreSource source;
	CoreConfig config;
} Setting;

static void
setting_init(Setting *self, char *match, char *customer, char *words)
{
	memset(self, 0, sizeof *self);
	self->source.name = (char *)(uintptr_t) "form";
	self->source.match = match;
	self->source.customer = customer;
	self->source.words = words;
	self->config.sources = g_ptr_array_new();
	g_ptr_array_add(self->config.sources, &self->source);
}

static void
test_wrong_sources_are_named(void)
{
	static const struct {
		const char *match, *words, *fault;
	} cases[] = {
		{ "from:(a", "all",
		    "[source form] match:1:6: this parenthesis" },
		{ "/(/", "all", "[source form] match:1:3: this regex" },
		{ "a", "behind \"x\"", "[source form] words: 'behind \"x\"'" },
		{ "a", "after \"", "[source form] words: 'after \"'" },
		{ "a", "after \"\"", "[source form] words: 'after \"\"'" },
		{ "a", "after x", "[source form] words: 'after x'" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *match = g_strdup(cases[i].match);
		g_autofree char *words = g_strdup(cases[i].words);
		g_autoptr(GError) error = NULL;
		Setting setting;

		setting_init(&setting, match, NULL, words);
		g_assert_null(filter_sources_new(&setting.config, &error));
		g_assert_error(error, FILTER_ERROR, FILTER_ERROR_RULES);
		if (!g_str_has_prefix(error->message, cases[i].fault))
			g_test_message("%s", error->message);
		g_assert_true(g_str_has_prefix(error->message, cases[i].fault));
		g_ptr_array_unref(setting.config.sources);
	}
}

static void
test_whom_a_source_speaks_for(void)
{
	static const struct {
		CoreOrigin origin;
		const char *text, *words; /* NULL: no source matched */
		bool reply_to, from_reply_to;
	} cases[] = {
		{ CORE_ORIGIN_NOTIFICATION, "a form Message: hi", "hi", true,
		    true },
		{ CORE_ORIGIN_PERSON, "a form\nMessage:\n two\nlines ",
		    "two\nlines", false, false },
		{ CORE_ORIGIN_LIST, "a form without a mark", "own", true,
		    true },
		{ CORE_ORIGIN_AUTO_REPLY, "a form Message:  ", "own", false,
		    false },
		{ CORE_ORIGIN_BOUNCE, "a form Message: hi", NULL, true, false },
		{ CORE_ORIGIN_SPAM, "a form Message: hi", NULL, true, false },
		{ CORE_ORIGIN_PERSON, "a letter Message: hi", NULL, true,
		    false },
	};
	g_autofree char *match = g_strdup("body:form");
	g_autofree char *customer = g_strdup("reply-to");
	g_autofree char *mark = g_strdup("after \"Message:\"");
	g_autoptr(GError) error = NULL;
	Setting setting;

	setting_init(&setting, match, customer, mark);
	g_autoptr(FilterSources) sources =
	    filter_sources_new(&setting.config, &error);
	g_assert_no_error(error);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CoreMessage) message = core_message_new();
		FilterSubject subject = { .message = message };
		CoreAddress *found;

		message->origin = cases[i].origin;
		message->text = g_strdup(cases[i].text);
		message->own_words = g_strdup("own");
		if (cases[i].reply_to)
			g_ptr_array_add(message->reply_to,
			    core_address_new("Zoe", "zoe@x"));
		found = filter_sources_apply(sources, &subject, message);
		g_assert_cmpstr(found ? found->address : "", ==,
		    cases[i].from_reply_to ? "zoe@x" : "");
		core_address_free(found);
		g_assert_cmpstr(
		    message->source, ==, cases[i].words ? "form" : NULL);
		g_assert_cmpint(message->origin, ==,
		    cases[i].words ? CORE_ORIGIN_PERSON : cases[i].origin);
		g_assert_cmpstr(message->own_words, ==,
		    cases[i].words ? cases[i].words : "own");
	}
	g_ptr_array_unref(setting.config.sources);
}

static void
test_where_the_customer_stands(void)
{
	static const struct {
		const char *customer, *text, *address; /* NULL: nobody */
	} cases[] = {
		{ "from", "a form", "forms@us" },
		{ "reply-to", "a form", "zoe@x.example" },
		{ "none", "a form", NULL },
		{ "after \"Email:\"", "a form\nEmail: <ann@x.example>\nM: hi",
		    "ann@x.example" },
		{ "after \"Email:\"", "a form\nEmail:\n ann@x.example",
		    "ann@x.example" },
		{ "after \"Email:\"", "a form\nEmail: none\nann@x.example",
		    "forms@us" },
		{ "after \"Email:\"", "a form\nEmail:\nM: eve@x.example",
		    "forms@us" },
		{ "after \"Email:\"",
		    "a form Email: eve@x.example\nEMAIL: x\nEmail: a@x.example",
		    "a@x.example" },
		{ "after \"Email:\"", "a form\nEmail: o'neil@x.example.",
		    "o'neil@x.example" },
		{ "after \"Email:\"", "a form\nEmail: 'ann@x.example'",
		    "ann@x.example" },
		{ "after \"Email:\"",
		    "a form\nEmail: Ann (mailto:ann@x.example?subject=x)",
		    "ann@x.example" },
		{ "after \"Email:\"",
		    "a form\nEmail: ann@m\xc3\xbcller.example",
		    "ann@m\xc3\xbcller.example" },
		{ "after \"Email:\"", "a form\nEmail: a@x.example%0d%0aBcc:b",
		    "forms@us" },
		{ "after \"Email:\"", "a form", "forms@us" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *match = g_strdup("body:form");
		g_autofree char *customer = g_strdup(cases[i].customer);
		g_autoptr(CoreMessage) message = core_message_new();
		FilterSubject subject = { .message = message };
		Setting setting;

		setting_init(&setting, match, customer, NULL);
		g_autoptr(FilterSources) sources =
		    filter_sources_new(&setting.config, NULL);
		message->from = core_address_new("", "forms@us");
		message->text = g_strdup(cases[i].text);
		message->own_words = g_strdup(cases[i].text);
		g_ptr_array_add(message->reply_to,
		    core_address_new("Zoe", "zoe@x.example"));
		CoreAddress *found =
		    filter_sources_apply(sources, &subject, message);
		g_assert_cmpstr(
		    found ? found->address : NULL, ==, cases[i].address);
		core_address_free(found);
		g_ptr_array_unref(setting.config.sources);
	}
}

static void
test_names(void)
{
	static const char *const cases[][2] = {
		{ "Ann Lee", "Ann Lee" },
		{ "'Ann Lee'", "Ann Lee" },
		{ "\"'Ann'\" ", "Ann" },
		{ "Ann Lee via Support", "Ann Lee" },
		{ "ann@example.com", "" },
		{ "'ann@example.com'", "" },
		{ "O'Neill", "O'Neill" },
		{ "'", "'" },
		{ "", "" },
	};
	g_autofree char *endless = g_strnfill(5000, 'x');

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		CoreAddress *address = core_address_new(cases[i][0], "a@b");
		g_autofree char *name = filter_contact_name(address);

		g_assert_cmpstr(name, ==, cases[i][1]);
		core_address_free(address);
	}
	CoreAddress *address = core_address_new(endless, "a@b");
	g_autofree char *name = filter_contact_name(address);
	g_assert_cmpint(strlen(name), <=, 200);
	core_address_free(address);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/contacts/addresses", test_addresses);
	g_test_add_func("/filters/source/wrong", test_wrong_sources_are_named);
	g_test_add_func("/filters/contacts/names", test_names);
	g_test_add_func(
	    "/filters/source/customer", test_where_the_customer_stands);
	g_test_add_func(
	    "/filters/source/speaks", test_whom_a_source_speaks_for);
	return g_test_run();
}
