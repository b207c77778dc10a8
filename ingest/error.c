#include "ingest/error.h"

G_DEFINE_QUARK(tribune - ingest - error - quark, ingest_error)
