#include "mail/origin/auth.h"

#include "core/text.h"
#include "mail/header/headers.h"

#include <string.h>

/* Comments may stand anywhere, and may hold what looks like a result; so may
 * quotes, as the sender's address does ("x; dmarc=pass"@evil.example): signs in
 * them are made no signs. */
static char *
without_comments(const char *value)
{
	GString *out = g_string_new(NULL);
	int depth = 0;
	bool quoted = false;

	for (const char *c = value; *c; c++) {
		if (quoted && *c == '\\' && c[1]) {
			c++;
			continue;
		}
		if (*c == '"' && depth == 0)
			quoted = !quoted;
		if (*c == '(' && !quoted)
			depth++;
		if (depth == 0)
			g_string_append_c(out, quoted && !g_ascii_isalnum(*c)
			                           ? '_'
			                           : g_ascii_tolower(*c));
		if (*c == ')' && !quoted && depth > 0)
			depth--;
	}
	return g_string_free(out, FALSE);
}

/* The results (";"-separated, comments gone, lower case) of the header that
 * counts, or NULL. (transfer full) */
static char **
find_results(const CoreMessage *record, const char *authserv_id)
{
	const char *value;

	for (size_t i = 0;
	     (value = mail_header_nth(record, "Authentication-Results", i));
	     i++) {
		g_autofree char *plain = without_comments(value);
		g_auto(GStrv) results = g_strsplit(plain, ";", 64);
		g_autofree char *first = NULL;

		if (!results[0])
			continue;
		/* a version number may follow the id */
		g_strstrip(results[0]);
		first = g_strndup(results[0], strcspn(results[0], " \t"));
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

	result += strspn(result, " \t");
	if (strncmp(result, method, length) != 0)
		return NULL;
	result += length;
	result += strspn(result, " \t");
	if (*result != '=')
		return NULL;
	result++;
	result += strspn(result, " \t");
	return g_strndup(result, strcspn(result, " \t;"));
}

/* Relaxed alignment: the same domain, or one a part of the other. */
static bool
is_aligned(const char *a, const char *b)
{
	g_autofree char *below_a = g_strconcat(".", a, NULL);
	g_autofree char *below_b = g_strconcat(".", b, NULL);

	/* "com" is above all of them */
	if (!strchr(a, '.') || !strchr(b, '.'))
		return false;
	return strcmp(a, b) == 0 || g_str_has_suffix(a, below_b) ||
	       g_str_has_suffix(b, below_a);
}

static bool
property_is_aligned(
    const char *result, const char *property, const char *from_domain)
{
	const char *at = strstr(result, property);

	/* not one inside the value of another */
	while (at && at > result && !strchr(" \t", at[-1]))
		at = strstr(at + 1, property);
	if (!at)
		return false;
	at += strlen(property);
	g_autofree char *value = g_strndup(at, strcspn(at, " \t;"));
	const char *sign = strrchr(value, '@');
	return is_aligned(sign ? sign + 1 : value, from_domain);
}

static CoreTruth
judge_result(const char *result, const char *from_domain)
{
	g_autofree char *dkim = outcome(result, "dkim");
	g_autofree char *spf = outcome(result, "spf");
	const char *word = dkim ? dkim : spf;

	if (!word)
		return CORE_UNKNOWN;
	if (strcmp(word, "pass") == 0) {
		bool is_aligned_pass = dkim
		                           ? property_is_aligned(result,
		                                 "header.d=", from_domain) ||
		                                 property_is_aligned(result,
		                                     "header.i=", from_domain)
		                           : property_is_aligned(result,
		                                 "smtp.mailfrom=", from_domain);

		return is_aligned_pass ? CORE_YES : CORE_UNKNOWN;
	}
	return strcmp(word, "fail") == 0 ? CORE_NO : CORE_UNKNOWN;
}

static bool
has_one_from(const CoreMessage *record)
{
	const char *from = mail_header(record, "From");

	return from && !mail_header_nth(record, "From", 1) && record->from &&
	       *record->from->address;
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
	g_autofree char *domain = core_address_domain(record->from->address);
	for (size_t i = 1; results[i]; i++) {
		g_autofree char *dmarc = outcome(results[i], "dmarc");

		if (dmarc && strcmp(dmarc, "pass") == 0)
			return CORE_YES;
		if (dmarc && strcmp(dmarc, "fail") == 0)
			return CORE_NO;
		CoreTruth one = judge_result(results[i], domain);
		if (judged != CORE_YES && one != CORE_UNKNOWN)
			judged = one;
	}
	return judged;
}
