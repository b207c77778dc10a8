/* One message that `tribune search` found, as it is shown. */
#pragma once

#include "filters/rules/seek.h"

typedef struct {
	bool json;   /* the record of `export` and the words that matched */
	bool table;  /* two lines for a person; else one, parted by tabs */
	bool bright; /* with the words that matched set off */
	int columns; /* of the terminal */
} CliHitStyle;

/* For standard output as it is. */
CliHitStyle cli_hit_style(bool json);

/* CORE_ERROR_IO when it cannot be written. */
bool cli_hit_print(
    const CliHitStyle *style, const FilterSought *hit, GError **error);

/* As cli_hit_print() without JSON (transfer full). */
char *cli_hit_format(const CliHitStyle *style, const FilterSought *hit);
