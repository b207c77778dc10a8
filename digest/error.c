#include "digest/error.h"

G_DEFINE_QUARK(tribune_digest_error, digest_error)
