/* application/x-www-form-urlencoded bodies and query strings. */
#ifndef CURIO_WEB_URLENCODED_H
#define CURIO_WEB_URLENCODED_H

#include "web/form_input.h"

/* Adds every name=value pair. INPUT_MALFORMED for a broken escape, NUL or malformed UTF-8. */
enum input_result urlencoded_parse(struct str text, struct form_inputs *into) __attribute__((warn_unused_result));

#endif
