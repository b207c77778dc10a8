/* The property lists inside TNEF (MS-OXTNEF 2.1.3.4, MS-OXCDATA 2.11). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes still to be read, little-endian. */
typedef struct {
	const uint8_t *at, *end;
} MailBytes;

/* Each takes from the front of @self; false where there is too little, and
 * nothing is taken then. */
bool mail_bytes_u16(MailBytes *self, uint16_t *ret_value);
bool mail_bytes_u32(MailBytes *self, uint32_t *ret_value);
bool mail_bytes_take(MailBytes *self, size_t length, MailBytes *ret_part);

size_t mail_bytes_left(const MailBytes *self);

enum {
	MAIL_MAPI_LONG = 0x0003,
	MAIL_MAPI_OBJECT = 0x000D,
	MAIL_MAPI_STRING8 = 0x001E,
	MAIL_MAPI_UNICODE = 0x001F,
	MAIL_MAPI_BINARY = 0x0102,
};

typedef struct {
	uint16_t id;   /* 0x8000 and above: a named one, whose name is not kept
	                */
	uint16_t type; /* without the bit that says there are several values */
	MailBytes value; /* of several the first; borrowed */
} MailProperty;

/*
 * Calls @property for each property of @list that can be read. Returns: false
 * where the list breaks off.
 */
bool mail_mapi_foreach(MailBytes list,
    void (*property)(const MailProperty *property, void *data), void *data);

/* A string property's text: UTF-8 that may hold controls, without the NUL that
 * ends it. @codepage: of STRING8. Returns: (transfer full). */
char *mail_mapi_text(const MailProperty *property, unsigned codepage);
