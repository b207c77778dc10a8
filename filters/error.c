#include "filters/error.h"

G_DEFINE_QUARK(tribune_filters_error, filter_error)
