/*
 * gmime-loop FOLDER [gumbo]: has bare GMime parse each file in FOLDER and
 * decode its text parts into memory, which is what a reader cannot do without;
 * or only gumbo parse the HTML that is in them. Prints mails, bytes and CPU
 * microseconds.
 */
#include <glib.h>
#include <gmime/gmime.h>
#include <gumbo.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct {
	bool wants_gumbo;
	int64_t ns; /* what counts */
	size_t text_bytes;
} Loop;

static int64_t
cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
take_part(GMimeObject *parent, GMimeObject *part, gpointer data)
{
	Loop *self = data;

	(void)parent;
	if (!GMIME_IS_TEXT_PART(part))
		return;
	char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	if (text && self->wants_gumbo) {
		int64_t started = cpu_ns();
		GumboOutput *tree = gumbo_parse(text);

		gumbo_destroy_output(&kGumboDefaultOptions, tree);
		self->ns += cpu_ns() - started;
	}
	self->text_bytes += text ? strlen(text) : 0;
	g_free(text);
}

static void
take_mail(Loop *self, const char *bytes, size_t length)
{
	int64_t started = cpu_ns();
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message)
		g_mime_message_foreach(message, take_part, self);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
	if (!self->wants_gumbo)
		self->ns += cpu_ns() - started;
}

int
main(int argc, char **argv)
{
	Loop loop = { .wants_gumbo = argc > 2 };
	GDir *folder = argc > 1 ? g_dir_open(argv[1], 0, NULL) : NULL;
	size_t mails = 0, bytes = 0;
	const char *name;

	if (!folder)
		return 64;
	g_mime_init();
	for (; (name = g_dir_read_name(folder)); mails++) {
		char *path = g_build_filename(argv[1], name, NULL);
		char *mail;
		gsize length;

		if (!g_file_get_contents(path, &mail, &length, NULL))
			return 66;
		take_mail(&loop, mail, length);
		bytes += length;
		g_free(mail);
		g_free(path);
	}
	g_dir_close(folder);
	printf("%zu %zu %" G_GINT64_FORMAT "\n", mails, bytes, loop.ns / 1000);
	return loop.text_bytes ? 0 : 65;
}
