#include "core/config.h"

#include "core/config-value.h"

#include <stddef.h>
#include <string.h>

#define ROW(section, struct, field, key, type, fallback, help)                 \
	{                                                                      \
		section, key, type, fallback, help, false,                     \
		    offsetof(struct, field)                                    \
	}
#define NEED(section, struct, field, key, type, help)                          \
	{                                                                      \
		section, key, type, NULL, help, true, offsetof(struct, field)  \
	}
#define LIMIT(field, key, type, fallback, help)                                \
	ROW("limits", CoreLimits, field, key, type, fallback, help)
#define RETENTION(field, key, help)                                            \
	ROW("retention", CoreRetention, field, key, "span 1 month..50 years",  \
	    NULL, help)
#define TRIBUNE(field, key, type, fallback, help)                              \
	ROW("tribune", CoreConfig, field, key, type, fallback, help)
#define MAILBOX(field, key, type, fallback, help)                              \
	ROW("mailbox *", CoreMailbox, field, key, type, fallback, help)
#define SEND(field, key, type, fallback, help)                                 \
	ROW("send", CoreSend, field, key, type, fallback, help)
#define TLS "one of implicit, starttls, none"
#define AUTH "one of password, google, microsoft"
#define URL "web address by https, or http of this machine"
/* How to log in, the same for both kinds of section. */
#define OAUTH(SECTION)                                                         \
	SECTION(server.auth, "auth", AUTH, "password", "how to log in"),       \
	    SECTION(server.oauth.client_id, "client-id", "text", NULL,         \
	        "the app as the provider knows it, for OAuth2"),               \
	    SECTION(server.oauth.client_secret_file, "client-secret-file",     \
	        "file", NULL, "its first line is the app's secret"),           \
	    SECTION(server.oauth.tenant, "tenant", "text", NULL,               \
	        "the directory of auth = microsoft; else common"),             \
	    SECTION(server.oauth.authorize_url, "authorize-url", URL, NULL,    \
	        "where people log in, if not at the provider's"),              \
	    SECTION(server.oauth.token_url, "token-url", URL, NULL,            \
	        "where tokens come from, if not the provider's"),              \
	    SECTION(server.oauth.device_url, "device-url", URL, NULL,          \
	        "where codes come from, if not the provider's")

static const CoreSetting settings[] = {
	TRIBUNE(database, "database", "file", "/var/lib/tribune/tribune.db",
	    "the one database"),
	NEED("tribune", CoreConfig, company, "company", "text",
	    "the company's name, as digests show it"),
	TRIBUNE(domains, "domains", "list of domains", NULL,
	    "our own domains: colleagues, forwards, answers"),
	TRIBUNE(zone_name, "timezone", "time zone", "UTC",
	    "whose weeks and hours count"),
	TRIBUNE(business, "business-hours",
	    "days and hours as monday-friday 09:00-17:30, or always",
	    "monday-friday 09:00-17:30", "when customers are answered"),
	TRIBUNE(holidays, "holidays", "list of dates", NULL,
	    "days without business hours, as 2026-12-25"),
	TRIBUNE(rules, "rules", "file pattern", "/etc/tribune/rules/*.rules",
	    "the files that hold the rules"),
	TRIBUNE(guess, "guess", "one of yes, no", "yes",
	    "weigh signs (TAG? in rules) by how mails of a kind sound"),
	TRIBUNE(customers, "customers", "file", NULL,
	    "a CSV file of address or domain, plan, value"),
	TRIBUNE(authserv_id, "authserv-id", "text", NULL,
	    "whose Authentication-Results we believe"),
	TRIBUNE(operator_address, "operator", "address", NULL,
	    "who hears of trouble"),
	TRIBUNE(encoder, "encoder", "file", "/usr/share/tribune/encoder",
	    "folder of the sentence encoder's weights"),

	NEED("mailbox *", CoreMailbox, server.server, "server", "server name",
	    "the IMAP server"),
	MAILBOX(server.port, "port", "port 1..65535", "993",
	    "143 unless tls is implicit"),
	MAILBOX(server.tls, "tls", TLS, "implicit",
	    "none: for a server on this machine only"),
	MAILBOX(server.ca_file, "ca-file", "file", NULL,
	    "certificates to trust instead of the system's"),
	NEED("mailbox *", CoreMailbox, server.user, "user", "text",
	    "the name to log in with"),
	MAILBOX(server.password_file, "password-file", "file", NULL,
	    "its first line is the password"),
	MAILBOX(server.password_command, "password-command", "text", NULL,
	    "prints the password"),
	OAUTH(MAILBOX),
	MAILBOX(
	    since_at, "since", "date or time", NULL, "older mail is skipped"),
	MAILBOX(folders, "folders", "list of folders", "INBOX",
	    "names, patterns as Support/*, or \\Archive as the server marks "
	    "it"),
	MAILBOX(sent, "sent", "folder", NULL,
	    "the folder of our answers, as Sent or \\Sent"),
	MAILBOX(answers, "answers", "list of folders", NULL,
	    "more such folders, as an archive of blind copies"),
	MAILBOX(bcc_answers, "bcc-answers", "one of yes, no", "no",
	    "blind copies of our answers come to the other folders"),
	MAILBOX(interval_s, "interval", "interval 10s..1d", "60s",
	    "time between two polls"),

	NEED("source *", CoreSource, match, "match", "query",
	    "which mails a machine writes for a person"),
	ROW("source *", CoreSource, customer, "customer",
	    "text: from, reply-to, none, or after \"TEXT\"", "from",
	    "where the customer's address stands"),
	ROW("source *", CoreSource, words, "words",
	    "text: all, or after \"TEXT\" before \"TEXT\"", "all",
	    "where the customer's words stand"),

	NEED("send", CoreSend, server.server, "server", "server name",
	    "the SMTP server"),
	SEND(server.port, "port", "port 1..65535", "587",
	    "465 when tls is implicit"),
	SEND(server.tls, "tls", TLS, "starttls",
	    "none: for a server on this machine only"),
	SEND(server.ca_file, "ca-file", "file", NULL,
	    "certificates to trust instead of the system's"),
	SEND(verp, "verp", "one of yes, no", "no",
	    "a return address for each recipient"),
	SEND(server.user, "user", "text", NULL,
	    "the name to log in with; none: no login"),
	SEND(server.password_file, "password-file", "file", NULL,
	    "its first line is the password"),
	SEND(server.password_command, "password-command", "text", NULL,
	    "prints the password"),
	OAUTH(SEND),
	NEED("send", CoreSend, from_name, "from", "name and address",
	    "whom digests come from"),
	SEND(replies, "replies", "text: name of a mailbox section", NULL,
	    "the mailbox that polls what comes back"),
	SEND(only_to, "only-to", "address", NULL,
	    "everything goes here alone until it is taken out"),

	NEED("manager", CoreConfig, manager_to, "to", "list of addresses",
	    "the editors"),

	ROW("department *", CoreDepartment, name, "name", "text", NULL,
	    "as people know it; else the section's name"),
	NEED("department *", CoreDepartment, to, "to", "list of addresses",
	    "who gets its digest"),
	ROW("department *", CoreDepartment, digest, "digest",
	    "weekday and time", "monday 08:00", "when its digest is due"),
	ROW("department *", CoreDepartment, blocks, "blocks", "list of blocks",
	    NULL, "the blocks of its digest, in order"),

	NEED("executive", CoreExecutive, to, "to", "list of addresses",
	    "who gets escalations and the weekly page"),
	ROW("executive", CoreExecutive, summary, "summary", "weekday and time",
	    "monday 08:30", "when the weekly page is due"),
	ROW("executive", CoreExecutive, quiet_from_minute, "quiet-hours",
	    "span of hours HH:MM-HH:MM", "20:00-07:00",
	    "when escalations wait; none where both are equal"),
	ROW("executive", CoreExecutive, vip, "vip", "query", NULL,
	    "whose mail counts as urgent"),

	RETENTION(raw_months, "raw", "how long mails are kept as they came"),
	RETENTION(text_months, "text", "how long what they say is kept"),
	RETENTION(contact_months, "contacts",
	    "how long after their last mail people are kept"),

	LIMIT(message_bytes, "message-bytes", "size 1KB..1GB", "50MB",
	    "of one mail"),
	LIMIT(fetch_bytes, "fetch-bytes", "size 64KB..64MB", "4MB",
	    "of one part that is fetched and stored"),
	LIMIT(connect_ms, "connect-ms", "duration 100ms..1h", "30s",
	    "for an IMAP server to be reached and to greet"),
	LIMIT(quiet_ms, "quiet-ms", "duration 100ms..1h", "1m",
	    "without a byte from an IMAP server that is to answer"),
	LIMIT(idle_ms, "idle-ms", "duration 100ms..29m", "9m",
	    "before a session that idles speaks again"),
	LIMIT(command_ms, "command-ms", "duration 100ms..1d", "5m",
	    "for an IMAP server's whole answer"),
	LIMIT(headers_bytes, "headers-bytes", "size 1KB..16MB", "256KB",
	    "of a mail's headers"),
	LIMIT(headers, "headers", "number 10..100000", "1000",
	    "headers of a mail"),
	LIMIT(mime_depth, "mime-depth", "number 1..256", "64",
	    "parts within parts"),
	LIMIT(mime_parts, "mime-parts", "number 1..100000", "1000",
	    "parts of a mail"),
	LIMIT(text_bytes, "text-bytes", "size 1KB..16MB", "1MB",
	    "of decoded text that is kept and searched"),
	LIMIT(html_depth, "html-depth", "number 10..1000", "400",
	    "HTML elements within elements"),
	LIMIT(attachment_name_bytes, "attachment-name-bytes", "size 16B..4KB",
	    "255B", "of an attachment's name"),
	LIMIT(parse_ms, "parse-ms", "duration 100ms..5m", "5s",
	    "to read one mail"),
	LIMIT(parse_memory_bytes, "parse-memory-bytes", "size 128MB..16GB",
	    "512MB", "to read one mail"),
	LIMIT(rules, "rules", "number 1..100000", "10000", "rules in all"),
	LIMIT(rule_terms, "rule-terms", "number 1..100000", "1000",
	    "terms of a rule"),
	LIMIT(transaction_rows, "transaction-rows", "number 1..10000", "100",
	    "mails stored in one transaction"),
	LIMIT(transaction_bytes, "transaction-bytes", "size 1MB..1GB", "16MB",
	    "stored in one transaction"),
	LIMIT(free_space_percent, "free-space", "share 0%..50%", "5%",
	    "of the disk; below it no mail is taken"),
	LIMIT(recipients, "recipients", "number 1..1000", "200",
	    "addresses in one list of this file"),
	LIMIT(html_bytes, "html-bytes", "size 10KB..1MB", "100KB",
	    "of one digest"),
	LIMIT(digest_items, "digest-items", "number 1..50", "9",
	    "items of one digest"),
	LIMIT(sends_per_minute, "sends-per-minute", "number 1..10000", "20",
	    "mails sent a minute"),
	{ NULL, NULL, NULL, NULL, NULL, false, 0 },
};

const CoreSetting *
core_config_settings(void)
{
	return settings;
}

void
core_limits_default(CoreLimits *ret_self)
{
	for (const CoreSetting *setting = settings; setting->section;
	     setting++) {
		if (strcmp(setting->section, "limits") != 0)
			continue;
		bool stored = core_config_value_store(
		    setting, "/", setting->fallback, ret_self, NULL);
		g_assert(stored);
	}
}
