/* The everyday words of mail: what people write whatever they write about. */
#pragma once

/* Told a folded @word of @language ("en", "de", "es" or "fr") and the @share of
 * mails it stands in, above 0 and below 1. Both strings are static or die with
 * the call. */
typedef void (*FilterEverydayVisit)(
    const char *word, const char *language, double share, void *data);

/* Calls @visit for each word, always in the same order. */
void filter_everyday_foreach(FilterEverydayVisit visit, void *data);
