#include "mail/outlook/rtf-unpack.h"

#include <string.h>

#define PACKED 0x75465A4C /* "LZFu" */
#define STORED 0x414C454D /* "MELA" */
#define WINDOW 4096
#define LENGTH_BITS 4
#define LENGTH_MIN 2

/* What every window begins with (MS-OXRTFCP 2.2.2.1). */
static const char beginning[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New "
    "RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0"
    "\\fs20\\b\\i\\u\\tab\\tx";

typedef struct {
	MailBytes in;
	GString *out;
	size_t max_bytes;
	char window[WINDOW];
	size_t at;   /* in the window: where the next byte goes */
	bool is_cut; /* no more is to be read */
} Unpacker;

static void
put(Unpacker *self, char byte)
{
	self->is_cut |= self->out->len >= self->max_bytes;
	if (self->is_cut)
		return;
	g_string_append_c(self->out, byte);
	self->window[self->at] = byte;
	self->at = (self->at + 1) % WINDOW;
}

/* Returns: false at the end, which refers to the place it is written to. */
static bool
put_reference(Unpacker *self)
{
	MailBytes pair;

	if (!mail_bytes_take(&self->in, 2, &pair)) {
		self->is_cut = true;
		return false;
	}
	size_t both = (size_t)pair.at[0] << 8 | pair.at[1];
	size_t from = both >> LENGTH_BITS;
	size_t length = (both & ((1 << LENGTH_BITS) - 1)) + LENGTH_MIN;
	if (from == self->at)
		return false;
	for (size_t i = 0; i < length; i++)
		put(self, self->window[(from + i) % WINDOW]);
	return true;
}

/* One byte of flags and what the eight of them stand for. */
static bool
unpack_run(Unpacker *self)
{
	MailBytes flags, byte;

	if (!mail_bytes_take(&self->in, 1, &flags)) {
		self->is_cut = true;
		return false;
	}
	for (int bit = 0; bit < 8; bit++) {
		if (*flags.at & 1 << bit) {
			if (!put_reference(self))
				return false;
		} else if (mail_bytes_take(&self->in, 1, &byte)) {
			put(self, (char)*byte.at);
		} else {
			self->is_cut = true;
		}
		if (self->is_cut)
			return false;
	}
	return true;
}

GString *
mail_rtf_unpack(MailBytes packed, size_t max_bytes, bool *ret_cut)
{
	uint32_t size, raw_size, kind, checksum;
	Unpacker self = { .max_bytes = max_bytes,
		.out = g_string_new(NULL),
		.at = sizeof beginning - 1 };

	*ret_cut = false;
	if (!mail_bytes_u32(&packed, &size) ||
	    !mail_bytes_u32(&packed, &raw_size) ||
	    !mail_bytes_u32(&packed, &kind) ||
	    !mail_bytes_u32(&packed, &checksum))
		return self.out;
	memcpy(self.window, beginning, sizeof beginning - 1);
	self.in = packed;
	if (kind == STORED) {
		size_t length = MIN(raw_size, mail_bytes_left(&packed));

		g_string_append_len(self.out, (const char *)packed.at,
		    (gssize)MIN(length, max_bytes));
		self.is_cut = length > max_bytes || length < raw_size;
	} else if (kind == PACKED) {
		while (unpack_run(&self))
			;
	}
	*ret_cut = self.is_cut;
	return self.out;
}
