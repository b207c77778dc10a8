/* What is known of one message after reading it: the record of `mail`, which
 * `filters` judges and `store` keeps. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
	CORE_ORIGIN_PERSON,
	CORE_ORIGIN_AUTO_REPLY,
	CORE_ORIGIN_BOUNCE,
	CORE_ORIGIN_LIST,
	CORE_ORIGIN_OWN,    /* sent by Tribune itself */
	CORE_ORIGIN_ANSWER, /* ours to a customer, from a Sent folder say */
	CORE_ORIGIN_REPLY,  /* to one of our mails */
	CORE_ORIGIN_NOTIFICATION,
	CORE_ORIGIN_SPAM,
} CoreOrigin;
#define CORE_ORIGINS 9

/* "person", "auto-reply", ...: the word in exports and rules. */
const char *core_origin_name(CoreOrigin origin);
/* All of these words, ended by NULL (static). */
const char *const *core_origin_names(void);

typedef struct {
	char *name;    /* "" where none */
	char *address; /* as written; "" for a broken one */
} CoreAddress;

typedef struct {
	const char *name, *value; /* name as written, value decoded, one line;
	                           * both are part of the header */
} CoreHeader;

typedef struct {
	char *name, *type;
	int64_t size_bytes; /* decoded */
} CoreAttachment;

typedef struct {
	GPtrArray *recipients; /* char * */
	char *status;          /* RFC 3463 "5.1.1", or NULL */
	bool hard;
} CoreBounce;

typedef enum { CORE_UNKNOWN = -1, CORE_NO, CORE_YES } CoreTruth;

#define CORE_MESSAGE_LIST_MAX 10000 /* addresses, ids, bounced recipients */
#define CORE_MESSAGE_FLAGS_MAX 100

/* All strings are valid UTF-8 without controls (core_text_clean), on one line
 * (core_text_line) but for text and own_words; NULL is "unknown" for single
 * strings; arrays are never NULL. Owns all it points to. */
typedef struct {
	char *message_id;       /* without <> */
	GPtrArray *in_reply_to; /* char *, without <> */
	GPtrArray *references;  /* char * */
	int64_t date_at;        /* of the Date header; 0 unknown */
	CoreAddress *from;
	GPtrArray *to, *cc, *reply_to; /* CoreAddress * */
	char *subject;
	CoreOrigin origin;
	char *origin_reason; /* the header or wording that decided */
	char *source;        /* the [source] it matched */
	char *forwarded_by;
	CoreTruth verified;
	char *language;
	char *text;             /* full decoded text */
	char *own_words;        /* the customer's new text */
	GPtrArray *attachments; /* CoreAttachment * */
	GPtrArray *flags;       /* char *, each once */
	CoreBounce *bounce;
	char *loop;         /* value of X-Tribune-Loop; checked in filters */
	GPtrArray *headers; /* CoreHeader *, in order; for rules, not kept */
} CoreMessage;

CoreMessage *core_message_new(void);
void core_message_free(CoreMessage *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreMessage, core_message_free)

CoreAddress *core_address_new(const char *name, const char *address);
CoreAddress *core_address_take(char *name, char *address); /* transfer full */
void core_address_free(CoreAddress *self);
CoreAttachment *core_attachment_new(
    const char *name, const char *type, int64_t size_bytes);
void core_attachment_free(void *self);
CoreHeader *core_header_new(const char *name, const char *value);
/* The same of strings that no NUL ends. */
CoreHeader *core_header_new_len(
    const char *name, size_t name_bytes, const char *value, size_t value_bytes);
/* @value is core_text_is_plain(): it is made one line (core_text_squeeze()). */
CoreHeader *core_header_new_plain(
    const char *name, size_t name_bytes, const char *value, size_t value_bytes);
CoreBounce *core_bounce_new(void);
void core_bounce_free(CoreBounce *self); /* NULL is allowed */

/* Adds @flag ("charset-guessed", "no-date", ...) unless it is there. */
void core_message_flag(CoreMessage *self, const char *flag);
