#include "digest/error.h"

G_DEFINE_QUARK(tribune - digest - error - quark, digest_error)
