/* Tells languages by their commonest words: a quick first look. */
#pragma once

#include <stddef.h>

/*
 * @text: valid UTF-8.
 * Returns: (nullable): the ISO 639 code (static) of a language that so many of
 * its words belong to that no closer look could say another; NULL where one
 * could, which is always so for a few words, for two languages in one text,
 * and for all but nine languages.
 */
const char *mail_common_words_detect(const char *text, size_t length);
