/* What no setting can be told by itself: rules between settings. */
#pragma once

#include "core/config-lines.h"
#include "core/config.h"

/* Notes a fault in @lines for each rule that @config, read whole, breaks; a
 * field whose own value was refused is empty in it. */
void core_config_check(const CoreConfig *config, CoreConfigLines *lines);
