#include "store/error.h"

G_DEFINE_QUARK(tribune_store_error, store_error)
