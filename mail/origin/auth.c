#include "mail/origin/auth.h"

#include "core/domain.h"
#include "core/text.h"
#include "mail/header/headers.h"

#include <string.h>

/* Behind the comment that begins at *@at. Quotes count in it, which no grammar
 * says: some servers write the sender's quoted address there as it came, with
 * whatever brackets it holds. */
static void
skip_comment(const char **at)
{
	const char *c = *at;
	int depth = 0;
	bool quoted = false;

	for (; *c && (depth || *c == '('); c++) {
		if (*c == '\\' && c[1])
			c++;
		else if (*c == '"')
			quoted = !quoted;
		else if (!quoted)
			depth += (*c == '(') - (*c == ')');
		if (depth == 0)
			break;
	}
	*at = *c ? c + 1 : c;
}

/* What the quotes that begin at *@at hold: all that is no part of an address is
 * no sign either ("x; dmarc=pass"@evil.example). */
static void
take_quoted(const char **at, GString *out)
{
	const char *c = *at + 1;

	for (; *c && *c != '"'; c++) {
		if (*c == '\\' && c[1])
			c++;
		g_string_append_c(out, g_ascii_isalnum(*c) ||
		                               strchr(".@-+", *c) ||
		                               (unsigned char)*c >= 0x80
		                           ? g_ascii_tolower(*c)
		                           : '_');
	}
	*at = *c ? c + 1 : c;
}

static void
append_blank(GString *out)
{
	if (out->len && !strchr(" =/", out->str[out->len - 1]))
		g_string_append_c(out, ' ');
}

/* @value in lower case, its comments a blank, its quotes gone, and no blanks
 * about the signs of its grammar (RFC 8601 2.2). */
static char *
simplify(const char *value)
{
	GString *out = g_string_new(NULL);

	for (const char *c = value; *c;) {
		if (*c == '(') {
			skip_comment(&c);
			append_blank(out);
		} else if (*c == '"') {
			take_quoted(&c, out);
		} else if (g_ascii_isspace(*c)) {
			append_blank(out);
			c++;
		} else {
			if (strchr("=/;", *c) && out->len &&
			    out->str[out->len - 1] == ' ')
				g_string_truncate(out, out->len - 1);
			g_string_append_c(out, g_ascii_tolower(*c++));
		}
	}
	return g_string_free(out, FALSE);
}

/* The results (";"-separated, simplified) of the header that
 * counts, or NULL. (transfer full) */
static char **
find_results(const CoreMessage *record, const char *authserv_id)
{
	const char *value;

	for (size_t i = 0;
	     (value = mail_header_nth(record, "Authentication-Results", i));
	     i++) {
		g_autofree char *plain = simplify(value);
		g_auto(GStrv) results = g_strsplit(plain, ";", 64);
		g_autofree char *first = NULL;

		if (!results[0])
			continue;
		/* a version number may follow the id */
		g_strstrip(results[0]);
		first = g_strndup(results[0], strcspn(results[0], " "));
		if (g_ascii_strcasecmp(first, authserv_id) == 0)
			return g_steal_pointer(&results);
	}
	return NULL;
}

/* The word behind "method=" at the start of @result, or NULL. */
static char *
outcome(const char *result, const char *method)
{
	size_t length = strlen(method);

	result += strspn(result, " ");
	if (strncmp(result, method, length) != 0)
		return NULL;
	result += length;
	if (*result == '/') /* a version */
		result += 1 + strspn(result + 1, "0123456789");
	return *result == '=' ? g_strndup(result + 1, strcspn(result + 1, " "))
	                      : NULL;
}

/* @domain as the DNS has it. (transfer full) */
static char *
plain_domain(const char *domain)
{
	char *ascii = g_hostname_to_ascii(domain);
	size_t length = ascii ? strlen(ascii) : 0;

	if (length && ascii[length - 1] == '.')
		ascii[length - 1] = '\0';
	return ascii ? ascii : g_strdup("");
}

/* Whether @above is @domain or a part of it that somebody registered: "com" and
 * "co.uk" are above strangers, too. */
static bool
is_above(const char *above, const char *domain)
{
	size_t length = strlen(domain), more = strlen(above);

	return more <= length &&
	       more >= strlen(core_domain_registered(domain)) &&
	       strcmp(domain + length - more, above) == 0 &&
	       (more == length || domain[length - more - 1] == '.');
}

/* Relaxed alignment: the same domain, or one a part of the other. */
static bool
is_aligned(const char *a, const char *b)
{
	return strchr(a, '.') && strchr(b, '.') &&
	       (is_above(a, b) || is_above(b, a));
}

/* The domain in the value of @property (" header.d="), or NULL where @result
 * has none. (transfer full) */
static char *
property_domain(const char *result, const char *property)
{
	const char *at = strstr(result, property);

	if (!at)
		return NULL;
	at += strlen(property);
	at += *at == '<';
	g_autofree char *value = g_strndup(at, strcspn(at, " >"));
	const char *sign = strrchr(value, '@');
	return plain_domain(sign ? sign + 1 : value);
}

static bool
is_about(const char *result, const char *property, const char *from_domain)
{
	g_autofree char *domain = property_domain(result, property);

	return domain && is_aligned(domain, from_domain);
}

/* What @word says, of a result that is about the sender. */
static CoreTruth
truth_of(const char *word)
{
	return strcmp(word, "pass") == 0   ? CORE_YES
	       : strcmp(word, "fail") == 0 ? CORE_NO
	                                   : CORE_UNKNOWN;
}

static CoreTruth
judge_dmarc(const char *result, const char *from_domain)
{
	static const char property[] = " header.from=";
	g_autofree char *word = outcome(result, "dmarc");

	/* of another sender than the one that is read here */
	if (!word || (strstr(result, property) &&
	                 !is_about(result, property, from_domain)))
		return CORE_UNKNOWN;
	return truth_of(word);
}

static CoreTruth
judge_result(const char *result, const char *from_domain)
{
	g_autofree char *dkim = outcome(result, "dkim");
	g_autofree char *spf = outcome(result, "spf");

	if (dkim && (is_about(result, " header.d=", from_domain) ||
	                is_about(result, " header.i=", from_domain)))
		return truth_of(dkim);
	if (spf && is_about(result, " smtp.mailfrom=", from_domain))
		return truth_of(spf);
	return CORE_UNKNOWN;
}

static bool
has_one_from(const CoreMessage *record)
{
	return mail_header(record, "From") && record->from &&
	       *record->from->address &&
	       !g_ptr_array_find_with_equal_func(
	           record->flags, "several-from", g_str_equal, NULL);
}

CoreTruth
mail_auth_judge(const CoreMessage *record, const char *authserv_id)
{
	g_auto(GStrv) results =
	    authserv_id ? find_results(record, authserv_id) : NULL;
	CoreTruth judged = CORE_UNKNOWN;

	if (!results)
		return CORE_UNKNOWN;
	if (!has_one_from(record))
		return CORE_NO;
	g_autofree char *written = core_address_domain(record->from->address);
	g_autofree char *domain = plain_domain(written);
	for (size_t i = 1; results[i]; i++) {
		CoreTruth dmarc = judge_dmarc(results[i], domain);
		CoreTruth one = judge_result(results[i], domain);

		if (dmarc != CORE_UNKNOWN)
			return dmarc;
		if (judged != CORE_YES && one != CORE_UNKNOWN)
			judged = one;
	}
	return judged;
}
