#ifndef CURIO_HANDLERS_SITE_LANGUAGE_FORM_H
#define CURIO_HANDLERS_SITE_LANGUAGE_FORM_H

#include "web/form.h"

struct language_form {
    struct str tag;
    struct str then; /* where to go afterwards; to be checked by then_place */
};

extern const struct form language_fields;

#endif
