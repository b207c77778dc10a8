/* Names and values as a web form sends them; may hold secrets, so it is wiped.
 */
#pragma once

#include <glib.h>

#define NET_FORM_BYTES 65536

typedef struct _NetForm NetForm;

/* Returns: (transfer full): an empty one. */
NetForm *net_form_new(void);

/* Adds "NAME=VALUE", both encoded. */
void net_form_add(NetForm *self, const char *name, const char *value);

/* Returns: "A=B&C=D", plain ASCII (borrowed), or NULL when that was longer than
 * NET_FORM_BYTES. */
const char *net_form_text(const NetForm *self);

void net_form_free(NetForm *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetForm, net_form_free)
