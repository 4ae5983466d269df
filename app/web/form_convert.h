/* One conversion a field type: from what was sent to the member of the form's struct. */
#ifndef CURIO_WEB_FORM_CONVERT_H
#define CURIO_WEB_FORM_CONVERT_H

#include "web/form_input.h"

/* What was sent for one field: COUNT inputs of its name, in order. */
struct sent {
    struct arena *arena;
    const struct form_input *const *inputs;
    size_t count;
};

/* Fills MEMBER, or returns the error's code (form.h lists them). */
const char *form_convert(const struct field *, const struct sent *, void *member);

#endif
