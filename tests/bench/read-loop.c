/*
 * read-loop FOLDER PROGRAM ROUNDS: reads each file in FOLDER, ROUNDS times:
 * here where PROGRAM is "-", else in one `PROGRAM parse`. Prints mails, bytes,
 * CPU microseconds of all processes, and the resident kilobytes of the reader
 * after the first round and after the last.
 */
#include "core/autoptr.h"
#include "filters/parse-pool.h"
#include "mail/read.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define AT_ONCE 64 /* mails that wait for the child */

typedef struct {
	MailReadOptions options;
	FilterParsePool *pool; /* NULL: read here */
	size_t mails, bytes;
	int64_t ns;
} Loop;

static int64_t
cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t
children_ns(void)
{
	struct rusage used;

	getrusage(RUSAGE_CHILDREN, &used);
	return (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) *
	           1000000000 +
	       (int64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000;
}

static bool
collect(Loop *self, size_t left, GError **error)
{
	while (filter_parse_pool_pending(self->pool) > left) {
		FilterParsed parsed;

		if (!filter_parse_pool_collect(self->pool, &parsed, error))
			return false;
		filter_parsed_clear(&parsed);
	}
	return true;
}

static bool
take_mail(Loop *self, GBytes *raw, GError **error)
{
	int64_t started = cpu_ns();
	bool done = true;

	if (!self->pool) {
		core_message_free(mail_read(raw, &self->options));
	} else {
		filter_parse_pool_submit(self->pool, (int64_t)self->mails, raw);
		done = collect(self, AT_ONCE, error);
	}
	self->ns += cpu_ns() - started;
	self->mails++;
	self->bytes += g_bytes_get_size(raw);
	return done;
}

static bool
read_folder(Loop *self, const char *path, GError **error)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, error);
	const char *name;

	while (folder && (name = g_dir_read_name(folder))) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		char *mail;
		size_t length;

		if (!g_file_get_contents(file, &mail, &length, error))
			return false;
		g_autoptr(GBytes) raw = g_bytes_new_take(mail, length);
		if (!take_mail(self, raw, error))
			return false;
	}
	if (!folder)
		return false;
	int64_t started = cpu_ns();
	bool done = !self->pool || collect(self, 0, error);
	self->ns += cpu_ns() - started;
	return done;
}

static long
resident_kb(void)
{
	g_autofree char *text = NULL;
	long pages = 0;

	if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
		pages = strtol(strchr(text, ' '), NULL, 10);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

int
main(int argc, char **argv)
{
	Loop loop = { .options = { .authserv_id = NULL } };
	g_autoptr(GError) error = NULL;
	long first_kb = 0;

	if (argc != 4)
		return 64;
	core_limits_default(&loop.options.limits);
	(void)mallopt(M_TRIM_THRESHOLD, 16 << 20); /* as in the child */
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
	if (strcmp(argv[2], "-") != 0)
		loop.pool =
		    filter_parse_pool_new(argv[2], &loop.options, 1, &error);
	for (int i = 0; i < atoi(argv[3]) && !error; i++) {
		(void)read_folder(&loop, argv[1], &error); /* told below */
		first_kb = i == 0 ? resident_kb() : first_kb;
	}
	if (error) {
		fprintf(stderr, "read-loop: %s\n", error->message);
		return 70;
	}
	filter_parse_pool_free(loop.pool);
	printf("%zu %zu %" G_GINT64_FORMAT " %ld %ld\n", loop.mails, loop.bytes,
	    (loop.ns + children_ns()) / 1000, first_kb, resident_kb());
	return 0;
}
