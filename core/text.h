/* UTF-8 text that came from outside: made valid, bounded, folded, shortened. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Returns: the character after the first of @text, which is valid UTF-8 and not
 * empty (g_utf8_next_char() without its cast; borrowed). */
const char *core_text_next(const char *text);

/*
 * Makes any bytes safe to keep and show: valid UTF-8, CRLF and CR made LF, no
 * NUL, no C0 or C1 control but tab and newline, no DEL, no bidi or other
 * invisible format control (U+061C, U+200B, U+200E..F, U+202A..E, U+2060..2064,
 * U+2066..9, U+FEFF); at most @max_bytes, cut between characters. Bad bytes
 * become U+FFFD.
 *
 * @ret_changed (may be NULL): whether a control was taken out or a byte mended;
 * a cut and changed line ends do not count.
 * Returns: (transfer full).
 */
char *core_text_clean(
    const char *bytes, size_t length, size_t max_bytes, bool *ret_changed);

/* Whether @text, of @length bytes, is as core_text_clean() leaves it. */
bool core_text_is_clean(const char *text, size_t length);

/* Whether there is nothing in @bytes to clean or decode: they are printable
 * ASCII, tabs and line ends. */
bool core_text_is_plain(const char *bytes, size_t length);

/* How many of @bytes are ASCII before the first that is not. */
size_t core_text_ascii(const char *bytes, size_t length);

/* As core_text_clean(), on one line: every run of white space is one blank,
 * none at either end. For subjects, names, header values. Returns: (transfer
 * full). */
char *core_text_line(const char *bytes, size_t length, size_t max_bytes);

/* The same of @line, of @length bytes that are core_text_is_plain(), in its own
 * place. */
void core_text_squeeze(char *line, size_t length);

/* Folds case, accents and width, for matching (NFKD, accents dropped, casefold,
 * sz as ss, NFKC); vowel signs of Indic scripts and kana voicing are kept.
 * @text is valid UTF-8. Returns: (transfer full). */
char *core_text_fold(const char *text);

/* The first @max_chars characters, cut at a word where one ends in the last
 * third, and one more, an ellipsis, where something was cut. Returns: (transfer
 * full). */
char *core_text_shorten(const char *text, size_t max_chars);

/* Calls @word for each run of letters, marks and digits (an apostrophe inside
 * joins) with its byte offsets in @text. */
typedef void (*CoreTextWord)(const char *start, size_t length, void *data);
void core_text_foreach_word(const char *text, CoreTextWord word, void *data);

/*
 * Whether @address is one plain mail address that may go on an SMTP line: one
 * '@', 3..254 bytes, printable ASCII without blanks, <>, quotes, commas or
 * control bytes (RFC 5321 4.1.2, its dot-string form only).
 */
bool core_address_is_plain(const char *address);

/* The part behind the '@', lower case, or "" (transfer full). */
char *core_address_domain(const char *address);
