/* The tables that mail/charset/make-singles writes: what each byte means in
 * each charset of one byte a character that the C library knows. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define MAIL_SINGLES_NAME_BYTES 30
#define MAIL_SINGLES_NONE 0xFFFFU /* what a byte without meaning means */

typedef struct {
	char name[MAIL_SINGLES_NAME_BYTES]; /* in capitals */
	uint16_t table;
} MailSinglesName;

extern const MailSinglesName mail_singles_names[]; /* as strcmp() orders them */
extern const size_t mail_singles_count;            /* of names */
extern const uint16_t mail_singles_tables[][256];  /* of the first plane */
