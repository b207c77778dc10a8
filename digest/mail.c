#include "digest/render.h"

#include "mail/compose.h"

static void
free_image(void *data)
{
	MailImage *image = data;

	g_free(image->cid);
	g_free(image->name);
	g_bytes_unref(image->png);
	g_free(image);
}

DigestMail *
digest_mail_new(void)
{
	DigestMail *self = g_new0(DigestMail, 1);

	self->images = g_ptr_array_new_with_free_func(free_image);
	return self;
}

void
digest_mail_free(DigestMail *self)
{
	if (!self)
		return;
	g_free(self->subject);
	g_free(self->html);
	g_free(self->text);
	g_ptr_array_unref(self->images);
	g_free(self);
}

char *
digest_mail_image(
    DigestMail *self, const DigestView *view, const char *name, GBytes *png)
{
	MailImage *image;

	if (!view->image_key) {
		size_t length;
		const unsigned char *data = g_bytes_get_data(png, &length);
		g_autofree char *base64 = g_base64_encode(data, length);

		g_bytes_unref(png);
		return g_strdup_printf("data:image/png;base64,%s", base64);
	}
	image = g_new0(MailImage, 1);
	image->cid = g_strdup_printf("%s.%s", name, view->image_key);
	image->name = g_strdup_printf("%s.png", name);
	image->png = png;
	g_ptr_array_add(self->images, image);
	return g_strdup_printf("cid:%s", image->cid);
}

const char *
digest_section_title(DigestSection section)
{
	switch (section) {
	case DIGEST_FIRST:
		return "Needs your answer";
	case DIGEST_WATCH:
		return "Good to know";
	case DIGEST_GOOD:
		return "Good to hear";
	case DIGEST_GONE:
		return "Gone quiet";
	}
	g_assert_not_reached();
}
