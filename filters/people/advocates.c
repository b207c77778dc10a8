#include "filters/people/advocates.h"

#include <string.h>

#define MONTH_S (30 * 86400)
#define MOST_PRAISE 3

static const char *const names[] = { "referral", "answer", "testimonial",
	"content", "praise" };
static const int points[] = { 5, 5, 4, 3, 1 };

/* What tags show; "testimonial/recommend" stands before its kind. */
static const struct {
	const char *tag;
	FilterAdvocateKind kind;
} shows[] = {
	{ "advice", FILTER_ADVOCATE_ANSWER },
	{ "testimonial/recommend", FILTER_ADVOCATE_REFERRAL },
	{ "testimonial", FILTER_ADVOCATE_TESTIMONIAL },
	{ "ugc", FILTER_ADVOCATE_CONTENT },
	{ "praise", FILTER_ADVOCATE_PRAISE },
};

/* While it is gathered. */
typedef struct {
	FilterAdvocate is;
	GHashTable *mails;  /* message id to its kind + 1 */
	GHashTable *months; /* those with a mail */
	int64_t complained_at;
} Candidate;

const char *
filter_advocate_kind_name(FilterAdvocateKind kind)
{
	return names[kind];
}

static void
candidate_free(void *data)
{
	Candidate *self = data;

	g_hash_table_unref(self->mails);
	g_hash_table_unref(self->months);
	g_free(self);
}

static Candidate *
candidate_of(GHashTable *candidates, int64_t person_id)
{
	Candidate *self = g_hash_table_lookup(candidates, &person_id);

	if (self)
		return self;
	self = g_new0(Candidate, 1);
	self->is.contact_id = person_id;
	self->mails =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	self->months = g_hash_table_new(g_direct_hash, g_direct_equal);
	g_hash_table_insert(
	    candidates, g_memdup2(&person_id, sizeof(person_id)), self);
	return self;
}

static FilterAdvocateKind
kind_of(const char *tag)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(shows); i++)
		if (g_str_has_prefix(tag, shows[i].tag))
			return shows[i].kind;
	g_assert_not_reached();
}

/* A mail counts once, as the weightiest kind that it shows. */
static void
add_evidence(const StoreEvidence *evidence, void *data)
{
	Candidate *self = candidate_of(data, evidence->person_id);
	unsigned kind = kind_of(evidence->tag);
	void *known = g_hash_table_lookup(self->mails, &evidence->message_id);

	if (known && GPOINTER_TO_UINT(known) <= kind + 1)
		return;
	if (known)
		self->is.counts[GPOINTER_TO_UINT(known) - 1]--;
	self->is.counts[kind]++;
	g_hash_table_insert(self->mails,
	    g_memdup2(&evidence->message_id, sizeof(int64_t)),
	    GUINT_TO_POINTER(kind + 1));
	g_hash_table_add(self->months,
	    GINT_TO_POINTER((int)(evidence->received_at / MONTH_S)));
	if (!self->is.first_at || evidence->received_at < self->is.first_at)
		self->is.first_at = evidence->received_at;
	self->is.last_at = MAX(self->is.last_at, evidence->received_at);
}

static void
add_complaint(const StoreEvidence *evidence, void *data)
{
	Candidate *self = g_hash_table_lookup(data, &evidence->person_id);

	if (self)
		self->complained_at =
		    MAX(self->complained_at, evidence->received_at);
}

/* Ids grow with time: the largest is the latest. */
static int64_t
best_mail(const Candidate *self)
{
	GHashTableIter iter;
	void *key, *value;
	unsigned best_kind = FILTER_ADVOCATE_KINDS + 1;
	int64_t best = 0;

	g_hash_table_iter_init(&iter, self->mails);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		unsigned kind = GPOINTER_TO_UINT(value);
		int64_t id = *(int64_t *)key;

		if (kind < best_kind || (kind == best_kind && id > best)) {
			best_kind = kind;
			best = id;
		}
	}
	return best;
}

static FilterAdvocate
judge(Candidate *self)
{
	FilterAdvocate *is = &self->is;

	is->months = (int)g_hash_table_size(self->months);
	is->points = is->months - 1;
	for (unsigned i = 0; i < FILTER_ADVOCATE_KINDS; i++)
		is->points +=
		    points[i] * (i == FILTER_ADVOCATE_PRAISE
		                        ? MIN(is->counts[i], MOST_PRAISE)
		                        : is->counts[i]);
	is->best_id = best_mail(self);
	is->complains = self->complained_at > is->last_at;
	return *is;
}

static int
compare(const void *left, const void *right)
{
	const FilterAdvocate *a = left, *b = right;

	if (a->complains != b->complains)
		return a->complains ? 1 : -1;
	if (a->points != b->points)
		return b->points - a->points;
	if (a->last_at != b->last_at)
		return a->last_at > b->last_at ? -1 : 1;
	return a->contact_id < b->contact_id ? -1 : 1;
}

static bool
gather(Store *store, int64_t since, GHashTable *candidates, GError **error)
{
	static const char *const kinds[] = { "advice", "testimonial", "ugc",
		"praise" };
	static const char *const against[] = { "complaint", "cancel-risk" };

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		StoreEvidenceQuery query = { kinds[i], since };

		if (!store_person_evidence(
		        store, &query, add_evidence, candidates, error))
			return false;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(against); i++) {
		StoreEvidenceQuery query = { against[i], since };

		if (!store_person_evidence(
		        store, &query, add_complaint, candidates, error))
			return false;
	}
	return true;
}

bool
filter_advocates(
    Store *store, int64_t since, GArray **ret_advocates, GError **error)
{
	g_autoptr(GHashTable) candidates = g_hash_table_new_full(
	    g_int64_hash, g_int64_equal, g_free, candidate_free);
	GArray *advocates;
	GHashTableIter iter;
	void *value;

	if (!gather(store, since, candidates, error))
		return false;
	advocates = g_array_new(FALSE, FALSE, sizeof(FilterAdvocate));
	g_hash_table_iter_init(&iter, candidates);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		FilterAdvocate advocate = judge(value);

		g_array_append_val(advocates, advocate);
	}
	g_array_sort(advocates, compare);
	*ret_advocates = advocates;
	return true;
}
