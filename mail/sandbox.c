#include "mail/sandbox.h"

#include "mail/error.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define OPEN_FILES 16 /* 0 would forbid poll() */

static bool
fail(const char *what, int number, GError **error)
{
	g_set_error(error, MAIL_ERROR, MAIL_ERROR_SANDBOX, "%s: %s", what,
	    g_strerror(number));
	return false;
}

static bool
limit(
    __rlimit_resource_t resource, rlim_t most, const char *name, GError **error)
{
	const struct rlimit both = { .rlim_cur = most, .rlim_max = most };

	return setrlimit(resource, &both) == 0 || fail(name, errno, error);
}

#if !defined(TRIBUNE_SANITIZERS) && !defined(TRIBUNE_NO_ISOLATION)
/* Calls that are allowed whatever their arguments. abort() and stack
 * protection end the process by rt_sigprocmask, getpid, gettid and tgkill. */
static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv),
	SCMP_SYS(writev), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(poll),
	SCMP_SYS(ppoll), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(close),
	SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(exit),
	SCMP_SYS(exit_group) };

/* New memory never becomes code. */
static int
allow_memory(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/* GLib looks for a file of a time zone that makes no sense, "+0170", and GMime
 * for a converter of a charset that a parameter names, and both can do without:
 * a mail is not to be put aside for that. Whoever opens a file in another way
 * is killed. */
static int
refuse_reading(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES),
	    SCMP_SYS(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, ~(scmp_datum_t)O_CLOEXEC, O_RDONLY));
}

/* Questions about files that are open: the log asks whether it is a terminal
 * or the journal, and can do without an answer. */
static int
refuse_softly(scmp_filter_ctx filter)
{
	static const int calls[] = { SCMP_SYS(ioctl), SCMP_SYS(fstat),
		SCMP_SYS(newfstatat), SCMP_SYS(lseek), SCMP_SYS(getpeername) };
	int code = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(calls) && code == 0; i++)
		code = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(ENOTTY), calls[i], 0);
	return code;
}

static bool
filter_calls(GError **error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int code = filter ? 0 : -ENOMEM;

	for (size_t i = 0; i < G_N_ELEMENTS(allowed) && code == 0; i++)
		code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	if (code == 0)
		code = allow_memory(filter);
	if (code == 0)
		code = refuse_softly(filter);
	if (code == 0)
		code = refuse_reading(filter);
	if (code == 0)
		code = seccomp_load(filter);
	seccomp_release(filter);
	return code == 0 || fail("seccomp", -code, error);
}

static bool
isolate(int64_t memory_bytes, GError **error)
{
	return limit(RLIMIT_AS, (rlim_t)memory_bytes, "RLIMIT_AS", error) &&
	       filter_calls(error);
}
#else
static bool
isolate(int64_t memory_bytes, GError **error)
{
	(void)memory_bytes;
	(void)error;
	return true;
}
#endif

bool
mail_sandbox_lock(int64_t memory_bytes, GError **error)
{
	/* a log on a full or limited file is lost, not deadly */
	(void)signal(SIGXFSZ, SIG_IGN);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		return fail("PR_SET_PDEATHSIG", errno, error);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail("PR_SET_NO_NEW_PRIVS", errno, error);
	return limit(RLIMIT_CORE, 0, "RLIMIT_CORE", error) &&
	       limit(RLIMIT_FSIZE, 0, "RLIMIT_FSIZE", error) &&
	       limit(RLIMIT_NOFILE, OPEN_FILES, "RLIMIT_NOFILE", error) &&
	       isolate(memory_bytes, error);
}
