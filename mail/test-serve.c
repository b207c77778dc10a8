#include "mail/serve.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "core/frame.h"
#include "core/message-wire.h"
#include "mail/test-mail.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
	pid_t pid;
	int fd;
} Child;

static Child
start(void)
{
	int ends[2];
	pid_t pid;

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
	pid = fork();
	g_assert_cmpint(pid, >=, 0);
	if (pid == 0) {
		close(ends[0]);
		_exit(mail_serve(ends[1], NULL) ? 0 : 1);
	}
	close(ends[1]);
	return (Child){ pid, ends[0] };
}

/* Returns: the exit code. */
static int
stop(Child *child)
{
	int status;

	close(child->fd);
	g_assert_cmpint(waitpid(child->pid, &status, 0), ==, child->pid);
	g_assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
send_text(const Child *child, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	g_assert_true(core_frame_write(child->fd, bytes, 0, NULL));
}

static GBytes *
receive(const Child *child)
{
	g_autoptr(GError) error = NULL;
	GBytes *frame = NULL;

	g_assert_true(core_frame_read(child->fd, 10000000, 0, &frame, &error));
	g_assert_no_error(error);
	return frame;
}

static void
test_answers_each_mail_by_a_record(void)
{
	MailReadOptions options = test_mail_options();
	g_autoptr(GBytes) frame = mail_serve_options(&options);
	Child child = start();

	g_assert_true(core_frame_write(child.fd, frame, 0, NULL));
	g_autoptr(GBytes) ready = receive(&child);
	g_assert_cmpint(g_bytes_get_size(ready), ==, 0);
	for (int i = 0; i < 3; i++) {
		send_text(&child,
		    "From: ann@example.com\nList-Id: <s.tideway.example>\n"
		    "Authentication-Results: mx.tideway.example; dmarc=pass\n\n"
		    "words\n");
		g_autoptr(GBytes) answer = receive(&child);
		g_autoptr(CoreMessage) record =
		    core_message_unpack(g_bytes_get_data(answer, NULL),
		        g_bytes_get_size(answer), &options.limits, NULL);

		g_assert_cmpstr(record->own_words, ==, "words");
		/* the options have come over */
		g_assert_cmpint(record->verified, ==, CORE_YES);
		g_assert_cmpint(record->origin, ==, CORE_ORIGIN_PERSON);
	}
	g_assert_cmpint(stop(&child), ==, 0);
}

static void
test_options_that_lie_end_it(void)
{
	static const char *const options[] = { "", "{", "[]", "{}",
		"{\"message_bytes\":-1}", "{\"message_bytes\":\"x\"}" };

	for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
		Child child = start();
		g_autoptr(GBytes) frame = NULL;

		send_text(&child, options[i]);
		g_assert_true(core_frame_read(child.fd, 100, 0, &frame, NULL));
		g_assert_null(frame);
		g_assert_cmpint(stop(&child), ==, 1);
	}
}

static void
test_no_options_at_all_end_it(void)
{
	Child child = start();

	g_assert_cmpint(stop(&child), ==, 1);
}

static void
test_a_mail_beyond_its_limit_ends_it(void)
{
	MailReadOptions options = test_mail_options();
	Child child = start();

	options.limits.message_bytes = 10;
	g_autoptr(GBytes) frame = mail_serve_options(&options);
	g_assert_true(core_frame_write(child.fd, frame, 0, NULL));
	g_autoptr(GBytes) ready = receive(&child);
	g_assert_cmpint(g_bytes_get_size(ready), ==, 0);
	send_text(&child, "12345678901");
	g_autoptr(GBytes) answer = NULL;
	(void)core_frame_read(child.fd, 100, 0, &answer, NULL);
	g_assert_null(answer);
	g_assert_cmpint(stop(&child), ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/serve/answers", test_answers_each_mail_by_a_record);
	g_test_add_func("/mail/serve/lies", test_options_that_lie_end_it);
	g_test_add_func("/mail/serve/silence", test_no_options_at_all_end_it);
	g_test_add_func(
	    "/mail/serve/too-long", test_a_mail_beyond_its_limit_ends_it);
	return g_test_run();
}
