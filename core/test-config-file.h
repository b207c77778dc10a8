/* A config file of its own for each test. */
#pragma once

#include "core/config.h"

#define TEST_CONFIG_TRIBUNE "[tribune]\ncompany = Tideway\n"
#define TEST_CONFIG_MAILBOX                                                    \
	"[mailbox voice]\nserver = imap.example.com\nuser = v\n"
#define TEST_CONFIG_SEND                                                       \
	"[send]\nserver = smtp.example.com\nfrom = voice@example.com\n"

/* A config with a bit of everything. */
extern const char test_config_whole[];

typedef struct {
	char *folder, *path;
} TestConfig;

void test_config_set_up(TestConfig *self, const void *data);
void test_config_tear_down(TestConfig *self, const void *data);

/* Writes @text and reads it. Returns: (transfer full). */
CoreConfig *test_config_load(
    const TestConfig *place, const char *text, GError **error);

/* As that, of a @text without faults. */
CoreConfig *test_config_load_good(const TestConfig *place, const char *text);

/* @fault is what follows the file's path in the only fault of @text. */
void test_config_assert_fault(
    const TestConfig *place, const char *text, const char *fault);
