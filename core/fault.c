#include "core/fault.h"

#ifdef TRIBUNE_FAULT_POINTS
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

void
core_fault_point(void)
{
	static int passed; /* fault builds only: the count is the point */
	const char *at = getenv("TRIBUNE_FAULT");
	const char *count = getenv("TRIBUNE_FAULT_COUNT");

	passed++;
	if (count) {
		int fd = open(count, O_WRONLY | O_APPEND | O_CREAT, 0600);
		if (fd < 0 || write(fd, ".", 1) != 1)
			abort();
		close(fd);
	}
	if (at && atoi(at) == passed)
		raise(SIGKILL);
}
#endif
