/* The header block that a mail program writes above what it forwards. */
#pragma once

#include "core/message.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
	CoreAddress *from;
	size_t lines;   /* that the block takes, without what follows */
	bool is_quoted; /* it stands behind ">" marks, and so do the words */
} MailBlock;

/*
 * Reads "From:", "Date:", "To:", "Subject:" one below the other, in any order
 * and in one of many languages, at the start of @lines (ended by NULL): at
 * least two of them, From with an address among them.
 * @ret_block: (transfer full): mail_block_clear() it; written on success.
 */
bool mail_block_parse(char *const *lines, MailBlock *ret_block);

/* How many lines the block of three or more such labels at the start of @lines
 * takes, whoever it is from; 0 where there is none. */
size_t mail_block_length(char *const *lines);

/* Where the header begins that Yahoo and Samsung write into the line of its
 * separator: "----- Forwarded Message ----- From: Ann <ann@example.com>To: ..."
 * Such a line is a block, too. Returns: (nullable): in @line. */
const char *mail_block_in_line(const char *line);

/* The last address in @value, with what stands before it as the name: "Ann Lee
 * [mailto:ann@example.com]". Returns: (nullable) (transfer full). */
CoreAddress *mail_block_address(const char *value);

void mail_block_clear(MailBlock *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailBlock, mail_block_clear)

/* Whether @subject begins as that of a forward does: "Fw:", "WG:", "TR:". */
bool mail_block_is_subject(const char *subject);
