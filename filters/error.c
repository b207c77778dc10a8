#include "filters/error.h"

G_DEFINE_QUARK(tribune - filters - error - quark, filter_error)
