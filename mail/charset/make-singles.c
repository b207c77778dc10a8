/*
 * make-singles < NAMES > singles.c: tables of all charsets of one byte a
 * character that iconv knows by one of the NAMES ("iconv --list"), each once.
 * Run while building: a process that may open no file reads by them.
 */
#include "mail/charset/singles.h"

#include <errno.h>
#include <glib.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 100
#define UCS4 "UCS-4LE"

typedef struct {
	char name[MAIL_SINGLES_NAME_BYTES];
	unsigned table;
} Name;

typedef struct {
	GArray *names;     /* Name */
	GPtrArray *tables; /* uint16_t *, of 256 */
} Singles;

/* Returns: how many characters @bytes are, or -1. */
static ssize_t
convert(iconv_t converter, const char *bytes, size_t length, uint32_t *out,
    size_t room)
{
	char *in = (char *)(uintptr_t)bytes, *to = (char *)out;
	size_t left = room * sizeof *out;

	(void)iconv(converter, NULL, NULL, NULL, NULL); /* a fresh start */
	if (iconv(converter, &in, &length, &to, &left) == (size_t)-1)
		return -1;
	return (ssize_t)(room - left / sizeof *out);
}

/* Whether each byte is a character of the first plane or none, and no byte
 * waits for another. */
static bool
read_bytes(iconv_t converter, uint16_t *table)
{
	bool has_any = false;

	for (unsigned i = 0; i < 256; i++) {
		const char byte = (char)i;
		uint32_t out[4];
		ssize_t n = convert(converter, &byte, 1, out, 4);

		table[i] = MAIL_SINGLES_NONE;
		if (n < 0 && errno == EILSEQ)
			continue;
		if (n != 1 || out[0] >= MAIL_SINGLES_NONE)
			return false;
		table[i] = (uint16_t)out[0];
		has_any = true;
	}
	return has_any;
}

/* Whether each byte means the same after each other. */
static bool
read_pairs(iconv_t converter, const uint16_t *table)
{
	g_autofree char *bytes = g_malloc(2 * 256);
	g_autofree uint32_t *out = g_new(uint32_t, 4 * 256);

	for (unsigned first = 0; first < 256; first++) {
		size_t n = 0;

		for (unsigned second = 0; second < 256; second++)
			if (table[first] != MAIL_SINGLES_NONE &&
			    table[second] != MAIL_SINGLES_NONE) {
				bytes[n++] = (char)first;
				bytes[n++] = (char)second;
			}
		if (convert(converter, bytes, n, out, 4 * 256) != (ssize_t)n)
			return false;
		for (size_t i = 0; i < n; i++)
			if (out[i] != table[(unsigned char)bytes[i]])
				return false;
	}
	return true;
}

static bool
read_table(const char *name, uint16_t *table)
{
	iconv_t converter = iconv_open(UCS4, name);

	if (converter == (iconv_t)-1)
		return false;
	bool is_single =
	    read_bytes(converter, table) && read_pairs(converter, table);
	(void)iconv_close(converter); /* reads only: nothing to lose */
	return is_single;
}

/* Returns: the place of @table, which is put there where it is new. */
static unsigned
place_of(GPtrArray *tables, const uint16_t *table)
{
	size_t bytes = 256 * sizeof *table;

	for (guint i = 0; i < tables->len; i++)
		if (memcmp(tables->pdata[i], table, bytes) == 0)
			return i;
	g_ptr_array_add(tables, g_memdup2(table, bytes));
	return tables->len - 1;
}

static void
add(Singles *self, const char *name)
{
	uint16_t table[256];
	Name row = { .table = 0 };

	if (!*name || strchr(name, '/') || strlen(name) >= sizeof row.name ||
	    !read_table(name, table))
		return;
	g_strlcpy(row.name, name, sizeof row.name);
	row.table = place_of(self->tables, table);
	g_array_append_val(self->names, row);
}

/* "ISO-8859-1// LATIN1// ...": the slashes are iconv's. */
static void
read_names(Singles *self)
{
	char word[WORD_BYTES];

	while (scanf("%99s", word) == 1) {
		g_strdelimit(word, ",", '\0');
		if (g_str_has_suffix(word, "//"))
			word[strlen(word) - 2] = '\0';
		add(self, word);
	}
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const Name *)a)->name, ((const Name *)b)->name);
}

static void
print(const Singles *self)
{
	printf("/* Made by make-singles. */\n"
	       "#include \"mail/charset/singles.h\"\n\n"
	       "const MailSinglesName mail_singles_names[] = {\n");
	for (guint i = 0; i < self->names->len; i++) {
		const Name *row = &g_array_index(self->names, Name, i);

		printf("\t{ \"%s\", %u },\n", row->name, row->table);
	}
	printf("};\nconst size_t mail_singles_count = %u;\n\n"
	       "const uint16_t mail_singles_tables[][256] = {\n",
	    self->names->len);
	for (guint i = 0; i < self->tables->len; i++) {
		const uint16_t *table = self->tables->pdata[i];

		printf("\t{");
		for (unsigned byte = 0; byte < 256; byte++)
			printf("%s0x%04X,", byte % 8 ? " " : "\n\t\t",
			    (unsigned)table[byte]);
		printf("\n\t},\n");
	}
	printf("};\n");
}

int
main(void)
{
	Singles self = {
		.names = g_array_new(FALSE, TRUE, sizeof(Name)),
		.tables = g_ptr_array_new_with_free_func(g_free),
	};

	read_names(&self);
	g_array_sort(self.names, compare);
	if (self.names->len > 0)
		print(&self);
	else
		fprintf(stderr, "make-singles: iconv names no charsets\n");
	int code = self.names->len > 0 && fflush(stdout) == 0 ? EXIT_SUCCESS
	                                                      : EXIT_FAILURE;
	g_array_unref(self.names);
	g_ptr_array_unref(self.tables);
	return code;
}
