/* Kill points for tests: nothing in a release build. */
#pragma once

/*
 * Stands at every durable step. In a build with --enable-fault-points,
 * TRIBUNE_FAULT=N in the environment ends the process by SIGKILL the N-th time
 * it passes one; TRIBUNE_FAULT_COUNT=FILE appends a byte to FILE each time, so
 * that a test learns how many there are.
 */
#ifdef TRIBUNE_FAULT_POINTS
void core_fault_point(void);
#define CORE_FAULT_POINT() core_fault_point()
#else
#define CORE_FAULT_POINT() ((void)0)
#endif
