#include "store/labels.h"

#include "store/tags.h"
#include "store/test-rows.h"

/* One message with two tags by rules: bug to qa, idea to product. */
static void
set_up(TestStore *self, const void *data)
{
	test_rows_set_up(self, data);
	(void)test_rows_add(self->store, &(TestRow){ .subject = "Hello" });
	test_rows_run(self->store,
	    "INSERT INTO tag (message_id, tag, by, rule, urgency, spans,"
	    " departments) VALUES"
	    " (1, 'bug', 0, 'bug#2', 2, '[\"crash\"]', '[\"qa\"]'),"
	    " (1, 'idea', 0, 'idea', 0, '[]', '[\"product\"]');"
	    "INSERT INTO routing VALUES (1, 'qa'), (1, 'product')");
}

typedef struct {
	const char *tag; /* NULL: departments */
	bool holds;
	const char *departments; /* parted by blanks */
} Said;

typedef struct {
	StoreLabel label;
	bool known;
} Request;

static bool
add(Store *store, void *data, GError **error)
{
	Request *request = data;

	return store_label_add(store, &request->label, &request->known, error);
}

static bool
say(TestStore *place, int64_t id, const Said *said)
{
	g_auto(GStrv) departments =
	    g_strsplit(said->departments ? said->departments : "", " ", -1);
	g_autofree char *tag = g_strdup(said->tag);
	Request request = { .label = { .message_id = id,
		                .tag = tag,
		                .holds = said->holds,
		                .departments = departments,
		                .author = (char[]){ "ann@x.example" },
		                .labelled_at = 7 } };
	g_autoptr(GError) error = NULL;

	g_assert_true(store_transact(place->store, add, &request, &error));
	g_assert_no_error(error);
	return request.known;
}

/* "bug/rule idea/person qa product": tags, then departments. */
static char *
state(const TestStore *place)
{
	static const char *const all[] = { "finance", "pr", "product", "qa" };
	g_autoptr(GPtrArray) tags = store_tags_new();
	GString *out = g_string_new(NULL);

	g_assert_true(store_tags_read(place->store, 1, tags, NULL));
	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];

		g_string_append_printf(
		    out, "%s/%s ", tag->tag, store_by_name(tag->by));
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		g_autofree char *sql = g_strdup_printf(
		    "SELECT count(*) FROM routing WHERE department = '%s'",
		    all[i]);

		if (test_rows_int(place->store, sql))
			g_string_append_printf(out, "%s ", all[i]);
	}
	g_string_truncate(out, out->len ? out->len - 1 : 0);
	return g_string_free(out, FALSE);
}

static void
test_a_person_holds_over_rules(TestStore *place, const void *data)
{
	static const struct {
		Said said;
		const char *state;
	} steps[] = {
		{ { "bug", false, "" }, "idea/rule product" },
		{ { "praise", true, "pr" },
		    "idea/rule praise/person pr product" },
		{ { NULL, true, "finance" },
		    "idea/rule praise/person finance" },
		{ { "idea", false, "" }, "praise/person finance" },
		{ { NULL, true, "" }, "praise/person" },
		{ { NULL, false, "" }, "praise/person pr" },
		{ { "praise", false, "" }, "" },
		/* The opposite brings back what was found, and its words. */
		{ { "bug", true, "" }, "bug/person qa" },
	};
	g_autoptr(GPtrArray) tags = store_tags_new();
	const StoreTag *tag;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_assert_true(say(place, 1, &steps[i].said));
		g_autofree char *found = state(place);
		g_assert_cmpstr(found, ==, steps[i].state);
	}
	g_assert_true(store_tags_read(place->store, 1, tags, NULL));
	tag = tags->pdata[0];
	g_assert_cmpstr(tag->rule, ==, "bug#2");
	g_assert_cmpint(tag->urgency, ==, STORE_URGENCY_NOW);
	g_assert_cmpstr(tag->spans[0], ==, "crash");
}

static bool
save_new(Store *store, void *data, GError **error)
{
	return store_tags_save(store, 1, data, error);
}

static void
add_tag(GPtrArray *tags, const char *name, double probability)
{
	StoreTag *tag = g_new0(StoreTag, 1);

	tag->tag = g_strdup(name);
	tag->by = probability > 0 ? STORE_BY_MODEL : STORE_BY_RULE;
	tag->rule = probability > 0 ? NULL : g_strdup(name);
	tag->departments = g_strsplit("qa", " ", -1);
	tag->probability = probability;
	g_ptr_array_add(tags, tag);
}

/* Whatever rules and models find later. */
static void
test_a_label_outlives_what_is_found(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) found = store_tags_new();
	g_autoptr(GPtrArray) denied = store_tags_new();
	g_autoptr(GPtrArray) tags = store_tags_new();
	g_autofree char *after = NULL;
	const StoreTag *tag;

	(void)data;
	(void)say(place, 1, &(Said){ "bug", false, "" });
	(void)say(place, 1, &(Said){ "praise", true, "pr" });
	add_tag(found, "bug", 0);
	add_tag(found, "login", 0.75);
	add_tag(found, "praise", 0.5);
	g_assert_true(store_transact(place->store, save_new, found, NULL));
	after = state(place);
	g_assert_cmpstr(after, ==, "login/model praise/person qa");
	g_assert_true(store_tags_denied(place->store, 1, denied, NULL));
	g_assert_cmpuint(denied->len, ==, 1);
	g_assert_true(store_tags_found(place->store, 1, tags, NULL));
	g_assert_cmpuint(tags->len, ==, 3);
	g_ptr_array_set_size(tags, 0);
	g_assert_true(store_tags_read(place->store, 1, tags, NULL));
	tag = tags->pdata[0];
	g_assert_cmpfloat(tag->probability, ==, 0.75);
}

/* Also where a sign, which is a rule, gave it its name. */
static void
test_a_guess_stays_one(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) denied = store_tags_new();
	g_autofree char *after = NULL;

	(void)data;
	test_rows_run(place->store,
	    "UPDATE tag SET by = 2, probability = 0.75 WHERE tag = 'bug'");
	(void)say(place, 1, &(Said){ "praise", true, "" });
	after = state(place);
	g_assert_cmpstr(
	    after, ==, "bug/model idea/rule praise/person product qa");
	(void)say(place, 1, &(Said){ "bug", false, "" });
	g_assert_true(store_tags_denied(place->store, 1, denied, NULL));
	g_assert_cmpint(
	    ((const StoreTag *)denied->pdata[0])->by, ==, STORE_BY_MODEL);
}

static void
test_only_what_is_read_is_labelled(TestStore *place, const void *data)
{
	(void)data;
	test_rows_run(place->store, "UPDATE message SET state = 0");
	g_assert_false(say(place, 1, &(Said){ "bug", true, "" }));
	g_assert_false(say(place, 99, &(Said){ "bug", true, "" }));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM label"), ==, 0);
}

static void
test_history_is_kept(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) labels = NULL;
	const StoreLabel *label;

	(void)data;
	(void)say(place, 1, &(Said){ "bug", false, "" });
	(void)say(place, 1, &(Said){ NULL, true, "pr qa" });
	(void)say(place, 1, &(Said){ "bug", true, "" });
	g_assert_true(store_labels_list(place->store, 1, &labels, NULL));
	g_assert_cmpuint(labels->len, ==, 3);
	label = labels->pdata[1];
	g_assert_null(label->tag);
	g_assert_cmpstr(label->departments[1], ==, "qa");
	g_assert_cmpstr(label->author, ==, "ann@x.example");
	g_assert_cmpint(label->labelled_at, ==, 7);
}

static bool
note(int64_t id, bool holds, void *data, GError **error)
{
	(void)error;
	g_string_append_printf(
	    data, "%s%" G_GINT64_FORMAT " ", holds ? "+" : "-", id);
	return true;
}

static void
test_the_last_word_is_the_example(TestStore *place, const void *data)
{
	g_autoptr(GString) examples = g_string_new(NULL);

	(void)data;
	(void)test_rows_add(place->store, &(TestRow){ .subject = "Two" });
	(void)test_rows_add(place->store, &(TestRow){ .subject = "Three" });
	(void)say(place, 3, &(Said){ "bug", true, "" });
	(void)say(place, 1, &(Said){ "bug", true, "" });
	(void)say(place, 1, &(Said){ "bug", false, "" });
	(void)say(place, 2, &(Said){ "idea", true, "" });
	g_assert_true(
	    store_labels_foreach(place->store, "bug", note, examples, NULL));
	g_assert_cmpstr(examples->str, ==, "-1 +3 ");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/labels/over-rules", test_a_person_holds_over_rules },
		{ "/store/labels/outlive",
		    test_a_label_outlives_what_is_found },
		{ "/store/labels/guess", test_a_guess_stays_one },
		{ "/store/labels/unread", test_only_what_is_read_is_labelled },
		{ "/store/labels/history", test_history_is_kept },
		{ "/store/labels/examples", test_the_last_word_is_the_example },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, set_up, tests[i].run,
		    test_rows_tear_down);
	return g_test_run();
}
