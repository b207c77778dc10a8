/* How the text of a setting becomes the field it fills. */
#pragma once

#include "core/config.h"

/*
 * Checks @value against @setting->type and stores it in @base, the struct of
 * the setting's section, whose field must be empty. A file name is taken
 * relative to @folder. CORE_ERROR_CONFIG "'VALUE' is not a TYPE".
 */
bool core_config_value_store(const CoreSetting *setting, const char *folder,
    const char *value, void *base, GError **error);

/* Returns: what @setting takes, with its article: "an address" (transfer full).
 */
char *core_config_value_describe(const CoreSetting *setting);

/* Frees what the settings of @section have stored in @base, the struct of
 * it. */
void core_config_value_clear(const char *section, void *base);
