/*
 * search-loop make DB MAILS: writes MAILS read mails into DB, beside those that
 * `tribune filter` left there and of whose paragraphs they are made, as filter
 * writes them; prints what the search index cost.
 * search-loop time DB: how long queries take, as Markdown.
 */
#include "filters/rules/query.h"
#include "filters/rules/seek.h"
#include "store/db.h"
#include "store/search-index.h"
#include "store/search.h"
#include "store/test-rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NOW 1794787200 /* 2026-11-16T00:00:00Z */
#define SPAN_S (731 * 86400)
#define BATCH 100
#define WRITERS 30000
#define ROUNDS 9
#define NEWEST 20

/* What mails are made of. */
typedef struct {
	GPtrArray *subjects, *paragraphs, *tags; /* char * */
	GRand *rand;
	int64_t mails, done;
	int64_t index_us, longest_us;
} Maker;

static void
fail(const GError *error)
{
	fprintf(stderr, "search-loop: %s\n", error->message);
	exit(1);
}

static bool
take_template(const StoreRecord *record, void *data, GError **error)
{
	Maker *self = data;
	g_auto(GStrv) parts = NULL;

	(void)error;
	if (record->state != STORE_STATE_DONE || !record->record->own_words)
		return true;
	parts = g_strsplit(record->record->own_words, "\n\n", -1);
	for (char **part = parts; *part; part++)
		if (strlen(*part) > 40)
			g_ptr_array_add(self->paragraphs, g_strdup(*part));
	if (record->record->subject)
		g_ptr_array_add(
		    self->subjects, g_strdup(record->record->subject));
	for (unsigned i = 0; i < record->tags->len; i++) {
		const StoreTag *tag = record->tags->pdata[i];

		g_ptr_array_add(self->tags, g_strdup(tag->tag));
	}
	return true;
}

static const char *
one_of(const Maker *self, const GPtrArray *list)
{
	return list->pdata[g_rand_int_range(self->rand, 0, (int)list->len)];
}

static bool
in_percent(const Maker *self, int percent)
{
	return g_rand_int_range(self->rand, 0, 100) < percent;
}

/* Four to eight paragraphs, a greeting in 92 of 100, a number of its own. */
static char *
make_words(const Maker *self, int64_t id)
{
	GString *words = g_string_new(in_percent(self, 92) ? "Hello,\n\n" : "");

	for (int n = g_rand_int_range(self->rand, 4, 9); n > 0; n--)
		g_string_append_printf(
		    words, "%s\n\n", one_of(self, self->paragraphs));
	if (in_percent(self, 11))
		g_string_append(words, "I have an elevenfold problem. ");
	if (in_percent(self, 60))
		g_string_append(words, "Many thanks in advance. ");
	g_string_append_printf(
	    words, "My order is T%" G_GINT64_FORMAT ".", 100000 + id);
	return g_string_free(words, FALSE);
}

static void
make_mail(const Maker *self, Store *store, int64_t id)
{
	g_autofree char *words = make_words(self, id);
	int writer = g_rand_int_range(self->rand, 0, WRITERS);
	g_autofree char *text = g_strdup_printf("%s\n\n%s\nCustomer %d", words,
	    in_percent(self, 60) ? "Kind regards" : "Bye", writer);
	int64_t received_at = NOW - SPAN_S + SPAN_S * self->done / self->mails +
	                      g_rand_int_range(self->rand, 0, 3600);

	test_rows_run(store,
	    "INSERT INTO message (id, content_key, raw_id, size_bytes,"
	    " received_at, arrived_at, filtered_at, state, origin, subject,"
	    " from_name, from_address, language) VALUES (%lld, '%064llx', 1,"
	    " %d, %lld, %lld, %lld, 1, 0, %Q, 'Customer %d',"
	    " 'customer%d@mail.example', 'en');"
	    "INSERT INTO message_text VALUES (%lld, %Q, %Q);"
	    "INSERT INTO message_address VALUES (%lld, 0, 0, 'Support',"
	    " 'support@tideway.example');"
	    "INSERT INTO tag (message_id, tag, by, urgency, spans) VALUES"
	    " (%lld, %Q, 0, 0, '[]')",
	    (long long)id, (long long)id, (int)strlen(text) + 800,
	    (long long)received_at, (long long)received_at,
	    (long long)received_at, one_of(self, self->subjects), writer,
	    writer, (long long)id, text, words, (long long)id, (long long)id,
	    one_of(self, self->tags));
}

/* Of the processor: others may be at work on this machine. */
static int64_t
cpu_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool
make_batch(Store *store, void *data, GError **error)
{
	Maker *self = data;
	int64_t first = test_rows_int(store, "SELECT max(id) + 1 FROM message");

	(void)error;
	for (int i = 0; i < BATCH; i++, self->done++)
		make_mail(self, store, first + i);
	return true;
}

static bool
index_batch(Store *store, void *data, GError **error)
{
	int64_t done;

	(void)data;
	return store_search_catch_up(store, BATCH, NULL, &done, error);
}

/* In a transaction of its own, so that what the commit costs is seen. */
static void
make_searchable(Maker *self, Store *store)
{
	int64_t start = cpu_us(), clock_us = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;

	if (!store_transact(store, index_batch, NULL, &error))
		fail(error);
	self->index_us += cpu_us() - start;
	self->longest_us =
	    MAX(self->longest_us, g_get_monotonic_time() - clock_us);
}

static double
megabytes(Store *store, const char *tables)
{
	g_autofree char *sql = g_strdup_printf("SELECT sum(pgsize) / 1024 FROM"
	                                       " dbstat WHERE name %s",
	    tables);

	return (double)test_rows_int(store, sql) / 1024;
}

static void
print_cost(Store *store, const Maker *self, int64_t all_us)
{
	int64_t start = g_get_monotonic_time(), slowest = 0, steps = 0;
	bool more = true;

	while (more) {
		int64_t step = g_get_monotonic_time();

		if (!store_search_merge(store, &more, NULL))
			exit(1);
		slowest = MAX(slowest, g_get_monotonic_time() - step);
		steps++;
	}
	printf("%" PRId64
	       " mails: index %.0f of %.0f us of CPU a mail, the longest"
	       " 100 %.0f ms; merged after that in %.1f s, %" PRId64
	       " steps, the longest %.0f ms\n",
	    self->done, (double)self->index_us / (double)self->done,
	    (double)all_us / (double)self->done, (double)self->longest_us / 1e3,
	    (double)(g_get_monotonic_time() - start) / 1e6, steps,
	    (double)slowest / 1e3);
	printf("index %.0f MB, texts %.0f MB, all %.0f MB\n\n",
	    megabytes(store, "LIKE 'search%'"),
	    megabytes(store, "= 'message_text'"), megabytes(store, "NOT NULL"));
}

static void
make(Store *store, int64_t mails)
{
	Maker self = { .mails = mails,
		.subjects = g_ptr_array_new(),
		.paragraphs = g_ptr_array_new(),
		.tags = g_ptr_array_new(),
		.rand = g_rand_new_with_seed(6) };
	g_autoptr(GError) error = NULL;
	int64_t start = cpu_us();

	if (!store_record_foreach(store, take_template, &self, &error))
		fail(error);
	while (self.done < mails) {
		if (!store_transact(store, make_batch, &self, &error))
			fail(error);
		make_searchable(&self, store);
	}
	print_cost(store, &self, cpu_us() - start);
	g_rand_free(self.rand);
}

static int
by_size(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
ms_since(int64_t start)
{
	return (double)(g_get_monotonic_time() - start) / 1e3;
}

/* The newest, each read and held against the query, as the command does. */
static int
find_newest(Store *store, FilterSeek *seek)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(StoreSearch) search =
	    store_search_new(store, filter_seek_query(seek), NOW, &error);
	int64_t id = 1;
	int found = 0;

	while (search && found < NEWEST && id) {
		g_auto(FilterSought) sought = { 0 };

		if (!store_search_next(search, &id, &error) ||
		    (id && !filter_seek_look(seek, id, &sought, &error)))
			break;
		found += sought.holds;
	}
	if (error)
		fail(error);
	return found;
}

static int64_t
count_all(Store *store, const CoreQuery *query)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(StoreSearch) search =
	    store_search_new(store, query, NOW, &error);
	int64_t count = -1;

	if (search && store_search_is_exact(search) &&
	    !store_search_count(search, &count, &error))
		fail(error);
	return count;
}

/* Of ROUNDS, in ms: by the clock, and of the processor. */
typedef struct {
	double clock[ROUNDS], cpu[ROUNDS];
	int64_t start, cpu_start;
} Rounds;

static void
begin(Rounds *self)
{
	self->cpu_start = cpu_us();
	self->start = g_get_monotonic_time();
}

static void
end(Rounds *self, int round)
{
	self->clock[round] = ms_since(self->start);
	self->cpu[round] = (double)(cpu_us() - self->cpu_start) / 1e3;
}

static void
sort(Rounds *self)
{
	qsort(self->clock, ROUNDS, sizeof *self->clock, by_size);
	qsort(self->cpu, ROUNDS, sizeof *self->cpu, by_size);
}

static void
time_query(Store *store, const char *name, const char *text)
{
	CoreConfig config = { 0 };
	FilterSeekOptions options = { .store = store,
		.config = &config,
		.query = filter_query_parse(text, 1, NULL),
		.now = NOW };
	g_autoptr(FilterSeek) seek = filter_seek_new(&options, NULL);
	const CoreQuery *query = filter_seek_query(seek);
	Rounds newest, counts;
	int64_t count = 0;
	int found = 0;

	for (int i = 0; i < ROUNDS; i++) {
		begin(&newest);
		found = find_newest(store, seek);
		end(&newest, i);
		begin(&counts);
		count = count_all(store, query);
		end(&counts, i);
	}
	printf("| %s `%s` | %" PRId64 " | %d | %.2f | ", name, text, count,
	    found, newest.clock[0]);
	sort(&newest);
	sort(&counts);
	printf(
	    "%.2f | %.2f | ", newest.clock[ROUNDS / 2], newest.cpu[ROUNDS / 2]);
	if (count >= 0)
		printf("%.2f | %.2f |\n", counts.clock[ROUNDS / 2],
		    counts.cpu[ROUNDS / 2]);
	else
		printf("- | - |\n");
}

static void
time_queries(Store *store)
{
	static const char *const queries[][2] = {
		{ "a word in 92% of mail", "hello" },
		{ "a word in 11%", "elevenfold" },
		{ "a word in all", "order" },
		{ "a word of one mail", "t600000" },
		{ "no word at all", "zephyrine" },
		{ "a phrase in 60%", "\"many thanks\"" },
		{ "a phrase in all", "\"order is\"" },
		{ "a phrase in 60%, behind the own words",
		    "body:\"kind regards\"" },
		{ "a rare phrase", "\"order is t500000\"" },
		{ "a prefix", "ord*" },
		{ "an address", "from:customer17@mail.example" },
		{ "a domain", "from:@mail.example" },
		{ "words and a tag", "elevenfold and tag:bug/crash" },
		{ "a tag", "tag:bug/crash" },
		{ "a word of the last days", "elevenfold and age<2d" },
		{ "words but not others", "hello and not elevenfold" },
		{ "a regex over what is left",
		    "elevenfold and /T1[0-9]*7\\b/" },
		{ "a regex alone", "/T[0-9]*77\\./" },
	};

	puts("| query | answers | newest 20: found | first, ms | median, ms |"
	     " its CPU | count: median, ms | its CPU |");
	puts("|---|---|---|---|---|---|---|---|");
	for (unsigned i = 0; i < G_N_ELEMENTS(queries); i++)
		time_query(store, queries[i][0], queries[i][1]);
}

int
main(int argc, char **argv)
{
	bool makes = argc == 4 && strcmp(argv[1], "make") == 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = NULL;

	if (!makes && (argc != 3 || strcmp(argv[1], "time") != 0)) {
		fputs("search-loop make DB MAILS | time DB\n", stderr);
		return 64;
	}
	store =
	    store_open(argv[2], makes ? STORE_CREATE : STORE_READ_ONLY, &error);
	if (!store)
		fail(error);
	if (makes)
		make(store, g_ascii_strtoll(argv[3], NULL, 10));
	else
		time_queries(store);
	return 0;
}
