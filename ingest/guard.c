#include "ingest/guard.h"

#include "ingest/error.h"

#include <inttypes.h>
#include <string.h>

#define LINE_BYTES ((size_t)8 << 20) /* a hundred thousand UIDs in one line */
#define DEPTH_MAX 100

struct _IngestGuard {
	GString *line;         /* what is there of the one that has no end */
	uint64_t literal_left; /* bytes of a literal to come */
	int64_t uidvalidity;   /* which alone may be told; 0: any */
	bool goes_on;          /* the next line is of the same response */
	int depth;             /* in it, of parentheses */
};

/* A line as it is read. */
typedef struct {
	const char *at, *end;
	const char *word; /* the one before, for numbers */
	size_t word_length;
	uint64_t literal_most;
	bool is_code; /* of a status response: "[...]" */
} Scan;

static bool judge(IngestGuard *self, Scan *scan, GError **error);

IngestGuard *
ingest_guard_new(void)
{
	IngestGuard *self = g_new0(IngestGuard, 1);

	self->line = g_string_new(NULL);
	return self;
}

void
ingest_guard_free(IngestGuard *self)
{
	if (!self)
		return;
	g_string_free(self->line, TRUE);
	g_free(self);
}

void
ingest_guard_expect(IngestGuard *self, int64_t uidvalidity)
{
	self->uidvalidity = uidvalidity;
}

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool
refuse(GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
	    "the server's answer %s", words);
	return false;
}

/* Judges the line that @bytes begin with or go on with. @ret_length: how much
 * of them is of it. */
static bool
feed_line(IngestGuard *self, const char *bytes, size_t size,
    uint64_t literal_most, size_t *ret_length, GError **error)
{
	const char *newline = memchr(bytes, '\n', size);
	size_t length = newline ? (size_t)(newline + 1 - bytes) : size;
	bool is_whole = newline && self->line->len == 0;

	if (self->line->len + length > LINE_BYTES)
		return refuse(
		    error, "has a line of more than %zu bytes", LINE_BYTES);
	if (!is_whole)
		g_string_append_len(self->line, bytes, (gssize)length);
	*ret_length = length;
	if (!newline)
		return true;
	const char *line = is_whole ? bytes : self->line->str;
	Scan scan = { .at = line,
		.end = line + (is_whole ? length : self->line->len),
		.literal_most = literal_most };
	bool is_good = judge(self, &scan, error);
	g_string_truncate(self->line, 0);
	return is_good;
}

bool
ingest_guard_feed(IngestGuard *self, const char *bytes, size_t size,
    int64_t literal_bytes, GError **error)
{
	uint64_t literal_most = (uint64_t)MAX(literal_bytes, 0);

	while (size > 0) {
		size_t n = (size_t)MIN(self->literal_left, size);
		self->literal_left -= n;
		if (n == 0 &&
		    !feed_line(self, bytes, size, literal_most, &n, error))
			return false;
		bytes += n;
		size -= n;
	}
	return true;
}

static void
skip_spaces(Scan *scan)
{
	while (scan->at < scan->end && g_ascii_isspace(*scan->at))
		scan->at++;
}

static bool
take_word(Scan *scan)
{
	skip_spaces(scan);
	scan->word = scan->at;
	while (scan->at < scan->end && !g_ascii_isspace(*scan->at) &&
	       !memchr("()[]{}\"", *scan->at, 7))
		scan->at++;
	scan->word_length = (size_t)(scan->at - scan->word);
	return scan->word_length > 0;
}

static bool
is_word(const Scan *scan, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == scan->word_length &&
		    g_ascii_strncasecmp(
		        *words, scan->word, scan->word_length) == 0)
			return true;
	return false;
}

/*
 * Goes to where the words for machines begin: in a status response (RFC 3501,
 * 7.1) they are a code in brackets, in what is for us to send more ("+"), too.
 * Returns: false when all of it is words for people.
 */
static bool
skip_to_data(Scan *scan)
{
	static const char *const statuses[] = { "OK", "NO", "BAD", "BYE",
		"PREAUTH", NULL };
	bool is_tagged = take_word(scan) && scan->word[0] != '*';
	const char *after_star = scan->at;

	if (!is_tagged || scan->word[0] != '+')
		(void)take_word(scan);
	if (!is_tagged && !is_word(scan, statuses)) {
		scan->at = after_star;
		return true;
	}
	skip_spaces(scan);
	scan->is_code = scan->at < scan->end && *scan->at == '[';
	return scan->is_code;
}

/* Numbers beyond 32 bits wrap in libetpan: one mail becomes another. */
static bool
judge_number(const IngestGuard *self, const Scan *scan, const Scan *before,
    GError **error)
{
	static const char *const of_32_bits[] = { "UID", "UIDNEXT",
		"UIDVALIDITY", "RFC822.SIZE", NULL };
	static const char *const never_0[] = { "UID", NULL };
	static const char *const constant[] = { "UIDVALIDITY", NULL };
	uint64_t number;

	if (!is_word(before, of_32_bits) || !g_ascii_isdigit(*scan->word))
		return true;
	g_autofree char *digits = g_strndup(scan->word, scan->word_length);
	bool is_number = g_ascii_string_to_unsigned(
	    digits, 10, is_word(before, never_0), UINT32_MAX, &number, NULL);
	if (!is_number)
		return refuse(error, "says %.*s %.20s",
		    (int)before->word_length, before->word, digits);
	if (self->uidvalidity != 0 && scan->is_code &&
	    is_word(before, constant) && (int64_t)number != self->uidvalidity)
		return refuse(error,
		    "changes UIDVALIDITY from %" PRId64 " to %" PRIu64,
		    self->uidvalidity, number);
	return true;
}

/* The string ends in this line, and libetpan reads it no other way. */
static bool
skip_quoted(Scan *scan, GError **error)
{
	while (++scan->at < scan->end && *scan->at != '"')
		if (*scan->at == '\\' && scan->at + 1 < scan->end &&
		    memchr("\\\"", scan->at[1], 2))
			scan->at++;
	if (scan->at >= scan->end)
		return refuse(error, "makes no sense: a line ends in quotes");
	scan->at++;
	return true;
}

/* "{size}" and the end of the line; then a literal follows. */
static bool
take_literal(IngestGuard *self, Scan *scan, GError **error)
{
	const char *digits = ++scan->at;
	uint64_t size = 0;

	for (; scan->at < scan->end && g_ascii_isdigit(*scan->at); scan->at++)
		size = MIN(size, UINT32_MAX) * 10 + (uint64_t)(*scan->at - '0');
	bool is_size = scan->at > digits && *scan->at == '}';
	scan->at += is_size;
	if (scan->at < scan->end && *scan->at == '\r')
		scan->at++;
	if (!is_size || scan->at + 1 != scan->end || scan->is_code)
		return refuse(error, "makes no sense: a literal without size");
	if (size > scan->literal_most)
		return refuse(error, "announces %" PRIu64 " bytes", size);
	self->literal_left = size;
	self->goes_on = true;
	scan->at = scan->end;
	return true;
}

static bool
judge_word(const IngestGuard *self, Scan *scan, GError **error)
{
	Scan before = *scan;

	if (take_word(scan))
		return judge_number(self, scan, &before, error);
	if (scan->at < scan->end && memchr("[]}", *scan->at, 3))
		scan->at++;
	return true;
}

/* Judges what @scan is at: a parenthesis, a string, a literal, or a word. */
static bool
step(IngestGuard *self, Scan *scan, GError **error)
{
	switch (*scan->at) {
	case '(':
		if (++self->depth > DEPTH_MAX)
			return refuse(error,
			    "has parentheses within parentheses, more than %d",
			    DEPTH_MAX);
		scan->at++;
		return true;
	case ')':
		self->depth -= self->depth > 0;
		scan->at++;
		return true;
	case '"':
		return skip_quoted(scan, error);
	case '{':
		return take_literal(self, scan, error);
	default:
		return judge_word(self, scan, error);
	}
}

static bool
judge(IngestGuard *self, Scan *scan, GError **error)
{
	bool is_data = self->goes_on || skip_to_data(scan);

	if (!self->goes_on)
		self->depth = 0;
	self->goes_on = false;
	while (is_data && scan->at < scan->end &&
	       !(scan->is_code && *scan->at == ']'))
		if (!step(self, scan, error))
			return false;
	return true;
}
