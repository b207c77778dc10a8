#include "mail/error.h"

G_DEFINE_QUARK(tribune_mail_error, mail_error)
