#include "filters/patterns/group.h"

#include "filters/patterns/cluster.h"
#include "filters/patterns/label.h"
#include "filters/patterns/letter.h"
#include "filters/patterns/support.h"
#include "filters/patterns/vectors.h"
#include "store/patterns.h"
#include "store/settled.h"

#include <string.h>

#define WINDOW_S (INT64_C(26) * 7 * 86400)
#define MAILS_MAX 20000
#define CUSTOMERS_MIN 2
#define MATTER_BYTES 16384 /* more than what vectors take words of */

/* What is remembered of a mail, whose text is not. */
typedef struct {
	int64_t id, contact_id, received_at, pattern_id;
	char *label; /* what a pattern is called of which it is typical */
} Mail;

/* One cluster on its way to be a pattern. */
typedef struct {
	GArray *members; /* unsigned: mails, oldest first */
	bool accepted;   /* of enough customers */
	StorePattern *pattern;
} Group;

typedef struct {
	const char *company; /* NULL where unknown */
	FilterVectors *vectors;
	GArray *mails;       /* Mail, newest first */
	GPtrArray *groups;   /* Group * */
	GPtrArray *patterns; /* StorePattern * of the accepted */
} Grouping;

static void
mail_clear(void *data)
{
	Mail *self = data;

	g_free(self->label);
}

static void
group_free(void *data)
{
	Group *self = data;

	g_array_unref(self->members);
	g_free(self);
}

static void
pattern_free(void *data)
{
	StorePattern *self = data;

	g_free(self->label);
	g_free(self);
}

static void
grouping_clear(Grouping *self)
{
	filter_vectors_free(self->vectors);
	g_array_unref(self->mails);
	g_ptr_array_unref(self->groups);
	g_ptr_array_unref(self->patterns);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Grouping, grouping_clear)

static const Mail *
mail_at(const Grouping *self, unsigned i)
{
	return &g_array_index(self->mails, Mail, i);
}

/* All mails are read anew at each run: a long one may not cost more each time
 * than others. Returns: (transfer full). */
static char *
beginning(const char *text)
{
	size_t length = strnlen(text, MATTER_BYTES + 1);

	if (length > MATTER_BYTES)
		length =
		    (size_t)(g_utf8_find_prev_char(text, text + MATTER_BYTES) -
		             text);
	return g_strndup(text, length);
}

static void
add_mail(const StorePatternMail *stored, void *data)
{
	Grouping *self = data;
	g_autofree char *title = beginning(stored->subject);
	g_autofree char *words = beginning(stored->own_words);
	Mail mail = { .id = stored->id,
		.contact_id = stored->contact_id,
		.received_at = stored->received_at,
		.pattern_id = stored->pattern_id,
		.label = filter_label(title, words) };
	FilterWriter writer = { stored->name, stored->address, self->company };
	g_autofree char *subject = filter_letter_subject(title, &writer);
	g_autofree char *matter = filter_letter_matter(words, &writer);

	filter_vectors_add(self->vectors, subject, matter, stored->language);
	g_array_append_val(self->mails, mail);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

static bool
has_enough_customers(const Grouping *self, const Group *group)
{
	g_autoptr(GArray) contacts = g_array_new(FALSE, FALSE, sizeof(int64_t));
	unsigned different = 0;

	for (unsigned i = 0; i < group->members->len; i++) {
		unsigned member = g_array_index(group->members, unsigned, i);

		g_array_append_val(contacts, mail_at(self, member)->contact_id);
	}
	g_array_sort(contacts, by_number);
	for (unsigned i = 0; i < contacts->len; i++)
		different +=
		    i == 0 || g_array_index(contacts, int64_t, i) !=
		                  g_array_index(contacts, int64_t, i - 1);
	return different >= CUSTOMERS_MIN;
}

static GArray *
list_writers(const Grouping *self)
{
	GArray *writers = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (unsigned i = 0; i < self->mails->len; i++)
		g_array_append_val(writers, mail_at(self, i)->contact_id);
	return writers;
}

static void
make_groups(Grouping *self)
{
	g_autoptr(GArray) group_of = NULL;
	g_autoptr(GArray) writers = NULL;

	filter_vectors_weigh(self->vectors);
	group_of = filter_cluster(self->vectors);
	writers = list_writers(self);
	filter_support(self->vectors, writers, group_of);
	for (unsigned i = group_of->len; i-- > 0;) {
		unsigned number = g_array_index(group_of, unsigned, i);
		Group *group;

		if (self->groups->len <= number)
			g_ptr_array_set_size(self->groups, (int)number + 1);
		group = self->groups->pdata[number];
		if (!group) {
			group = self->groups->pdata[number] = g_new0(Group, 1);
			group->members =
			    g_array_new(FALSE, FALSE, sizeof(unsigned));
		}
		g_array_append_val(group->members, i);
	}
	for (unsigned i = 0; i < self->groups->len; i++) {
		Group *group = self->groups->pdata[i];

		group->accepted = has_enough_customers(self, group);
	}
}

/* The summed likeness of @member to its whole group. */
static double
centrality(const Grouping *self, GHashTable *sum, unsigned member)
{
	const GArray *vector = filter_vectors_at(self->vectors, member);
	double total = 0;

	for (unsigned i = 0; i < vector->len; i++) {
		const FilterWeight *w = &g_array_index(vector, FilterWeight, i);
		const double *weight =
		    g_hash_table_lookup(sum, GUINT_TO_POINTER(w->term + 1));

		total += w->weight * *weight;
	}
	return total;
}

static void
add_to_sum(GHashTable *sum, const GArray *vector)
{
	for (unsigned i = 0; i < vector->len; i++) {
		const FilterWeight *w = &g_array_index(vector, FilterWeight, i);
		void *key = GUINT_TO_POINTER(w->term + 1);
		double *weight = g_hash_table_lookup(sum, key);

		if (!weight) {
			weight = g_new0(double, 1);
			g_hash_table_insert(sum, key, weight);
		}
		*weight += w->weight;
	}
}

/* The member most like all the others; of equals the oldest. */
static const Mail *
find_typical(const Grouping *self, const Group *group)
{
	g_autoptr(GHashTable) sum =
	    g_hash_table_new_full(NULL, NULL, NULL, g_free);
	const Mail *typical = NULL;
	double most = -1;

	for (unsigned i = 0; i < group->members->len; i++)
		add_to_sum(
		    sum, filter_vectors_at(self->vectors,
		             g_array_index(group->members, unsigned, i)));
	for (unsigned i = 0; i < group->members->len; i++) {
		unsigned member = g_array_index(group->members, unsigned, i);
		double total = centrality(self, sum, member);

		/* What differs by rounding alone is equal. */
		if (total > most + 1e-6) {
			most = total;
			typical = mail_at(self, member);
		}
	}
	return typical;
}

static void
make_pattern(Grouping *self, Group *group)
{
	const GArray *members = group->members;
	const Mail *typical = find_typical(self, group);
	const Mail *oldest = mail_at(self, g_array_index(members, unsigned, 0));
	const Mail *newest =
	    mail_at(self, g_array_index(members, unsigned, members->len - 1));

	group->pattern = g_new0(StorePattern, 1);
	group->pattern->label = g_strdup(typical->label);
	group->pattern->typical_id = typical->id;
	group->pattern->first_at = oldest->received_at;
	group->pattern->last_at = newest->received_at;
	g_ptr_array_add(self->patterns, group->pattern);
}

/* How many mails of a new group were of an old pattern. */
typedef struct {
	unsigned group;
	int64_t pattern_id;
	unsigned mails;
} Overlap;

static int
by_size(const void *a, const void *b)
{
	const Overlap *x = a;
	const Overlap *y = b;

	if (x->mails != y->mails)
		return x->mails < y->mails ? 1 : -1;
	if (x->group != y->group)
		return x->group > y->group ? 1 : -1;
	return (x->pattern_id > y->pattern_id) -
	       (x->pattern_id < y->pattern_id);
}

static void
count_overlaps(const Grouping *self, unsigned number, GArray *overlaps)
{
	const Group *group = self->groups->pdata[number];
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (unsigned i = 0; i < group->members->len; i++) {
		unsigned member = g_array_index(group->members, unsigned, i);

		g_array_append_val(ids, mail_at(self, member)->pattern_id);
	}
	g_array_sort(ids, by_number);
	for (unsigned i = 0, next; i < ids->len; i = next) {
		Overlap overlap = { number, g_array_index(ids, int64_t, i), 0 };

		for (next = i;
		     next < ids->len &&
		     g_array_index(ids, int64_t, next) == overlap.pattern_id;)
			next++;
		overlap.mails = next - i;
		if (overlap.pattern_id != 0)
			g_array_append_val(overlaps, overlap);
	}
}

/* Each old id goes to the group that has most of its mails, the greatest
 * overlap first; a split leaves it with the larger part. */
static void
keep_ids(Grouping *self)
{
	g_autoptr(GArray) overlaps = g_array_new(FALSE, FALSE, sizeof(Overlap));
	g_autoptr(GHashTable) given =
	    g_hash_table_new(g_int64_hash, g_int64_equal);

	for (unsigned i = 0; i < self->groups->len; i++) {
		Group *group = self->groups->pdata[i];

		if (!group->accepted)
			continue;
		make_pattern(self, group);
		count_overlaps(self, i, overlaps);
	}
	g_array_sort(overlaps, by_size);
	for (unsigned i = 0; i < overlaps->len; i++) {
		Overlap *overlap = &g_array_index(overlaps, Overlap, i);
		const Group *group = self->groups->pdata[overlap->group];

		if (group->pattern->id != 0 ||
		    g_hash_table_contains(given, &overlap->pattern_id))
			continue;
		group->pattern->id = overlap->pattern_id;
		g_hash_table_add(given, &overlap->pattern_id);
	}
}

/* Only mails whose pattern is another one than before are written. */
static GArray *
list_moves(const Grouping *self)
{
	GArray *moves = g_array_new(FALSE, FALSE, sizeof(StorePatternMove));

	for (unsigned i = 0; i < self->groups->len; i++) {
		const Group *group = self->groups->pdata[i];

		for (unsigned j = 0; j < group->members->len; j++) {
			const Mail *mail = mail_at(
			    self, g_array_index(group->members, unsigned, j));
			StorePatternMove move = { mail->id, group->pattern };
			int64_t id = group->pattern ? group->pattern->id : 0;

			if (id != mail->pattern_id || (group->pattern && !id))
				g_array_append_val(moves, move);
		}
	}
	return moves;
}

static bool
save(Store *store, void *data, GError **error)
{
	Grouping *self = data;
	g_autoptr(GArray) moves = list_moves(self);

	return store_patterns_save(store, self->patterns, moves, error) &&
	       store_grouped(store, error);
}

bool
filter_group(Store *store, const FilterGroupOptions *options,
    int64_t *ret_patterns, GError **error)
{
	StorePatternRange range = { 0, MAILS_MAX };
	g_auto(Grouping) self = { .company = options->company,
		.vectors = filter_vectors_new(),
		.mails = g_array_new(FALSE, FALSE, sizeof(Mail)),
		.groups = g_ptr_array_new_with_free_func(group_free),
		.patterns = g_ptr_array_new_with_free_func(pattern_free) };

	g_array_set_clear_func(self.mails, mail_clear);
	if (!store_patterns_newest(store, options->now, &range.since, error))
		return false;
	range.since -= WINDOW_S;
	if (!store_patterns_foreach(store, &range, add_mail, &self, error))
		return false;
	make_groups(&self);
	keep_ids(&self);
	return store_transact(store, save, &self, error) &&
	       store_patterns_count(store, ret_patterns, error);
}
