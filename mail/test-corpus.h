/* What a fuzz target does when it is built as a test. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Adds two tests below @path: one gives @read each file of mail/corpus, the
 * other the one called @seed with a byte changed or its end cut off, 2,000
 * times, by chance but the same each time. @seed is borrowed until
 * g_test_run().
 */
void test_corpus_add(const char *path, const char *seed,
    int (*read)(const uint8_t *data, size_t size));

/* Reads @data as a mail that begins with @head, and aborts where the parent
 * would not take what the child sends of it. */
void test_corpus_read_mail(const char *head, const uint8_t *data, size_t size);
