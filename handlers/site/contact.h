/* Writing to whoever runs the site. */
#ifndef CURIO_HANDLERS_SITE_CONTACT_H
#define CURIO_HANDLERS_SITE_CONTACT_H

#include "web/form.h"
#include "web/route.h"

extern const struct form contact_fields;
handler_fn contact_send;
page_fn contact_page;

#endif
