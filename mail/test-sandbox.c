#include "mail/sandbox.h"

#include "mail/charset/charset.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY_BYTES (INT64_C(256) * 1024 * 1024)

#if defined(TRIBUNE_SANITIZERS) || defined(TRIBUNE_NO_ISOLATION)
#define IS_ISOLATED false
#else
#define IS_ISOLATED true
#endif

/* Returns: what the child exits with, 0 for "did as it should". */
typedef int (*Deed)(void);

/* The wait status of a child that locks itself and does @deed. */
static int
status_of(Deed deed)
{
	pid_t pid = fork();
	int status;

	g_assert_cmpint(pid, >=, 0);
	if (pid == 0)
		_exit(mail_sandbox_lock(MEMORY_BYTES, NULL) ? deed() : 99);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return status;
}

static int
open_to_change(void)
{
	return open("/etc/passwd", O_RDWR | O_CLOEXEC) < 0;
}

static int
open_folder(void)
{
	return open("/", O_RDONLY | O_DIRECTORY) < 0;
}

static int
write_file(void)
{
	return open("/dev/null", O_WRONLY) < 0;
}

/* What GMime does with the date of a mail. */
static int
read_wrong_zone(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("+01:70:00");

	return zone || open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES;
}

/* And with a parameter in a charset without a converter in memory. */
static int
open_converter(void)
{
	iconv_t converter = iconv_open("UTF-8", "IBM037");

	return converter != (iconv_t)-1 ||
	       open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 ||
	       errno != EACCES;
}

static int
make_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0;
}

static int
fork_once(void)
{
	return fork() < 0;
}

static int
run_program(void)
{
	return execl("/bin/true", "true", (char *)NULL);
}

static int
map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int
kill_parent(void)
{
	return kill(getppid(), 0);
}

static void
test_forbidden_calls_kill(void)
{
	static const Deed deeds[] = { open_to_change, open_folder, write_file,
		make_socket, fork_once, run_program, map_code, kill_parent };

	if (!IS_ISOLATED) {
		g_test_skip("this build has no isolation");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
		int status = status_of(deeds[i]);

		g_assert_true(WIFSIGNALED(status));
		g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
	}
}

static void
test_reading_is_refused(void)
{
	if (!IS_ISOLATED) {
		g_test_skip("this build has no isolation");
		return;
	}
	g_assert_cmpint(status_of(read_wrong_zone), ==, 0);
	g_assert_cmpint(status_of(open_converter), ==, 0);
}

static int
take_too_much(void)
{
	errno = 0;
	return mmap(NULL, MEMORY_BYTES, PROT_READ | PROT_WRITE,
	           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED ||
	       errno != ENOMEM;
}

static void
test_memory_has_its_limit(void)
{
	if (!IS_ISOLATED) {
		g_test_skip("this build has no isolation");
		return;
	}
	g_assert_cmpint(status_of(take_too_much), ==, 0);
}

/* Memory, logs and conversions go on as before. */
static int
compute(void)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *big = g_malloc(16 * 1024 * 1024);
	g_autoptr(GString) text =
	    mail_charset_decode("\xf0", 1, "koi8-r", &faults);

	memset(big, 1, 16 * 1024 * 1024);
	return big[1024] != 1 || strcmp(text->str, "\xd0\x9f") != 0;
}

static void
test_computing_goes_on(void)
{
	g_autoptr(GPtrArray) converters = mail_charset_preload();

	g_assert_cmpint(converters->len, >, 0);
	g_assert_cmpint(status_of(compute), ==, 0);
}

static int
look_at_limits(void)
{
	struct rlimit core, files;

	return getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0 ||
	       getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_max > 16;
}

static void
test_limits_are_set(void)
{
	if (IS_ISOLATED) {
		/* asking is forbidden there */
		int status = status_of(look_at_limits);

		g_assert_true(WIFSIGNALED(status));
		return;
	}
	g_assert_cmpint(status_of(look_at_limits), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/sandbox/kills", test_forbidden_calls_kill);
	g_test_add_func("/mail/sandbox/memory", test_memory_has_its_limit);
	g_test_add_func("/mail/sandbox/computes", test_computing_goes_on);
	g_test_add_func("/mail/sandbox/limits", test_limits_are_set);
	g_test_add_func("/mail/sandbox/refuses", test_reading_is_refused);
	return g_test_run();
}
