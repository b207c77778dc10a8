/* What the model said of a mail, in words for `why` and `rules test`. */
#pragma once

#include "filters/rules/rule.h"
#include "store/tags.h"

#include <jansson.h>

/* Returns: (transfer full): "guessed by the model, 43% sure; sign bug/sign-in,
 * FILE:38". @rule (NULL: of none) is the sign that @tag names. */
char *cli_guess_format(const StoreTag *tag, const FilterRule *rule);

/* Why a mail of these @kinds (FilterKind, not empty) got no tag. Returns:
 * (transfer full): a sentence that names the likeliest. */
char *cli_kinds_format(const GArray *kinds);

/* Returns: (transfer full): all of them; @kinds may be NULL. */
json_t *cli_kinds_to_json(const GArray *kinds);
