/* OAuth2 in the config: what must stand with what, and where tokens go. */
#pragma once

#include "core/config-lines.h"
#include "core/config.h"

/* Puts a token_file into each section of @config that logs in by OAuth2, and
 * faults what such sections lack or hold too much. */
void core_config_oauth(CoreConfig *config, CoreConfigLines *lines);
