#include "mail/header/addresses.h"

#include "core/message.h"

#include <gmime/gmime.h>
#include <string.h>

/* "name<address>|...": what is read of @value. */
static char *
told(const char *value, size_t max_bytes)
{
	g_autoptr(GPtrArray) list =
	    g_ptr_array_new_with_free_func((GDestroyNotify)core_address_free);
	const MailSpan span = { value, strlen(value) };
	GString *text = g_string_new(NULL);

	g_assert_true(mail_addresses_read(&span, max_bytes, list));
	for (guint i = 0; i < list->len; i++) {
		const CoreAddress *address = g_ptr_array_index(list, i);

		g_string_append_printf(text, "%s%s<%s>", i ? "|" : "",
		    address->name, address->address);
	}
	return g_string_free(text, FALSE);
}

static void
test_reads_lists(void)
{
	static const struct {
		const char *value, *told;
	} rows[] = {
		{ " ann@example.com\n", "<ann@example.com>" },
		{ "<ann@example.com>", "<ann@example.com>" },
		{ "Ann Doe <ann@example.com>\r\n", "Ann Doe<ann@example.com>" },
		{ "Ann\n  Doe\t<ann@example.com>", "Ann Doe<ann@example.com>" },
		{ "Ann O'Doe <ann.o-doe+x@sub.example.com>",
		    "Ann O'Doe<ann.o-doe+x@sub.example.com>" },
		{ "\"Doe, Ann\" <ann@example.com>",
		    "Doe, Ann<ann@example.com>" },
		{ "Ann Doe (at home) <ann@example.com>",
		    "Ann Doe<ann@example.com>" },
		{ "=?utf-8?q?Ann_Do=C3=A9?= <ann@example.com>",
		    "Ann Do\xc3\xa9<ann@example.com>" },
		{ "ann@example.com, Bob <bob@example.com>",
		    "<ann@example.com>|Bob<bob@example.com>" },
		{ "\"Doe, Ann\" <ann@example.com>,\n\tbob@example.com , "
		  "\"\" <c@d.example>",
		    "Doe, "
		    "Ann<ann@example.com>|<bob@example.com>|<c@d.example>" },
		{ "ann@example.com, bob@example.com (at home)",
		    "<ann@example.com>|at home<bob@example.com>" },
		{ "ann@example.com,", "<ann@example.com>" },
		{ "ann@example.com,,bob@example.com",
		    "<ann@example.com>|<bob@example.com>" },
		{ "\"Ann \\\"A\\\" Doe\" <ann@example.com>",
		    "Ann \"A\" Doe<ann@example.com>" },
		{ "\"Ann\" Doe <ann@example.com>", "Ann Doe<ann@example.com>" },
		{ "us: ann@example.com, bob@example.com;",
		    "<ann@example.com>|<bob@example.com>" },
		/* a parser takes the last dot off */
		{ "ann@example.com.", "<ann@example.com>" },
		/* no brackets */
		{ "Ann Doe ann@example.com", "Ann Doe<ann@example.com>" },
		{ "Ann Doe <ann@example.com", "Ann Doe<ann@example.com>" },
		{ "postmaster", "<postmaster>" },
		/* names that were not quoted, or are all that is quoted */
		{ "Doe, Ann <ann@example.com>", "Doe, Ann<ann@example.com>" },
		{ "Doe, Ann, Dr. <ann@example.com>, bob@example.com",
		    "Doe, Ann, Dr.<ann@example.com>|<bob@example.com>" },
		{ "bob@example.com, Doe, Ann <ann@example.com>",
		    "<bob@example.com>|Doe, Ann<ann@example.com>" },
		{ "\"Doe & Sons\", <ann@example.com>",
		    "Doe & Sons<ann@example.com>" },
		{ "\"doe@home\", Ann <ann@example.com>",
		    "doe@home, Ann<ann@example.com>" },
		{ "M\xc3\xbcller, Ann <ann@example.com>",
		    "M\xc3\xbcller, Ann<ann@example.com>" },
		{ "=?utf-8?q?M=C3=BCller?=, Ann <ann@example.com>",
		    "M\xc3\xbcller, Ann<ann@example.com>" },
		{ "postmaster, ann@example.com",
		    "<postmaster>|<ann@example.com>" },
		{ "\"Ann Doe\"", "Ann Doe<>" },
		{ "=?utf-8?q?=22Ann_Do=C3=A9=22?= <ann@example.com>",
		    "Ann Do\xc3\xa9<ann@example.com>" },
		{ "", "" },
		{ " \n", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got = told(rows[i].value, 1000);

		g_assert_cmpstr(got, ==, rows[i].told);
	}
}

static void
test_holds_the_limits(void)
{
	g_autoptr(GPtrArray) list =
	    g_ptr_array_new_with_free_func((GDestroyNotify)core_address_free);
	g_autofree char *cut = told("Ann Doe <ann@example.com>", 4);
	g_autoptr(GString) many = g_string_new("a@b.example");

	g_assert_cmpstr(cut, ==, "Ann<ann@>");
	for (int i = 1; i < CORE_MESSAGE_LIST_MAX; i++)
		g_string_append(many, ", a@b.example");
	const MailSpan all = { many->str, many->len };
	const MailSpan one = { "a@b.example", 11 };
	g_assert_true(mail_addresses_read(&all, 100, list));
	g_assert_cmpint(list->len, ==, CORE_MESSAGE_LIST_MAX);
	g_assert_false(mail_addresses_read(&one, 100, list));
	g_assert_cmpint(list->len, ==, CORE_MESSAGE_LIST_MAX);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/addresses/lists", test_reads_lists);
	g_test_add_func("/mail/addresses/limits", test_holds_the_limits);
	return g_test_run();
}
