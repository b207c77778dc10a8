/* Tries each row of the tables of docs/rules.md as it stands there. */
#include "filters/rules/match.h"

#include "core/units.h"
#include "filters/error.h"
#include "filters/rules/query.h"
#include "filters/rules/rules.h"
#include "filters/rules/tagger.h"
#include "store/held.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW 1000000

/* What a mail of the document is. */
typedef struct {
	CoreMessage *message;
	char **mailboxes;
	char *type, *stage;
	FilterSubject subject;
} Mail;

static void
mail_clear(Mail *self)
{
	core_message_free(self->message);
	g_strfreev(self->mailboxes);
	g_free(self->type);
	g_free(self->stage);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Mail, mail_clear)

static char *
take_off(const char *text, const char *mark)
{
	return g_strstrip(g_strdup(text + strlen(mark)));
}

/* "Ann Lee <ann@x.example>" or an address alone. */
static CoreAddress *
address_new(const char *text)
{
	g_auto(GStrv) parts = g_strsplit_set(text, "<>", 3);

	if (!parts[1])
		return core_address_new("", g_strstrip(parts[0]));
	return core_address_new(g_strstrip(parts[0]), parts[1]);
}

static void
add_addresses(GPtrArray *list, const char *text)
{
	g_auto(GStrv) entries = g_strsplit(text, ",", -1);

	for (char **entry = entries; *entry; entry++)
		g_ptr_array_add(list, address_new(g_strstrip(*entry)));
}

static void
add_header(CoreMessage *message, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "=", 2);

	g_ptr_array_add(message->headers, core_header_new(parts[0], parts[1]));
}

static int64_t
seconds_of(const char *text)
{
	int64_t ms;

	g_assert_true(core_duration_parse(text, &ms, NULL));
	return ms / 1000;
}

/* Sets what @name says of @mail. Returns: false for a text field. */
static bool
set_about(Mail *mail, const char *name, const char *value)
{
	if (strcmp(name, "type") == 0)
		mail->subject.contact_type = mail->type = g_strdup(value);
	else if (strcmp(name, "stage") == 0)
		mail->subject.contact_stage = mail->stage = g_strdup(value);
	else if (strcmp(name, "mailbox") == 0)
		mail->subject.mailboxes = mail->mailboxes =
		    g_strsplit(value, ", ", -1);
	else if (strcmp(name, "size") == 0)
		mail->subject.size_bytes = g_ascii_strtoll(value, NULL, 10);
	else if (strcmp(name, "age") == 0)
		mail->subject.received_at = NOW - seconds_of(value);
	else
		return false;
	return true;
}

static void
set_part(Mail *mail, const char *name, const char *value)
{
	CoreMessage *message = mail->message;
	const struct {
		const char *name;
		char **text;
	} texts[] = {
		{ "subject", &message->subject },
		{ "words", &message->own_words },
		{ "text", &message->text },
		{ "lang", &message->language },
		{ "source", &message->source },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(name, texts[i].name) == 0) {
			*texts[i].text = g_strcompress(value);
			return;
		}
	if (strcmp(name, "from") == 0)
		message->from = address_new(value);
	else if (strcmp(name, "to") == 0)
		add_addresses(message->to, value);
	else if (strcmp(name, "cc") == 0)
		add_addresses(message->cc, value);
	else if (strcmp(name, "header") == 0)
		add_header(message, value);
	else if (strcmp(name, "attachment") == 0)
		g_ptr_array_add(message->attachments,
		    core_attachment_new(value, "application/octet-stream", 1));
	else if (!set_about(mail, name, value))
		g_error("a mail has no '%s'", name);
}

/* "subject: Hello; words: It crashes." */
static void
mail_init(Mail *mail, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "; ", -1);

	mail->message = core_message_new();
	mail->subject = (FilterSubject){
		.message = mail->message, .now = NOW, .received_at = NOW
	};
	for (char **part = parts; *part; part++) {
		g_auto(GStrv) pair = g_strsplit(*part, ":", 2);

		set_part(mail, pair[0], g_strstrip(pair[1]));
	}
	if (mail->message->own_words && !mail->message->text)
		mail->message->text = g_strdup(mail->message->own_words);
}

/* "yes", "no", "given up", or "fault: " and all that was told. */
static char *
outcome_of(const char *condition, const char *mail_text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rules =
	    g_ptr_array_new_with_free_func(filter_rule_free);
	CoreQuery *when = filter_query_parse(condition, 1, &error);
	g_autoptr(FilterMatcher) matcher = NULL;
	g_autoptr(GPtrArray) matches = NULL;
	g_auto(Mail) mail = { 0 };
	bool limited = false;

	if (!when)
		return g_strconcat("fault: ", error->message, NULL);
	g_ptr_array_add(rules, filter_rule_new("t", when));
	matcher = filter_matcher_new(rules, &error);
	g_assert_no_error(error);
	mail_init(&mail, mail_text);
	matches = filter_matcher_match(matcher, &mail.subject, &limited);
	return g_strdup(limited ? "given up" : matches->len ? "yes" : "no");
}

/* "a.rules: HEAD = CONDITION; HEAD = CONDITION; b.rules: ..." into files. */
static void
write_rules(const char *folder, const char *text)
{
	g_auto(GStrv) rules = g_strsplit(text, "; ", -1);
	g_autofree char *path = NULL;
	g_autoptr(GString) file = g_string_new(NULL);

	for (char **rule = rules; *rule; rule++) {
		const char *head = *rule;
		const char *name_end = strstr(head, ".rules: ");
		g_auto(GStrv) parts = NULL;

		if (name_end) {
			g_autofree char *name = g_strndup(
			    head, (size_t)(name_end - head) + strlen(".rules"));
			g_free(path);
			path = g_build_filename(folder, name, NULL);
			g_string_truncate(file, 0);
			head = name_end + strlen(".rules: ");
		}
		parts = g_strsplit(head, " = ", 2);
		g_string_append_printf(file, "%s\n  %s\n", parts[0], parts[1]);
		g_assert_true(g_file_set_contents(path, file->str, -1, NULL));
	}
}

static CoreConfig *
config_new(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "t.conf", NULL);
	CoreConfig *config;
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(path,
	    "[tribune]\ndatabase = t.db\ncompany = Tideway\n"
	    "domains = tideway.example\nrules = *.rules\n",
	    -1, NULL));
	config = core_config_load(path, &error);
	g_assert_no_error(error);
	return config;
}

/* "bug (high) idea -> product qa". */
static char *
show_held(const StoreHeld *held)
{
	static const char *const urgencies[] = { "", " (high)", " (now)" };
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < held->tags->len; i++) {
		const StoreTag *tag = held->tags->pdata[i];

		g_string_append_printf(
		    out, "%s%s ", tag->tag, urgencies[tag->urgency]);
	}
	g_string_append(out, "->");
	for (unsigned i = 0; i < held->departments->len; i++)
		g_string_append_printf(
		    out, " %s", (const char *)held->departments->pdata[i]);
	return g_string_free(out, FALSE);
}

static void
remove_folder(char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_assert_cmpint(g_remove(path), ==, 0);
	}
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_free(folder);
}

/* The tags and departments that rules give, or "fault: ". */
static char *
outcome_of_rules(const char *rules_text, const char *mail_text)
{
	char *folder = g_dir_make_tmp("tribune-semantics-XXXXXX", NULL);
	g_autoptr(CoreConfig) config = config_new(folder);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(FilterTagger) tagger = NULL;
	g_autoptr(GPtrArray) tags = NULL;
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(StoreHeld) held = NULL;
	g_auto(Mail) mail = { 0 };

	write_rules(folder, rules_text);
	rules = filter_rules_load(config, &error);
	remove_folder(folder);
	if (!rules)
		return g_strconcat("fault: ", error->message, NULL);
	tagger = filter_tagger_new(
	    &(FilterTaggerOptions){ .rules = rules, .guess = true }, &error);
	g_assert_no_error(error);
	mail_init(&mail, mail_text);
	tags = filter_tagger_run(tagger, &mail.subject, NULL);
	held = store_held_new(tags, none);
	return show_held(held);
}

/* A cell without blanks round it, backquotes and the escape of '|'. */
static char *
clean_cell(const char *cell)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(cell));
	size_t length = strlen(trimmed);
	GString *clean = g_string_new(trimmed);

	if (length >= 2 && trimmed[0] == '`' && trimmed[length - 1] == '`') {
		g_string_truncate(clean, length - 1);
		g_string_erase(clean, 0, 1);
	}
	g_string_replace(clean, "\x01", "|", 0);
	return g_string_free(clean, FALSE);
}

/* The cells of a row, or NULL for what is none. */
static char **
cells_of(const char *line)
{
	g_autoptr(GString) row = g_string_new(line);
	char **cells;

	if (*line != '|')
		return NULL;
	g_string_replace(row, "\\|", "\x01", 0);
	cells = g_strsplit(row->str, "|", -1);
	for (char **cell = cells; *cell; cell++) {
		char *clean = clean_cell(*cell);
		g_free(*cell);
		*cell = clean;
	}
	return cells;
}

/* What was told may be longer than what the document says of it. */
static bool
is_as_said(const char *outcome, const char *said)
{
	if (!g_str_has_prefix(said, "fault: "))
		return strcmp(outcome, said) == 0;
	g_autofree char *words = take_off(said, "fault: ");
	return g_str_has_prefix(outcome, "fault: ") && strstr(outcome, words);
}

typedef char *(*Try)(const char *what, const char *mail);

/* What the rows below a head say. */
static Try
try_of(char **head)
{
	if (strcmp(head[1], "condition") == 0)
		return outcome_of;
	return strcmp(head[1], "rules") == 0 ? outcome_of_rules : NULL;
}

static void
test_each_row_holds(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path =
	    g_build_filename(top ? top : ".", "docs", "rules.md", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	Try try = NULL;
	bool below = false;
	int rows = 0, wrong = 0;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) cells = cells_of(*line);
		g_autofree char *outcome = NULL;

		if (!cells || !below) {
			try = cells ? try_of(cells) : NULL;
			below = cells != NULL;
			continue;
		}
		if (!try || g_str_has_prefix(cells[1], "---"))
			continue;
		outcome = try(cells[1], cells[2]);
		rows++;
		if (is_as_said(outcome, cells[3]))
			continue;
		g_test_message("%s\nbut: %s", *line, outcome);
		wrong++;
	}
	g_assert_cmpint(wrong, ==, 0);
	g_assert_cmpint(rows, >, 100);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/semantics/rows", test_each_row_holds);
	return g_test_run();
}
