#include "ingest/error.h"

G_DEFINE_QUARK(tribune_ingest_error, ingest_error)
