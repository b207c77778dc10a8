/* What `tribune status --json` prints. */
#pragma once

#include "cli/picture.h"

#include <jansson.h>

/* @faults: char *, of cli_picture_faults(). Returns: (transfer full). */
json_t *cli_status_to_json(const CliPicture *picture, const GPtrArray *faults);
