#include "filters/rules/regex.h"

#include "filters/error.h"
#include "filters/rules/starts.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>
#include <time.h>

/* For each place in a text; PCRE2's own limit is 500 times that. */
#define MATCH_LIMIT 20000
#define DEPTH_LIMIT 5000
#define HEAP_LIMIT_KB 4096
/* PCRE2's machine code leaves tight loops uncounted, so the time is looked at
 * after so many places: few at first and where they take long. */
#define PLACES_LEAST 4
#define PLACES_MOST 256
#define SLOW_US 500
#define TIME_LIMIT_US 50000

struct _FilterRegex {
	pcre2_code *code;
	pcre2_match_context *context;
	pcre2_match_data *found;
	char *pattern;
	/* Of those that were needed, which most never are: */
	bool is_ready;
	bool is_machine_code;
	FilterStarts *starts; /* or NULL */
};

FilterRegex *
filter_regex_new(const char *pattern, size_t *ret_offset, GError **error)
{
	int code = 0;
	PCRE2_SIZE offset = 0;
	PCRE2_UCHAR sentence[160];
	FilterRegex *self;
	pcre2_code *compiled =
	    pcre2_compile((PCRE2_SPTR)pattern, strlen(pattern),
	        PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MULTILINE |
	            PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT,
	        &code, &offset, NULL);

	if (!compiled) {
		(void)pcre2_get_error_message(code, sentence, sizeof sentence);
		g_set_error_literal(error, FILTER_ERROR, FILTER_ERROR_RULES,
		    (const char *)sentence);
		if (ret_offset)
			*ret_offset = MIN(offset, strlen(pattern));
		return NULL;
	}
	self = g_new0(FilterRegex, 1);
	self->code = compiled;
	self->pattern = g_strdup(pattern);
	self->context = pcre2_match_context_create(NULL);
	self->found = pcre2_match_data_create(1, NULL);
	g_assert(self->context && self->found);
	(void)pcre2_set_match_limit(self->context, MATCH_LIMIT);
	(void)pcre2_set_depth_limit(self->context, DEPTH_LIMIT);
	(void)pcre2_set_heap_limit(self->context, HEAP_LIMIT_KB);
	return self;
}

void
filter_regex_free(FilterRegex *self)
{
	if (!self)
		return;
	pcre2_match_data_free(self->found);
	pcre2_match_context_free(self->context);
	pcre2_code_free(self->code);
	filter_starts_free(self->starts);
	g_free(self->pattern);
	g_free(self);
}

/* Where there is no JIT for this machine it is only slower. */
static void
make_ready(FilterRegex *self)
{
	if (self->is_ready)
		return;
	self->is_machine_code =
	    pcre2_jit_compile(self->code, PCRE2_JIT_COMPLETE) == 0;
	self->starts = filter_starts_new(self->pattern);
	self->is_ready = true;
}

/* Time that others had the processor does not count. */
static int64_t
cpu_us(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* What is being looked through. */
typedef struct {
	FilterRegex *regex;
	FilterPlaces *places;
	const char *text; /* that of @places, */
	size_t length;    /* and as long */
	size_t from;      /* the first place that was not tried */
} Search;

/* Tries the places of @self up to @to. Returns: as pcre2_match(). */
static int
try_places(Search *self, size_t to)
{
	FilterRegex *regex = self->regex;

	(void)pcre2_set_offset_limit(regex->context, to);
	/* The same but for looking at its arguments each time. */
	int code = (regex->is_machine_code ? pcre2_jit_match : pcre2_match)(
	    regex->code, (PCRE2_SPTR)self->text, self->length, self->from,
	    PCRE2_NO_UTF_CHECK, regex->found, regex->context);
	for (self->from = to + 1; self->from < self->length &&
	                          (self->text[self->from] & 0xC0) == 0x80;)
		self->from++;
	return code;
}

/* Tries @most of those places where a match may begin. */
static int
try_some(Search *self, size_t most)
{
	const FilterStarts *starts = self->regex->starts;
	int code = PCRE2_ERROR_NOMATCH;

	if (!starts)
		return try_places(self, MIN(self->from + most, self->length));
	for (; most > 0 && code == PCRE2_ERROR_NOMATCH; most--) {
		self->from =
		    filter_starts_next(starts, self->places, self->from);
		if (self->from == self->length)
			break;
		code = try_places(self, self->from);
	}
	return code;
}

static bool
is_over(const Search *self)
{
	return self->from > self->length ||
	       (self->regex->starts && self->from == self->length);
}

static int
try_all(FilterRegex *self, FilterPlaces *text)
{
	Search search = { .regex = self, .places = text };
	size_t places = PLACES_LEAST;
	int64_t last_us = g_get_monotonic_time();
	int64_t cpu_start_us = -1;

	search.text = filter_places_text(text, &search.length);
	for (;;) {
		int code = try_some(&search, places);
		int64_t now_us = g_get_monotonic_time();

		if (code != PCRE2_ERROR_NOMATCH || is_over(&search))
			return code;
		places = MIN(places * 2, PLACES_MOST);
		if (now_us - last_us > SLOW_US) {
			if (cpu_start_us < 0)
				cpu_start_us = cpu_us();
			if (cpu_us() - cpu_start_us > TIME_LIMIT_US)
				return PCRE2_ERROR_MATCHLIMIT;
			places = PLACES_LEAST;
		}
		last_us = now_us;
	}
}

FilterRegexOutcome
filter_regex_find(FilterRegex *self, FilterPlaces *text, size_t *ret_start,
    size_t *ret_length)
{
	const PCRE2_SIZE *ends;

	make_ready(self);
	int code = try_all(self, text);
	if (code == PCRE2_ERROR_NOMATCH)
		return FILTER_REGEX_NO;
	if (code < 0)
		return FILTER_REGEX_LIMIT;
	ends = pcre2_get_ovector_pointer(self->found);
	/* \K in a lookahead can put the start behind the end. */
	*ret_start = MIN(ends[0], ends[1]);
	*ret_length = MAX(ends[0], ends[1]) - *ret_start;
	return FILTER_REGEX_YES;
}
