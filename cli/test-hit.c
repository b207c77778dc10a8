#include "cli/hit.h"

#include <string.h>

static StoreRecord *
record_new(void)
{
	StoreRecord *record = g_new0(StoreRecord, 1);
	StoreTag *tag = g_new0(StoreTag, 1);

	record->id = 17;
	record->state = STORE_STATE_DONE;
	record->received_at = 1794816000;
	record->arrivals = g_ptr_array_new();
	record->departments = g_ptr_array_new();
	record->tags = store_tags_new();
	tag->tag = g_strdup("bug");
	g_ptr_array_add(record->tags, tag);
	record->record = core_message_new();
	record->record->from = core_address_new("Ann", "ann@example.com");
	record->record->subject = g_strdup("It broke again and again");
	record->record->own_words =
	    g_strdup("Hello,\n\nit crashes\nwhen I save. Bye.");
	return record;
}

static void
set_spans(FilterSought *hit, const char *words)
{
	g_strfreev(hit->spans);
	hit->spans = g_strsplit(words, "|", -1);
}

static void
assert_shown(
    const CliHitStyle *style, const FilterSought *hit, const char *wanted)
{
	g_autofree char *text = cli_hit_format(style, hit);

	g_assert_cmpstr(text, ==, wanted);
}

static void
test_a_line_for_programs(void)
{
	g_auto(FilterSought) hit = { .record = record_new() };
	CliHitStyle style = { .columns = 40 };

	assert_shown(&style, &hit,
	    "17\t2026-11-16T08:00:00Z\tAnn\tbug\tIt broke again and again\t"
	    "\n");
	set_spans(&hit, "crashes when");
	assert_shown(&style, &hit,
	    "17\t2026-11-16T08:00:00Z\tAnn\tbug\tIt broke again and again\t"
	    "it crashes when I save.\n");
	core_address_free(hit.record->record->from);
	hit.record->record->from = NULL;
	g_clear_pointer(&hit.record->record->subject, g_free);
	g_clear_pointer(&hit.record->record->own_words, g_free);
	assert_shown(&style, &hit, "17\t2026-11-16T08:00:00Z\t\tbug\t\t\n");
}

static void
test_two_lines_for_people(void)
{
	g_auto(FilterSought) hit = { .record = record_new() };
	CliHitStyle style = { .table = true, .columns = 20 };

	set_spans(&hit, "crashes");
	assert_shown(&style, &hit,
	    "    17  2026-11-16T08:00:00Z  Ann                           bug\n"
	    "        It broke\xe2\x80\xa6\n"
	    "        it crashes when I save.\n");
	style.bright = true;
	style.columns = 80;
	assert_shown(&style, &hit,
	    "    17  2026-11-16T08:00:00Z  Ann                           "
	    "\033[2mbug\033[0m\n"
	    "        It broke again and again\n"
	    "        it \033[1mcrashes\033[0m when I save.\n");
}

/* Han takes two columns, a mark none. */
static void
test_columns_are_what_a_terminal_shows(void)
{
	g_auto(FilterSought) hit = { .record = record_new() };
	CliHitStyle style = { .table = true, .columns = 13 };

	g_free(hit.record->record->subject);
	hit.record->record->subject =
	    g_strdup("e\xcc\x81\xe9\x80\x80\xe6\xac\xbe\xe9\x80\x80");
	assert_shown(&style, &hit,
	    "    17  2026-11-16T08:00:00Z  Ann                           bug\n"
	    "        e\xcc\x81\xe9\x80\x80\xe2\x80\xa6\n");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/hit/line", test_a_line_for_programs);
	g_test_add_func("/cli/hit/table", test_two_lines_for_people);
	g_test_add_func(
	    "/cli/hit/columns", test_columns_are_what_a_terminal_shows);
	return g_test_run();
}
