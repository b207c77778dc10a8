#include "mail/mime/part.h"

#include <string.h>

MailPart *
mail_part_new(MailPartKind kind)
{
	MailPart *self = g_new0(MailPart, 1);

	self->kind = kind;
	return self;
}

void
mail_part_free(MailPart *self)
{
	while (self) {
		MailPart *next = self->next;

		mail_part_free(self->first);
		if (self->fields)
			g_array_unref(self->fields);
		g_free(self);
		self = next;
	}
}

bool
mail_part_is(const MailPart *self, const char *type, const char *subtype)
{
	return mail_span_is(&self->type, type) &&
	       mail_span_is(&self->subtype, subtype);
}

char *
mail_part_type(const MailPart *self)
{
	g_autofree char *type = g_strdup_printf("%.*s/%.*s",
	    (int)self->type.length, self->type.start, (int)self->subtype.length,
	    self->subtype.start);

	return g_ascii_strdown(type, -1);
}
