/* Locks a process so that it can compute and talk on what it has open, and
 * nothing else. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Locks the calling process for good: it dies with the thread that started it,
 * dumps no core, gains no privileges, opens and grows no files, has at most
 * @memory_bytes of address space, and is killed at any system call but those
 * that reading, writing and memory need; to open a file for reading alone is
 * refused with EACCES. What it will load from disk
 * (mail_charset_preload(), locales) must be loaded before. Builds with
 * sanitizers or without isolation leave out the system calls and the memory.
 *
 * MAIL_ERROR_SANDBOX when the system does not allow it: read nothing then.
 */
bool mail_sandbox_lock(int64_t memory_bytes, GError **error);
