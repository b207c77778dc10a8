#include "mail/language/cld2.h"

#include <cstdio> /* CLD2's header needs it and does not say so */

#include <cld2/public/compact_lang_det.h>

const char *
mail_cld2_detect(const char *text, size_t length)
{
	bool is_reliable = false;
	CLD2::Language language = CLD2::DetectLanguage(
	    text, static_cast<int>(length), true, &is_reliable);

	if (!is_reliable || language == CLD2::UNKNOWN_LANGUAGE)
		return nullptr;
	return CLD2::LanguageCode(language);
}
