/*
 * delay TO-PORT MS: a relay on loopback that holds each byte back for half of
 * MS each way, so that a round trip takes MS longer. Prints its port. It may
 * hold WINDOW_BYTES each way, so that it bounds no throughput; MS may be 0.
 * A burst, from the first byte of a client after a silence of QUIET_NS to the
 * server's last before the next, is a line on standard output: both times on
 * the monotonic clock in nanoseconds, that of the server's second line in
 * between (0: it said fewer), and how many times the client spoke.
 */
#define _GNU_SOURCE /* ppoll() */

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PIECE_BYTES (64 << 10)
#define WINDOW_BYTES (64 << 20)
#define PIECES (WINDOW_BYTES / PIECE_BYTES)
#define SECOND_NS INT64_C(1000000000)
#define QUIET_NS (3 * SECOND_NS)
#define TOGETHER_NS (SECOND_NS / 2000) /* bytes this close share a piece */

typedef struct {
	int64_t due_ns;
	size_t length, sent;
	char *bytes; /* PIECE_BYTES, kept for the next use */
} Piece;

/* One way: a ring of pieces under way. */
typedef struct {
	int from, to;
	Piece pieces[PIECES];
	size_t first, n;
	bool ended; /* nothing more comes */
	bool closed;
} Way;

typedef struct {
	int64_t delay_ns;
	Way up, down; /* to the server, to the client */
	int64_t began_ns, second_ns, last_ns;
	unsigned turns, lines; /* of the client, of the server */
	bool client_spoke;
} Relay;

static int64_t
now_ns(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND_NS + now.tv_nsec;
}

static void
print_burst(Relay *self)
{
	if (self->turns > 0)
		printf("%lld %lld %lld %u\n", (long long)self->began_ns,
		    (long long)self->second_ns, (long long)self->last_ns,
		    self->turns);
	(void)fflush(stdout);
	self->turns = self->lines = 0;
	self->second_ns = 0;
}

/* Takes note that one side has said @size @bytes. */
static void
hear(Relay *self, bool client, const char *bytes, size_t size)
{
	int64_t at_ns = now_ns();

	if (client && (self->turns == 0 || at_ns - self->last_ns > QUIET_NS)) {
		print_burst(self);
		self->began_ns = at_ns;
		self->client_spoke = false;
	}
	self->turns += client && !self->client_spoke;
	self->client_spoke = client;
	for (size_t i = 0; !client && i < size && self->lines < 2; i++)
		self->lines += bytes[i] == '\n';
	if (!client && self->lines == 2 && self->second_ns == 0)
		self->second_ns = at_ns;
	self->last_ns = at_ns;
}

/* Where what comes now is kept: with the last piece, or as a new one. */
static Piece *
room(Way *way, int64_t due_ns)
{
	Piece *last = &way->pieces[(way->first + way->n - 1) % PIECES];
	Piece *next = &way->pieces[(way->first + way->n) % PIECES];

	if (way->n > 0 && last->length < PIECE_BYTES / 2 &&
	    due_ns - last->due_ns < TOGETHER_NS)
		return last;
	if (!next->bytes && !(next->bytes = malloc(PIECE_BYTES)))
		err(1, "malloc");
	next->due_ns = due_ns;
	next->length = next->sent = 0;
	way->n++;
	return next;
}

static void
take(Relay *self, Way *way)
{
	Piece *piece = room(way, now_ns() + self->delay_ns);
	ssize_t got = read(way->from, piece->bytes + piece->length,
	    PIECE_BYTES - piece->length);

	if (got > 0) {
		hear(self, way == &self->up, piece->bytes + piece->length,
		    (size_t)got);
		piece->length += (size_t)got;
	} else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
		way->ended = true;
	}
}

/* Hands on what is due. */
static void
give(Way *way)
{
	while (way->n > 0) {
		Piece *piece = &way->pieces[way->first];
		if (piece->due_ns > now_ns())
			return;
		ssize_t put = write(way->to, piece->bytes + piece->sent,
		    piece->length - piece->sent);
		if (put < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (put < 0) {
			way->ended = true;
			way->n = 0;
			break;
		}
		piece->sent += (size_t)put;
		if (piece->sent < piece->length)
			return;
		way->first = (way->first + 1) % PIECES;
		way->n--;
	}
	if (way->ended && !way->closed) {
		way->closed = true;
		(void)shutdown(way->to, SHUT_WR);
	}
}

/* What to wait for, in @ret_polled[0..3]; returns for how long at most. */
static int64_t
plan(const Way *way, struct pollfd *polled, int64_t wait_ns)
{
	const Piece *piece = &way->pieces[way->first];
	int64_t due_ns = way->n > 0 ? piece->due_ns - now_ns() : wait_ns;

	polled[0] =
	    (struct pollfd){ .fd = way->ended || way->n == PIECES ? -1
		                                                  : way->from,
		    .events = POLLIN };
	polled[1] =
	    (struct pollfd){ .fd = way->n > 0 && due_ns <= 0 ? way->to : -1,
		    .events = POLLOUT };
	return way->n > 0 && due_ns > 0 && due_ns < wait_ns ? due_ns : wait_ns;
}

static void
run(Relay *self)
{
	struct pollfd polled[4];

	while (!self->up.closed || !self->down.closed) {
		int64_t wait_ns = plan(&self->up, polled, SECOND_NS);
		wait_ns = plan(&self->down, polled + 2, wait_ns);
		struct timespec wait = { wait_ns / SECOND_NS,
			wait_ns % SECOND_NS };
		if (ppoll(polled, 4, &wait, NULL) < 0 && errno != EINTR)
			err(1, "poll");
		if (polled[0].revents)
			take(self, &self->up);
		if (polled[2].revents)
			take(self, &self->down);
		give(&self->up);
		give(&self->down);
	}
	print_burst(self);
}

static struct sockaddr_in
loopback(const char *port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(port)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void
serve(int client, const char *port, int64_t delay_ns)
{
	static Relay self;
	struct sockaddr_in to = loopback(port);
	int server = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (connect(server, (void *)&to, sizeof to) != 0)
		err(1, "port %s", port);
	(void)setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	(void)setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	(void)fcntl(server, F_SETFL, O_NONBLOCK);
	(void)fcntl(client, F_SETFL, O_NONBLOCK);
	self.delay_ns = delay_ns;
	self.up.from = self.down.to = client;
	self.down.from = self.up.to = server;
	run(&self);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in at = loopback("0");
	socklen_t length = sizeof at;
	int door = socket(AF_INET, SOCK_STREAM, 0);

	if (argc != 3)
		errx(64, "delay TO-PORT MS");
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGCHLD, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	if (bind(door, (void *)&at, length) != 0 || listen(door, 128) != 0 ||
	    getsockname(door, (void *)&at, &length) != 0)
		err(1, "listen");
	printf("%u\n", ntohs(at.sin_port));
	(void)fflush(stdout);
	for (;;) {
		int client = accept(door, NULL, NULL);
		if (client >= 0 && fork() == 0) {
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
			serve(client, argv[1],
			    strtoll(argv[2], NULL, 10) * 500000);
			_exit(0);
		}
		(void)close(client);
	}
}
