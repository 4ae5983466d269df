/* What a body or a query string said before anyone looked at its meaning: names and values in the order in which they came.
 * urlencoded.c, multipart.c and form_json.c make it, form_fill reads it. */
#ifndef CURIO_WEB_FORM_INPUT_H
#define CURIO_WEB_FORM_INPUT_H

#include "web/form.h"

enum input_kind {
    INPUT_TEXT,    /* value: valid UTF-8 without NUL */
    INPUT_INTEGER, /* JSON: value is its decimal text, within int64 */
    INPUT_FRACTION, /* JSON: any other number, as it reads back the same */
    INPUT_BOOL,    /* JSON: value is "true" or "false" */
    INPUT_OBJECT,  /* JSON: value is its text */
    INPUT_NULL,    /* JSON null: sent, and empty */
    INPUT_EMPTY,   /* JSON []: sent, and without elements */
    INPUT_FILE,    /* a multipart part with a file name */
    INPUT_OTHER    /* JSON of a kind that no field takes: an array in an array, text with NUL */
};

enum input_result { INPUT_READ, INPUT_MALFORMED, INPUT_TOO_MANY, INPUT_TOO_LARGE };

struct form_input {
    struct str name;
    enum input_kind kind;
    bool element; /* of a JSON array */
    struct str value;
    struct form_file file; /* of INPUT_FILE */
};

enum { FORM_INPUTS_MAX = 1000 }; /* pairs or parts; far more than any form of ours has */

struct form_inputs {
    struct arena *arena;
    struct form_input *at;
    size_t count, capacity;
};

/* False past FORM_INPUTS_MAX. */
bool form_inputs_add(struct form_inputs *, const struct form_input *);
/* The first text of that name, or STR_NULL. */
struct str form_inputs_text(const struct form_inputs *, struct str name);

/* Checks and converts every field. STRICT: names that no field has are errors (JSON); else they are ignored.
 * Returns the filled struct, or NULL where state->error_count > 0. */
void *form_fill(struct arena *, const struct form *, const struct form_inputs *, bool strict, struct form_state *state)
    __attribute__((warn_unused_result));
/* A state without values: what a page shows before anything was sent. */
struct form_state *form_state_new(struct arena *, const struct form *);

/* A digest of what the fields of FORM were sent, files by their content: the same for the same input in another encoding
 * or with another multipart boundary. False when a file can't be read. */
bool form_digest(const struct form *, const struct form_inputs *, struct sha256_digest *out)
    __attribute__((warn_unused_result));

#endif
