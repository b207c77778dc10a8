#include "store/error.h"

G_DEFINE_QUARK(tribune - store - error - quark, store_error)
