#include "filters/people/standing.h"

#include "core/query-value.h"

#include <string.h>

#define CUSTOMER "customer"

/*
 * Of the tags of one mail the first counts; "kind/" also stands for the parts
 * of a kind. Over several mails the heavier one does. Only who uses the product
 * gets bills for it, cannot get into it or leaves it; but a prospect who tries
 * it finds bugs, wishes and asks, too.
 */
static const struct {
	const char *tag, *type;
	unsigned weight;
} types[] = {
	{ "press", "journalist", 5 },
	{ "partner/", "partner", 4 },
	{ "supplier/", "supplier", 3 },
	{ "prospect/", "prospect", 2 },
	{ "touchpoint/", "prospect", 2 },
	{ "how-heard/", "prospect", 1 },
	{ "cancel-risk/", CUSTOMER, 6 },
	{ "billing/", CUSTOMER, 6 },
	{ "refund/", CUSTOMER, 6 },
	{ "delivery/", CUSTOMER, 6 },
	{ "login/", CUSTOMER, 6 },
	{ "testimonial/", CUSTOMER, 6 },
	{ "bug/", CUSTOMER, 1 },
	{ "complaint/", CUSTOMER, 1 },
	{ "advice/", CUSTOMER, 1 },
	{ "question/plan", CUSTOMER, 1 },
	{ "question/task", CUSTOMER, 1 },
	{ "idea/", CUSTOMER, 1 },
	{ "praise/", CUSTOMER, 1 },
	{ "ugc/", CUSTOMER, 1 },
};

static const struct {
	const char *tag, *stage;
} stages[] = {
	{ "how-heard/", "know" },
	{ "prospect/demo", "try" },
	{ "prospect/", "know" },
	{ "praise/", "like" },
	{ "testimonial/recommend", "refer" },
	{ "testimonial/", "trust" },
	{ "touchpoint/", "try" },
	{ "bought/again", "repeat" },
	{ "bought/", "buy" },
	{ "advice/", "refer" },
};

static bool
is_tag(const char *tag, const char *wanted)
{
	size_t length = strlen(wanted);

	if (wanted[length - 1] != '/')
		return strcmp(tag, wanted) == 0;
	return strncmp(tag, wanted, length - 1) == 0 &&
	       strchr("/", tag[length - 1]);
}

static bool
has_tag(const GPtrArray *tags, const char *wanted)
{
	for (unsigned i = 0; i < tags->len; i++)
		if (is_tag(tags->pdata[i], wanted))
			return true;
	return false;
}

const char *
filter_standing_type(const char *tag)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(types); i++)
		if (is_tag(tag, types[i].tag))
			return types[i].type;
	return NULL;
}

const char *
filter_standing_stage(const char *tag)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(stages); i++)
		if (is_tag(tag, stages[i].tag))
			return stages[i].stage;
	return NULL;
}

const char *const *
filter_standing_values(StorePersonWhat what)
{
	return core_field_values(
	    what == STORE_PERSON_TYPE ? CORE_FIELD_TYPE : CORE_FIELD_STAGE);
}

/* Returns: 1 for the first stage; 0 for none. */
static unsigned
stage_number(const char *stage)
{
	const char *const *names = core_field_values(CORE_FIELD_STAGE);

	for (unsigned i = 0; stage && names[i]; i++)
		if (strcmp(names[i], stage) == 0)
			return i + 1;
	return 0;
}

static void
add_type(FilterStanding *self, const GPtrArray *tags)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(types); i++) {
		if (!has_tag(tags, types[i].tag))
			continue;
		/* A draw goes to the name that sorts first: any order of mails
		 * ends the same. */
		if (types[i].weight > self->type_weight ||
		    (types[i].weight == self->type_weight &&
		        strcmp(types[i].type, self->type) < 0)) {
			self->type = types[i].type;
			self->type_weight = types[i].weight;
		}
		return;
	}
}

void
filter_standing_add(FilterStanding *self, const GPtrArray *tags)
{
	add_type(self, tags);
	for (unsigned i = 0; i < tags->len; i++) {
		const char *stage = filter_standing_stage(tags->pdata[i]);
		unsigned number = stage_number(stage);

		if (number > self->stage_number) {
			self->stage = stage;
			self->stage_number = number;
		}
	}
}

bool
filter_standing_moves(
    const FilterStanding *self, const char *type, const char *stage)
{
	return (self->type && g_strcmp0(self->type, type) != 0) ||
	       self->stage_number > stage_number(stage);
}

static void
add_mail(const GPtrArray *tags, void *data)
{
	filter_standing_add(data, tags);
}

bool
filter_standing_refresh(Store *store, int64_t contact_id, GError **error)
{
	g_autoptr(GPtrArray) labels = NULL;
	FilterStanding shown = { 0 };

	if (contact_id == 0)
		return true;
	if (!store_person_tags(store, contact_id, add_mail, &shown, error) ||
	    !store_person_labels(store, contact_id, &labels, error))
		return false;
	StoreStanding standing = { shown.type, shown.stage };
	for (unsigned i = 0; i < labels->len; i++) {
		const StorePersonLabel *label = labels->pdata[i];

		if (label->what == STORE_PERSON_TYPE)
			standing.type =
			    label->value ? label->value : shown.type;
		else
			standing.stage =
			    label->value ? label->value : shown.stage;
	}
	return store_person_stand(store, contact_id, &standing, error);
}

bool
filter_standing_refresh_writer(Store *store, int64_t message_id, GError **error)
{
	int64_t contact_id;

	return store_person_of_message(store, message_id, &contact_id, error) &&
	       filter_standing_refresh(store, contact_id, error);
}
