#include "filters/rules/literals.h"

#include "core/sha256.h"
#include "filters/error.h"

#include <fcntl.h>
#include <hs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Hyperscan looks for this much of a literal, and we compare the rest. */
#define LONGEST 1000
#define CHUNK_BYTES 65536
#define CACHE_BYTES (1024 * 1024 * 1024)

struct _FilterLiterals {
	GPtrArray *literals;     /* const char *, in @text */
	GStringChunk *text;      /* there are thousands: in few pieces */
	GArray *lengths;         /* size_t: theirs */
	GArray *flags;           /* unsigned: theirs, as Hyperscan's */
	hs_database_t *database; /* NULL: not compiled, or nothing in it */
	hs_scratch_t *scratch;
};

FilterLiterals *
filter_literals_new(void)
{
	FilterLiterals *self = g_new0(FilterLiterals, 1);

	self->literals = g_ptr_array_new();
	self->text = g_string_chunk_new(CHUNK_BYTES);
	self->lengths = g_array_new(FALSE, FALSE, sizeof(size_t));
	self->flags = g_array_new(FALSE, FALSE, sizeof(unsigned));
	return self;
}

void
filter_literals_free(FilterLiterals *self)
{
	if (!self)
		return;
	(void)hs_free_scratch(self->scratch);
	(void)hs_free_database(self->database);
	g_ptr_array_unref(self->literals);
	g_string_chunk_free(self->text);
	g_array_unref(self->lengths);
	g_array_unref(self->flags);
	g_free(self);
}

void
filter_literals_add(
    FilterLiterals *self, const char *literal, size_t length, bool once)
{
	/* What is compared beyond LONGEST may not be there at the first place.
	 */
	unsigned flags = once && length <= LONGEST ? HS_FLAG_SINGLEMATCH : 0;

	g_ptr_array_add(self->literals,
	    g_string_chunk_insert_len(self->text, literal, (gssize)length));
	g_array_append_val(self->lengths, length);
	g_array_append_val(self->flags, flags);
}

static const char *
literal_at(const FilterLiterals *self, unsigned id)
{
	return self->literals->pdata[id];
}

static size_t
length_of(const FilterLiterals *self, unsigned id)
{
	return g_array_index(self->lengths, size_t, id);
}

static bool
fail(hs_error_t code, GError **error)
{
	if (code == HS_ARCH_ERROR)
		g_set_error_literal(error, FILTER_ERROR, FILTER_ERROR_RULES,
		    "Hyperscan, which looks for the words of rules, does not"
		    " work on this machine's processor");
	else
		g_set_error(error, FILTER_ERROR, FILTER_ERROR_RULES,
		    "Hyperscan refuses the words of the rules: error %d", code);
	return false;
}

static bool
compile(FilterLiterals *self, GError **error)
{
	unsigned count = self->literals->len;
	g_autofree unsigned *ids = g_new(unsigned, count);
	g_autofree size_t *lengths = g_new(size_t, count);
	hs_compile_error_t *fault = NULL;

	for (unsigned i = 0; i < count; i++) {
		ids[i] = i;
		lengths[i] = MIN(length_of(self, i), LONGEST);
	}
	hs_error_t code =
	    hs_compile_lit_multi((const char *const *)self->literals->pdata,
	        &g_array_index(self->flags, unsigned, 0), ids, lengths, count,
	        HS_MODE_BLOCK, NULL, &self->database, &fault);
	(void)hs_free_compile_error(fault);
	return code == HS_SUCCESS || fail(code, error);
}

/* What the file of these very literals begins with, on this processor and with
 * this Hyperscan. */
static char *
cache_head(const FilterLiterals *self)
{
	g_autoptr(CoreSha256) sha = core_sha256_new();
	hs_platform_info_t platform = { 0 };
	const char *version = hs_version();

	(void)hs_populate_platform(&platform);
	core_sha256_add(sha, version, strlen(version) + 1);
	core_sha256_add(sha, &platform, sizeof platform);
	core_sha256_add(
	    sha, self->flags->data, self->flags->len * sizeof(unsigned));
	for (unsigned i = 0; i < self->literals->len; i++)
		core_sha256_add(
		    sha, literal_at(self, i), length_of(self, i) + 1);
	g_autofree char *hash = core_sha256_finish(sha);
	return g_strdup_printf("tribune literals 1 %s", hash);
}

/* Hyperscan trusts what it loads, so nobody else may have written it. */
static bool
is_ours_alone(const struct stat *about)
{
	return S_ISREG(about->st_mode) && about->st_uid == geteuid() &&
	       !(about->st_mode & (S_IWGRP | S_IWOTH)) &&
	       about->st_size < CACHE_BYTES;
}

static GMappedFile *
map_cache(const char *cache)
{
	int fd = open(cache, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	GMappedFile *map = NULL;
	struct stat about;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &about) == 0 && is_ours_alone(&about))
		map = g_mapped_file_new_from_fd(fd, FALSE, NULL);
	(void)close(fd);
	return map;
}

/* A line: what the file is of, and the sum of all that follows the line. */
static char *
cache_line(const char *head, const char *bytes, size_t length)
{
	g_autofree char *sum = core_sha256(bytes, length);

	return g_strdup_printf("%s %s\n", head, sum);
}

/* Returns: whether @cache held what @head says. */
static bool
load(FilterLiterals *self, const char *cache, const char *head)
{
	g_autoptr(GMappedFile) map = map_cache(cache);
	size_t skip = strlen(head) + 1 + CORE_SHA256_HEX + 1;
	const char *bytes = map ? g_mapped_file_get_contents(map) : NULL;
	size_t length = map ? g_mapped_file_get_length(map) : 0;

	if (length <= skip || memcmp(bytes, head, strlen(head)) != 0)
		return false;
	g_autofree char *line = cache_line(head, bytes + skip, length - skip);
	return memcmp(bytes, line, skip) == 0 &&
	       hs_deserialize_database(
	           bytes + skip, length - skip, &self->database) == HS_SUCCESS;
}

static void
keep(const FilterLiterals *self, const char *cache, const char *head)
{
	g_autoptr(GError) error = NULL;
	char *bytes = NULL;
	size_t length;

	if (hs_serialize_database(self->database, &bytes, &length) !=
	    HS_SUCCESS)
		return;
	g_autofree char *line = cache_line(head, bytes, length);
	g_autoptr(GString) file = g_string_new(line);
	g_string_append_len(file, bytes, (gssize)length);
	free(bytes);
	if (!g_file_set_contents_full(cache, file->str, (gssize)file->len,
	        G_FILE_SET_CONTENTS_CONSISTENT, S_IRUSR | S_IWUSR, &error))
		g_debug("%s", error->message);
}

bool
filter_literals_compile(FilterLiterals *self, const char *cache, GError **error)
{
	g_autofree char *head = cache ? cache_head(self) : NULL;

	if (self->literals->len == 0)
		return true;
	if (!head || !load(self, cache, head)) {
		if (!compile(self, error))
			return false;
		if (head)
			keep(self, cache, head);
	}
	hs_error_t code = hs_alloc_scratch(self->database, &self->scratch);
	return code == HS_SUCCESS || fail(code, error);
}

typedef struct {
	const FilterLiterals *literals;
	const char *text;
	size_t length;
	FilterLiteralHit hit;
	void *data;
} Scan;

/* Whether the rest of a literal, which Hyperscan was not given, stands at @at.
 */
static bool
goes_on(const Scan *scan, const char *rest, size_t length, size_t at)
{
	return scan->length - at >= length &&
	       memcmp(scan->text + at, rest, length) == 0;
}

static int
on_hit(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *data)
{
	const Scan *scan = data;
	size_t length = length_of(scan->literals, id);
	size_t start = to - MIN(length, LONGEST);

	(void)from;
	(void)flags;
	if (length <= LONGEST ||
	    goes_on(scan, literal_at(scan->literals, id) + LONGEST,
	        length - LONGEST, to))
		scan->hit(id, start, start + length, scan->data);
	return 0;
}

void
filter_literals_scan(FilterLiterals *self, const char *text, size_t length,
    FilterLiteralHit hit, void *data)
{
	Scan scan = { self, text, length, hit, data };

	if (!self->database)
		return;
	hs_error_t code = hs_scan(self->database, text, (unsigned)length, 0,
	    self->scratch, on_hit, &scan);
	g_assert(code == HS_SUCCESS);
}
