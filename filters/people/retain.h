/* Retention: what is older than [retention] of the config allows is ended. */
#pragma once

#include "core/config.h"
#include "store/store.h"

/* How many mails lost what, and how many people were erased; or would. */
typedef struct {
	int64_t raw, texts, people;
} FilterRetained;

/*
 * Does what the config asks for, some mails a transaction, so that it may be
 * killed at any point and done again. Of a person past `contacts` all goes, as
 * by filter_erasure_run(). With @dry_run nothing is changed.
 */
bool filter_retain(Store *store, const CoreConfig *config, int64_t now,
    bool dry_run, FilterRetained *ret_retained, GError **error);

/* The same once a day: @ret_done says whether it was time. */
bool filter_retain_daily(Store *store, const CoreConfig *config, int64_t now,
    FilterRetained *ret_retained, bool *ret_done, GError **error);
