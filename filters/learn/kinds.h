/* Which kind of mail it is, by how it sounds: one model over all kinds, taught
 * by letters (data/letters), that comes with the program. */
#pragma once

#include "filters/learn/model.h"

/* What a letter is called that is of no kind. */
#define FILTER_KIND_NONE "none"

typedef struct _FilterKinds FilterKinds;

/* The one that comes with the program. Returns: (transfer full). */
FilterKinds *filter_kinds_shipped(void);

/* Returns: (transfer full): hex, another one for another model that comes with
 * the program. */
char *filter_kinds_shipped_digest(void);

/* Returns: (transfer full): NULL for bytes that filter_kinds_pack() never
 * made. */
FilterKinds *filter_kinds_unpack(GBytes *bytes);

void filter_kinds_free(FilterKinds *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterKinds, filter_kinds_free)

/* @names: of the classes of @model, ended by NULL. @sharpness: by which its
 * scores are multiplied to be log-odds, so that probabilities hold what they
 * say (Guo et al. 2017). Keeps @most features. Returns: (transfer full). */
GBytes *filter_kinds_pack(const FilterModel *model, const char *const *names,
    double sharpness, unsigned most);

/* Whether @tag is one of its kinds or a part of one: "bug", "bug/crash". */
bool filter_kinds_knows(const FilterKinds *self, const char *tag);

/* A kind that a mail may be of. */
typedef struct {
	const char *name;   /* borrowed from the model */
	double probability; /* of all kinds and of none together 1 */
} FilterKind;

/* A mail, as one model hears it: its subject, a new line, its own words. */
typedef struct _FilterHeard FilterHeard;

/* Either text may be NULL. Returns: (transfer full): for @kinds alone. */
FilterHeard *filter_heard_new(
    const FilterKinds *kinds, const char *subject, const char *own_words);
void filter_heard_free(FilterHeard *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterHeard, filter_heard_free)

/*
 * All kinds, FILTER_KIND_NONE among them, the likeliest first.
 * @rules: tags of the rules that matched, ended by NULL.
 * Returns: (transfer full): FilterKind.
 */
GArray *filter_kinds_guess(
    const FilterKinds *self, const FilterHeard *heard, char *const *rules);

/* The sentence of the own words that speaks most for @kind, as it stands there
 * but with blanks for breaks and tabs. Returns: (transfer full): NULL where
 * none does. */
char *filter_kinds_evidence(
    const FilterKinds *self, const FilterHeard *heard, const char *kind);
