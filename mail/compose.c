#include "mail/compose.h"

#include "core/text.h"
#include "mail/error.h"

#include <string.h>

#define LINE_CHARS 76 /* of a header or encoded body line, RFC 2045 6.7 */
/* Within one encoded word; with its frame at most 75, RFC 2047 2. */
#define WORD_CHARS 54

static bool
refuse(const char *what, const char *fault, GError **error)
{
	g_set_error(
	    error, MAIL_ERROR, MAIL_ERROR_COMPOSE, "%s %s", what, fault);
	return false;
}

static bool
is_ascii_line(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

/* Whether @text may stand in a header as it is: words that can be folded, and
 * none that looks encoded. */
static bool
is_plain_text(const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	if (!is_ascii_line(text) || strstr(text, "=?"))
		return false;
	for (char **word = words; *word; word++)
		if (strlen(*word) > LINE_CHARS - 10)
			return false;
	return true;
}

/* Writes the bytes of one character as RFC 2047 4.2 wants them. */
static void
add_word_bytes(GString *out, const char *bytes, size_t length)
{
	for (; length > 0; length--, bytes++)
		if (g_ascii_isalnum(*bytes))
			g_string_append_c(out, *bytes);
		else if (*bytes == ' ')
			g_string_append_c(out, '_');
		else
			g_string_append_printf(
			    out, "=%02X", (unsigned char)*bytes);
}

/* RFC 2047 words of whole characters, parted by blanks. Not base64: some
 * readers join the words before they decode, and stumble over padding. */
static char *
encode_words(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	size_t column = WORD_CHARS;

	while (*text) {
		size_t length = g_utf8_skip[(unsigned char)*text];
		size_t before;

		if (column + 3 * length > WORD_CHARS) {
			g_string_append(
			    out, out->len > 0 ? "?= =?UTF-8?Q?" : "=?UTF-8?Q?");
			column = 0;
		}
		before = out->len;
		add_word_bytes(out, text, length);
		column += out->len - before;
		text += length;
	}
	g_string_append(out, out->len > 0 ? "?=" : "");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Writes one header, folded at blanks. */
static bool
add_header(GString *out, const char *name, const char *value, GError **error)
{
	g_auto(GStrv) words = g_strsplit(value, " ", -1);
	size_t column = strlen(name) + 1;

	if (!is_ascii_line(value))
		return refuse(name, "holds a control or 8-bit byte", error);
	g_string_append_printf(out, "%s:", name);
	for (char **word = words; *word; word++) {
		size_t length = strlen(*word);

		/* A line of blanks alone would end the header block. */
		if (column + 1 + length > LINE_CHARS && length > 0 &&
		    word != words) {
			g_string_append(out, "\r\n");
			column = 0;
		}
		g_string_append_printf(out, " %s", *word);
		column += length + 1;
	}
	g_string_append(out, "\r\n");
	return true;
}

static bool
add_text_header(
    GString *out, const char *name, const char *value, GError **error)
{
	g_autofree char *encoded = NULL;

	/* Encoding would hide them from add_header(), and they would come out
	 * at the reader's end. */
	for (const char *c = value; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return refuse(name, "holds a control byte", error);
	encoded = is_plain_text(value) ? g_strdup(value) : encode_words(value);
	return add_header(out, name, encoded, error);
}

/* A display name as RFC 5322 3.4 wants it. */
static char *
format_name(const char *name)
{
	g_autoptr(GString) out = NULL;

	if (!is_plain_text(name))
		return encode_words(name);
	out = g_string_new("\"");
	for (; *name; name++) {
		if (*name == '"' || *name == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *name);
	}
	g_string_append_c(out, '"');
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool
add_from(GString *out, const MailDraft *draft, GError **error)
{
	g_autofree char *name = NULL;
	g_autofree char *value = NULL;

	if (!core_address_is_plain(draft->from_address))
		return refuse("From", "is not a plain address", error);
	for (const char *c = draft->from_name; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return refuse("From", "holds a control byte", error);
	name = format_name(draft->from_name);
	value = draft->from_name[0]
	            ? g_strdup_printf("%s <%s>", name, draft->from_address)
	            : g_strdup(draft->from_address);
	return add_header(out, "From", value, error);
}

char *
mail_date_format(int64_t at)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);

	g_assert(time); /* the clock is checked where it is set */
	return g_strdup_printf("%s, %d %s %d %02d:%02d:%02d +0000",
	    days[g_date_time_get_day_of_week(time) - 1],
	    g_date_time_get_day_of_month(time),
	    months[g_date_time_get_month(time) - 1], g_date_time_get_year(time),
	    g_date_time_get_hour(time), g_date_time_get_minute(time),
	    g_date_time_get_second(time));
}

static bool
add_headers(GString *out, const MailDraft *draft, GError **error)
{
	g_autofree char *date = mail_date_format(draft->date_at);
	g_autofree char *id = g_strdup_printf("<%s>", draft->message_id);

	if (!core_address_is_plain(draft->message_id))
		return refuse("Message-ID", "is not plain", error);
	if (!core_address_is_plain(draft->to))
		return refuse("To", "is not a plain address", error);
	if (!add_from(out, draft, error) ||
	    !add_header(out, "To", draft->to, error) ||
	    !add_text_header(out, "Subject", draft->subject, error) ||
	    !add_header(out, "Date", date, error) ||
	    !add_header(out, "Message-ID", id, error))
		return false;
	for (const MailHeader *header = draft->headers; header && header->name;
	     header++)
		if (!add_header(out, header->name, header->value, error))
			return false;
	return add_header(out, "MIME-Version", "1.0", error);
}

static bool
is_quoted(const char *text, size_t column)
{
	const unsigned char c = (unsigned char)*text;
	bool last = text[1] == '\n' || text[1] == '\0';

	if (c == ' ' || c == '\t')
		return last;
	if (c < 0x21 || c > 0x7e || c == '=')
		return true;
	/* What old gateways change: a lone dot and mbox's "From ". */
	return column == 0 && (c == '.' || g_str_has_prefix(text, "From "));
}

/* RFC 2045 6.7, on text with LF line ends. */
static void
add_quoted(GString *out, const char *text)
{
	size_t column = 0;

	for (; *text; text++) {
		bool quoted = is_quoted(text, column);
		size_t width = quoted ? 3 : 1;

		if (*text == '\n') {
			g_string_append(out, "\r\n");
			column = 0;
			continue;
		}
		if (column + width > LINE_CHARS - 1) {
			g_string_append(out, "=\r\n");
			column = 0;
			quoted = is_quoted(text, column);
			width = quoted ? 3 : 1;
		}
		if (quoted)
			g_string_append_printf(
			    out, "=%02X", (unsigned char)*text);
		else
			g_string_append_c(out, *text);
		column += width;
	}
	if (column > 0)
		g_string_append(out, "\r\n");
}

size_t
mail_quoted_size(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	add_quoted(out, text);
	return out->len;
}

static void
add_base64(GString *out, GBytes *bytes)
{
	size_t length;
	const unsigned char *data = g_bytes_get_data(bytes, &length);
	g_autofree char *text = g_base64_encode(data, length);
	size_t left = strlen(text);

	for (const char *line = text; left > 0;) {
		size_t take = MIN(left, LINE_CHARS);

		g_string_append_len(out, line, (ssize_t)take);
		g_string_append(out, "\r\n");
		line += take;
		left -= take;
	}
}

static void
add_text_part(GString *out, const char *type, const char *text)
{
	g_string_append_printf(out,
	    "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    type);
	add_quoted(out, text);
}

static bool
add_image(GString *out, const MailImage *image, GError **error)
{
	if (!core_address_is_plain(image->cid))
		return refuse("Content-ID", "is not plain", error);
	if (!is_ascii_line(image->name) || strpbrk(image->name, "\"\\"))
		return refuse("file name", "is not plain", error);
	g_string_append_printf(out,
	    "Content-Type: image/png\r\n"
	    "Content-ID: <%s>\r\n"
	    "Content-Disposition: inline; filename=\"%s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n",
	    image->cid, image->name);
	add_base64(out, image->png);
	return true;
}

/* "=_" occurs in neither quoted-printable nor base64. */
static char *
make_boundary(const MailDraft *draft, const char *part)
{
	g_autofree char *key =
	    g_strdup_printf("%s %s", part, draft->message_id);
	g_autofree char *hash =
	    g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);

	return g_strdup_printf("=_%.24s", hash);
}

static bool
add_related(GString *out, const MailDraft *draft, GError **error)
{
	g_autofree char *boundary = make_boundary(draft, "related");

	if (!draft->images || draft->images->len == 0) {
		add_text_part(out, "html", draft->html);
		return true;
	}
	g_string_append_printf(out,
	    "Content-Type: multipart/related; type=\"text/html\";\r\n"
	    " boundary=\"%s\"\r\n\r\n--%s\r\n",
	    boundary, boundary);
	add_text_part(out, "html", draft->html);
	for (unsigned i = 0; i < draft->images->len; i++) {
		g_string_append_printf(out, "\r\n--%s\r\n", boundary);
		if (!add_image(out, draft->images->pdata[i], error))
			return false;
	}
	g_string_append_printf(out, "\r\n--%s--\r\n", boundary);
	return true;
}

GBytes *
mail_compose(const MailDraft *draft, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *boundary = make_boundary(draft, "alternative");

	if (!add_headers(out, draft, error))
		return NULL;
	g_string_append_printf(out,
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"%s\"\r\n\r\n--%s\r\n",
	    boundary, boundary);
	add_text_part(out, "plain", draft->text);
	g_string_append_printf(out, "\r\n--%s\r\n", boundary);
	if (!add_related(out, draft, error))
		return NULL;
	g_string_append_printf(out, "\r\n--%s--\r\n", boundary);
	return g_string_free_to_bytes(g_steal_pointer(&out));
}
