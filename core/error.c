#include "core/error.h"

G_DEFINE_QUARK(tribune-core-error-quark, core_error)
