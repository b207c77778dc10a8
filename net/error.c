#include "net/error.h"

G_DEFINE_QUARK(tribune - net - error - quark, net_error)
