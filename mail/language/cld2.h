/* The door to CLD2, which is C++. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* @text: valid UTF-8, or CLD2 may crash. Returns: (nullable): the code of its
 * language ("en", "zh-Hant"; static), NULL where it cannot be told reliably. */
const char *mail_cld2_detect(const char *text, size_t length);

#ifdef __cplusplus
}
#endif
