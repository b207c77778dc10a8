#include "mail/error.h"

G_DEFINE_QUARK(tribune - mail - error - quark, mail_error)
