/* The sections of a config, one after another, into a CoreConfig. */
#pragma once

#include "core/config-lines.h"
#include "core/config.h"

/* Fills @config, which is empty, from @file, and notes in @lines all that is
 * wrong. File names are relative to @folder. */
void core_config_read(CoreConfig *config, CoreConfigLines *lines,
    GKeyFile *file, const char *folder);
