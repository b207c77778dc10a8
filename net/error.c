#include "net/error.h"

G_DEFINE_QUARK(tribune_net_error, net_error)
