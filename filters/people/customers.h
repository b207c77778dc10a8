/* What somebody else knows of our customers: plan and value, from a CSV file
 * (RFC 4180) of address or domain, plan, value. */
#pragma once

#include <glib.h>

typedef struct _FilterCustomers FilterCustomers;

/* Owns its strings. */
typedef struct {
	char *plan, *value; /* "": not given; clean text of one line */
} FilterCustomer;

/*
 * Reads @path (NULL: nothing is known of anybody). A first line whose first
 * field is neither address nor domain is a heading; empty lines and more fields
 * are allowed. At most 64 MB.
 * CORE_ERROR_DATA: "FILE:LINE: sentence" for the first fault.
 * Returns: (transfer full).
 */
FilterCustomers *filter_customers_load(const char *path, GError **error);
void filter_customers_free(FilterCustomers *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterCustomers, filter_customers_free)

/* Returns: (nullable): what is known of @address, else of its domain, else of
 * its organisation (borrowed). */
const FilterCustomer *filter_customers_find(
    const FilterCustomers *self, const char *address);
