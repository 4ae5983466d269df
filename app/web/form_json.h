/* A JSON object into the same inputs that other bodies become. */
#ifndef CURIO_WEB_FORM_JSON_H
#define CURIO_WEB_FORM_JSON_H

#include "core/json_read.h"
#include "web/form_input.h"

/* The whole body must be one object with distinct names. On INPUT_MALFORMED *error says where and why. */
enum input_result form_json_parse(struct str text, struct form_inputs *into, struct json_error *error)
    __attribute__((warn_unused_result));

#endif
