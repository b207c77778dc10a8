/* Looks for the terms of many rules in texts, one way or another; for
 * tests/bench/match.py.
 *
 *   match-loop tribune RULES TEXTS ROUNDS [CACHE]
 *   match-loop pcre2 | hyperscan PATTERNS TEXTS ROUNDS
 *
 * RULES has a condition a line, PATTERNS a regex a line, TEXTS a text between
 * every two form feeds. Prints milliseconds to compile, microseconds of
 * processor time a text, and how many matched. */
#include "filters/rules/match.h"
#include "filters/rules/query.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <hs.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Makes something of @lines, and counts those of it that are in @text. */
typedef struct {
	const char *name;
	void *(*compile)(char **lines, const char *cache);
	unsigned (*match)(void *compiled, char *text);
} Way;

static double
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static char **
read_parts(const char *path, const char *separator)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	if (!g_file_get_contents(path, &text, NULL, &error))
		g_error("%s", error->message);
	return g_strsplit(g_strchomp(text), separator, -1);
}

/* Conditions are parsed before the clock starts: that is not matching. */
static GPtrArray *
parse_rules(char **lines)
{
	GPtrArray *rules = g_ptr_array_new();

	for (; *lines; lines++) {
		g_autoptr(GError) error = NULL;
		CoreQuery *when = filter_query_parse(*lines, 1, &error);

		if (!when)
			g_error("%s", error->message);
		g_ptr_array_add(rules, filter_rule_new("t", when));
	}
	return rules;
}

static void *
compile_tribune(char **lines, const char *cache)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *rules = parse_rules(lines);
	double start_us = now_us();
	void *matcher = filter_matcher_open(rules, cache, &error);

	if (!matcher)
		g_error("%s", error->message);
	printf("%.1f ", (now_us() - start_us) / 1e3);
	return matcher;
}

static unsigned
match_tribune(void *compiled, char *text)
{
	CoreMessage *message = core_message_new();
	FilterSubject subject = { .message = message };
	GPtrArray *matches;
	unsigned count;

	message->own_words = text;
	matches = filter_matcher_match(compiled, &subject, NULL);
	count = matches->len;
	g_ptr_array_unref(matches);
	message->own_words = NULL;
	core_message_free(message);
	return count;
}

static void *
compile_pcre2(char **lines, const char *cache)
{
	GPtrArray *codes = g_ptr_array_new();
	double start_us = now_us();

	(void)cache;
	for (; *lines; lines++) {
		int code;
		PCRE2_SIZE offset;
		pcre2_code *compiled =
		    pcre2_compile((PCRE2_SPTR)*lines, PCRE2_ZERO_TERMINATED,
		        PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &code, &offset,
		        NULL);

		if (!compiled ||
		    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE))
			g_error("PCRE2: %s", *lines);
		g_ptr_array_add(codes, compiled);
	}
	printf("%.1f ", (now_us() - start_us) / 1e3);
	return codes;
}

static unsigned
match_pcre2(void *compiled, char *text)
{
	const GPtrArray *codes = compiled;
	size_t length = strlen(text);
	pcre2_match_data *found = pcre2_match_data_create(1, NULL);
	unsigned count = 0;

	for (unsigned i = 0; i < codes->len; i++)
		count += pcre2_match(codes->pdata[i], (PCRE2_SPTR)text, length,
		             0, PCRE2_NO_UTF_CHECK, found, NULL) >= 0;
	pcre2_match_data_free(found);
	return count;
}

typedef struct {
	hs_database_t *database;
	hs_scratch_t *scratch;
} Hyperscan;

static void *
compile_hyperscan(char **lines, const char *cache)
{
	unsigned count = g_strv_length(lines);
	unsigned *flags = g_new(unsigned, count);
	unsigned *ids = g_new(unsigned, count);
	Hyperscan *self = g_new0(Hyperscan, 1);
	hs_compile_error_t *fault = NULL;
	double start_us = now_us();

	(void)cache;
	for (unsigned i = 0; i < count; i++) {
		flags[i] =
		    HS_FLAG_CASELESS | HS_FLAG_UTF8 | HS_FLAG_SINGLEMATCH;
		ids[i] = i;
	}
	if (hs_compile_multi((const char *const *)lines, flags, ids, count,
	        HS_MODE_BLOCK, NULL, &self->database, &fault) != HS_SUCCESS)
		g_error("Hyperscan: %s", fault->message);
	if (hs_alloc_scratch(self->database, &self->scratch) != HS_SUCCESS)
		g_error("Hyperscan: no scratch");
	printf("%.1f ", (now_us() - start_us) / 1e3);
	return self;
}

static int
count_hit(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *data)
{
	unsigned *count = data;

	(void)id;
	(void)from;
	(void)to;
	(void)flags;
	++*count;
	return 0;
}

static unsigned
match_hyperscan(void *compiled, char *text)
{
	const Hyperscan *self = compiled;
	unsigned count = 0;

	if (hs_scan(self->database, text, (unsigned)strlen(text), 0,
	        self->scratch, count_hit, &count) != HS_SUCCESS)
		g_error("Hyperscan: no scan");
	return count;
}

static void
measure(const Way *way, void *compiled, char **texts, int rounds)
{
	unsigned n_texts = g_strv_length(texts);
	unsigned long matched = 0;
	double best_us = G_MAXDOUBLE;

	for (int round = 0; round < rounds; round++) {
		double start_us = now_us();

		for (unsigned i = 0; i < n_texts; i++)
			matched += way->match(compiled, texts[i]);
		best_us = MIN(best_us, now_us() - start_us);
	}
	printf("%.2f %.1f\n", best_us / n_texts,
	    (double)matched / n_texts / rounds);
}

int
main(int argc, char **argv)
{
	static const Way ways[] = {
		{ "tribune", compile_tribune, match_tribune },
		{ "pcre2", compile_pcre2, match_pcre2 },
		{ "hyperscan", compile_hyperscan, match_hyperscan },
	};

	if (argc < 5)
		return EXIT_FAILURE;
	char **lines = read_parts(argv[2], "\n");
	char **texts = read_parts(argv[3], "\f");
	for (unsigned i = 0; i < G_N_ELEMENTS(ways); i++)
		if (strcmp(ways[i].name, argv[1]) == 0)
			measure(&ways[i], ways[i].compile(lines, argv[5]),
			    texts, atoi(argv[4]));
	return EXIT_SUCCESS;
}
