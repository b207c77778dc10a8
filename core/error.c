#include "core/error.h"

G_DEFINE_QUARK(tribune_core_error, core_error)
