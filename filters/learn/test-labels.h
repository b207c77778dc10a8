/* For tests: mails that somebody has labelled. */
#pragma once

#include "store/store.h"

/* A read mail that says @words, labelled as a bug or as none. */
void test_labels_put(Store *store, const char *words, bool is_bug);

/* Mails number @from up to @to, each second one a bug that "crashes". */
void test_labels_add(Store *store, unsigned from, unsigned to);
