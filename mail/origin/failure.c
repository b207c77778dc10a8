#include "mail/origin/failure.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

/* All words are folded. */

static const char *const dead[] = { "user unknown", "unknown user",
	"user not known", "user not found", "user is unknown", "userunknown",
	"no such user", "no such mailbox", "no such person", "no such address",
	"no such recipient", "no such account", "no such domain",
	"not a valid user", "not a valid recipient", "not a valid mailbox",
	"not a known user", "is not known", "not our customer",
	"does not exist", "doesn't exist", "do not exist", "may not exist",
	"did not exist", "non-existent", "nonexistent", "not exist",
	"recipient unknown", "unknown recipient", "recipient not found",
	"recipient not exist", "recipient name is not recognized",
	"address unknown", "unknown address", "address not found",
	"address is unknown", "address does not", "email address could not be",
	"email address wasn't found", "adresse inconnue", "mailbox not found",
	"mailbox unavailable", "mailbox unknown", "unknown mailbox",
	"no mailbox here", "no mailbox by that name",
	"mailbox is not available", "mailbox does not", "mailbox doesn't",
	"invalid mailbox", "invalid recipient", "invalid user",
	"invalid address", "invalid final delivery", "invalid userid",
	"bad address", "unknown local", "local user unknown", "unknown account",
	"account not found", "account is unknown", "addressee unknown",
	"has moved", "no longer at this", "no longer works", "no longer with",
	"is no longer valid", "no longer available at", "not listed in",
	"not found in directory", "not in directory", "no account by that name",
	"recipient address rejected: access denied", "could not be found at",
	"wasn't found at", "unrouteable address", "unroutable address",
	"unrouteable mail domain", "unrouteable domain", "host unknown",
	"unknown host", "host not found", "domain not found", "domain unknown",
	"unknown domain", "domain is not reachable", "domain must exist",
	"domain does not", "domain name not found", "name or service not known",
	"no mx record", "no mx found", "null mx", "nullmx",
	"domain does not accept mail", "does not accept mail",
	"do not accept mail", "non-existing", "nxdomain", "illegal host/domain",
	"empfanger unbekannt", "unbekannter empfanger", "usuario desconocido",
	"utente sconosciuto", "utilisateur inconnu", "宛先不明",
	"not have an account here", "not have a yahoo.com account",
	"not have a yahoo", "user doesn't have a", "user does not have a",
	"deactivated mailbox", "no mail box", "mail-box not found",
	"bad_recipient", "not an active address", "no valid recipient",
	"disabled or discontinued", "no smtp service",
	"ディレクトリのリストにありません" };

static const char *const alive[] = { "mailbox full", "mailbox is full",
	"mailbox too full", "mailbox size limit", "mailbox exceeded",
	"over quota", "overquota", "quota exceed", "exceeded its quota",
	"exceeded quota", "exceeds quota", "quota violation", "quota full",
	"out of storage", "exceeded storage", "insufficient storage",
	"not enough storage", "not enough disk", "user is over", "disk quota",
	"rate limit", "rate that prevents", "too many messages",
	"message size exceeds", "size exceeded", "message too large", "too big",
	"account disabled", "account is disabled", "is disabled",
	"is suspended", "has been suspended", "account inactive", "is inactive",
	"temporarily disabled", "has been blocked", "is blacklisted",
	"sender address rejected", "sender verify failed", "sender denied",
	"sender rejected", "sender domain" };

static const char *const dead_codes[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6",
	"5.1.10", "5.4.4" };

char *
mail_failure_take_status(const char *text)
{
	size_t subject, detail;

	if (!*text || !strchr("245", *text) || text[1] != '.')
		return NULL;
	subject = strspn(text + 2, "0123456789");
	if (!subject || subject > 3 || text[2 + subject] != '.')
		return NULL;
	detail = strspn(text + 3 + subject, "0123456789");
	if (!detail || detail > 3)
		return NULL;
	return g_strndup(text, 3 + subject + detail);
}

/* 0: "5.0.0", 1: "5.1.0", 2: "5.1.1" */
static int
weight(const char *status)
{
	bool subject = !g_str_has_prefix(status + 1, ".0.");
	bool detail = !g_str_has_suffix(status, ".0");

	return !subject ? 0 : detail ? 2 : 1;
}

/* Whether the code of @length at @at stands by itself in @text. */
static bool
is_alone(const char *text, const char *at, size_t length)
{
	bool starts =
	    at == text || (!g_ascii_isalnum(at[-1]) && !strchr(".-", at[-1]));

	return starts && !g_ascii_isalnum(at[length]) &&
	       (at[length] != '.' || !g_ascii_isdigit(at[length + 1]));
}

/* The first of the codes in @text that says most. */
static char *
find_status(const char *text)
{
	g_autofree char *best = NULL;

	for (const char *at = text; *at && (!best || weight(best) < 2); at++) {
		char *status =
		    strchr("45", *at) ? mail_failure_take_status(at) : NULL;

		/* subjects are 0 to 7 (RFC 3463 3): "4.16.50" is none */
		if (status && status[3] == '.' && status[2] < '8' &&
		    is_alone(text, at, strlen(status)) &&
		    (!best || weight(status) > weight(best))) {
			g_free(best);
			best = g_steal_pointer(&status);
		}
		g_free(status);
	}
	return g_steal_pointer(&best);
}

char *
mail_failure_status(const char *declared, const char *diagnosis)
{
	g_autofree char *said = find_status(diagnosis);

	if (!said || (declared && weight(said) < weight(declared)))
		return g_strdup(declared);
	return g_steal_pointer(&said);
}

/* 503, or the 5.5.1 of RFC 3463 behind another number: DATA came out of turn,
 * since no address had been taken. */
static bool
is_out_of_turn(const char *answer)
{
	const char *end = strchr(answer, '\n');
	const char *code = strstr(answer, " 5.5.1 ");

	return g_str_has_prefix(answer, "<<< 503") ||
	       (code && (!end || code < end));
}

/* Whether a server took the address and refused it after DATA, in
 * @transcript. */
static bool
is_refused_after_data(const char *transcript)
{
	const char *data = strstr(transcript, ">>> DATA");
	const char *answer = data ? strchr(data, '\n') : NULL;

	if (strstr(transcript, "end of DATA command"))
		return true;
	if (!answer)
		return false;
	answer += 1 + strspn(answer + 1, " ");
	return g_str_has_prefix(answer, "<<< 5") && !is_out_of_turn(answer) &&
	       !strstr(answer + 1, "<<< 5");
}

/* Codes of the sender's address, of policy, and of what is wrong with a mailbox
 * that is there (RFC 3463 3.2, 3.3, 3.8). */
static bool
is_live_code(const char *status)
{
	static const char *const codes[] = { "5.1.7", "5.1.8", "5.2.2", "5.2.3",
		"5.3.4" };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (strcmp(status, codes[i]) == 0)
			return true;
	return g_str_has_prefix(status, "5.7.");
}

bool
mail_failure_is_hard(
    const char *status, const char *diagnosis, const char *transcript)
{
	if (status && (*status != '5' || is_live_code(status)))
		return false;
	g_autofree char *folded = mail_fold(diagnosis);
	if (mail_fold_has(folded, alive, G_N_ELEMENTS(alive)) ||
	    is_refused_after_data(transcript))
		return false;
	if (mail_fold_has(folded, dead, G_N_ELEMENTS(dead)))
		return true;
	for (size_t i = 0; status && i < G_N_ELEMENTS(dead_codes); i++)
		if (strcmp(status, dead_codes[i]) == 0)
			return true;
	return false;
}
