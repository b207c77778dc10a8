/* What nothing from outside may exceed: section [limits] of the config. */
#pragma once

#include <stdint.h>

/* Each field is a setting of the same name; core/config.c has the defaults. */
typedef struct {
	int64_t message_bytes;
	int64_t fetch_bytes; /* of one IMAP command, and of one raw chunk row */
	int64_t connect_ms;  /* of an IMAP server: to be reached and to greet */
	int64_t quiet_ms;    /* without a byte from or to it */
	int64_t idle_ms;     /* without a word while the server idles */
	int64_t command_ms;  /* from one command to the end of its answer */
	int64_t headers_bytes;
	int64_t headers;
	int64_t mime_depth;
	int64_t mime_parts;
	int64_t text_bytes; /* of decoded text that is kept and searched */
	int64_t html_depth;
	int64_t attachment_name_bytes;
	int64_t parse_ms;
	int64_t parse_memory_bytes;
	int64_t rules;
	int64_t rule_terms;
	int64_t transaction_rows;
	int64_t transaction_bytes;
	int64_t free_space_percent; /* of the disk, below which ingest waits */
	int64_t recipients;
	int64_t html_bytes; /* of one digest */
	int64_t digest_items;
	int64_t sends_per_minute;
} CoreLimits;

/* Fills @ret_self with the defaults. */
void core_limits_default(CoreLimits *ret_self);
