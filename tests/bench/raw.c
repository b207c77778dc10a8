/*
 * raw PORT USER PASSWORD [ALL]: how fast a server on loopback can be read at
 * all. Sends the commands that a poll sends, in the same batches, looks at
 * nothing but the sizes listed and the end of each answer, and prints how many
 * bytes came. With ALL it asks for all bodies in one command.
 */
#include <arpa/inet.h>
#include <err.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH_MESSAGES 500
#define BATCH_BYTES (4 << 20)
#define SLICE_UIDS 5000
#define LISTED_BYTES (SLICE_UIDS * 160)
#define READ_BYTES (256 << 10)
#define TAIL_BYTES 256 /* more than a tagged line has */

typedef struct {
	int fd;
	unsigned tag;
	uint64_t bytes;
	char buffer[READ_BYTES + TAIL_BYTES];
	char listed[LISTED_BYTES]; /* the answer to a listing */
} Raw;

typedef struct {
	unsigned uids[SLICE_UIDS];
	uint64_t sizes[SLICE_UIDS];
	size_t n;
} Slice;

/* Whether the last line of the @length bytes at @end - @length is tagged. */
static bool
is_end(const char *bytes, size_t length, const char *mark)
{
	size_t at = length;

	if (length < strlen(mark) || bytes[length - 1] != '\n')
		return false;
	for (at = length - 1; at > 0 && bytes[at - 1] != '\n'; at--)
		;
	return length - at > strlen(mark) &&
	       memcmp(bytes + at, mark, strlen(mark)) == 0;
}

/* Reads an answer to its end; @keep (of LISTED_BYTES) gets a copy unless NULL.
 */
static void
answer(Raw *self, const char *mark, char *keep)
{
	char *fresh = self->buffer + TAIL_BYTES;
	size_t tail = 0, kept = 0;

	for (;;) {
		ssize_t got = read(self->fd, fresh, READ_BYTES);
		if (got <= 0)
			errx(1, "the server has gone");
		self->bytes += (uint64_t)got;
		if (keep) {
			if (kept + (size_t)got >= LISTED_BYTES)
				errx(1, "the listing is too long");
			memcpy(keep + kept, fresh, (size_t)got);
			kept += (size_t)got;
			keep[kept] = '\0';
		}
		if (is_end(fresh - tail, tail + (size_t)got, mark))
			return;
		size_t whole = tail + (size_t)got;
		const char *end = fresh + got;
		tail = whole < TAIL_BYTES ? whole : TAIL_BYTES;
		memmove(fresh - tail, end - tail, tail);
	}
}

static void
ask(Raw *self, const char *command, char *keep)
{
	char mark[32];

	(void)snprintf(mark, sizeof mark, "raw%u OK", ++self->tag);
	if (dprintf(self->fd, "raw%u %s\r\n", self->tag, command) < 0)
		err(1, "write");
	answer(self, mark, keep);
}

static unsigned
messages(Raw *self)
{
	unsigned count = 0;

	ask(self, "EXAMINE INBOX", self->listed);
	for (const char *line = self->listed; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		unsigned n;
		char word[8];
		if (sscanf(line, "* %u %7s", &n, word) == 2 &&
		    strcmp(word, "EXISTS") == 0)
			count = n;
	}
	return count;
}

static void
list(Raw *self, unsigned first, Slice *slice)
{
	char command[80];

	(void)snprintf(command, sizeof command,
	    "UID FETCH %u:%u (UID RFC822.SIZE INTERNALDATE)", first,
	    first + SLICE_UIDS - 1);
	ask(self, command, self->listed);
	slice->n = 0;
	for (const char *line = self->listed; line && slice->n < SLICE_UIDS;
	     line = strchr(line, '\n')) {
		line += *line == '\n';
		if (sscanf(line, "* %*u FETCH (UID %u RFC822.SIZE %" SCNu64,
		        &slice->uids[slice->n], &slice->sizes[slice->n]) == 2)
			slice->n++;
	}
}

static void
fetch(Raw *self, const Slice *slice)
{
	char command[80];

	for (size_t from = 0, to; from < slice->n; from = to) {
		uint64_t bytes = slice->sizes[from];
		for (to = from + 1; to < slice->n && to - from < BATCH_MESSAGES;
		     to++) {
			bytes += slice->sizes[to];
			if (bytes > BATCH_BYTES)
				break;
		}
		(void)snprintf(command, sizeof command,
		    "UID FETCH %u:%u (UID BODY.PEEK[])", slice->uids[from],
		    slice->uids[to - 1]);
		ask(self, command, NULL);
	}
}

static void
dial(Raw *self, const char *port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(port)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	self->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (self->fd < 0 || connect(self->fd, (void *)&to, sizeof to) != 0)
		err(1, "port %s", port);
	answer(self, "* OK", NULL);
}

int
main(int argc, char **argv)
{
	static Raw self;
	static Slice slice;
	char command[200];

	if (argc < 4)
		errx(64, "raw PORT USER PASSWORD [ALL]");
	dial(&self, argv[1]);
	(void)snprintf(
	    command, sizeof command, "LOGIN %s %s", argv[2], argv[3]);
	ask(&self, command, NULL);
	unsigned left = messages(&self);
	if (argc > 4)
		ask(&self, "UID FETCH 1:* (UID BODY.PEEK[])", NULL);
	for (unsigned first = 1; argc == 4 && left > 0; first += SLICE_UIDS) {
		list(&self, first, &slice);
		fetch(&self, &slice);
		left -= slice.n < left ? (unsigned)slice.n : left;
	}
	printf("%" PRIu64 "\n", self.bytes);
	return 0;
}
