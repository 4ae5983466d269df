/* A form is a table: urlencoded, multipart and JSON bodies, query strings and path parts all end in the same typed struct,
 * validated before a handler runs, with all field errors at once. */
#ifndef CURIO_WEB_FORM_H
#define CURIO_WEB_FORM_H

#include "core/arena.h"
#include "core/crypto.h"
#include "core/uuid.h"
#include "store/contract.h"

/* What was not sent is STR_NULL, an unset option, an empty list; what was sent empty is "" for text and unset for the rest.
 * A field named like one of the route's {parts} takes its value from the path. */
enum field_type {
    FIELD_TEXT,     /* struct str, one line, trimmed */
    FIELD_LONGTEXT, /* struct str, line ends become \n, not trimmed */
    FIELD_SECRET,   /* struct str, exactly as sent; never logged, never shown again */
    FIELD_EMAIL,    /* struct str, lower-cased domain */
    FIELD_INT,      /* struct opt_bigint */
    FIELD_FLOAT,    /* struct opt_float, finite; a decimal point, no comma */
    FIELD_JSON,     /* struct str: the text of a JSON object; in a body of JSON the object itself */
    FIELD_BOOL,     /* bool; absent is false */
    FIELD_UUID,     /* struct opt_uuid */
    FIELD_CHOICE,   /* struct str, one of choices; the first of them when it may be left out and is */
    FIELD_TAGS,     /* struct list of struct str: comma separated text, or a JSON array, or repeated; lower-cased, deduplicated */
    FIELD_CURSOR,   /* struct opt_uuid from the opaque text that response_next made */
    FIELD_PLACE,    /* struct str: as a cursor, but the handler reads it, by cursor_decode_keyed */
    FIELD_FILE,     /* struct form_file; multipart only */
    FIELD_FILES     /* struct list of struct form_file: as often as it was sent; multipart only */
};

struct form_file {
    int descriptor;      /* of the file that nginx stored, or -1 when absent; the arena closes it */
    int64_t offset, size; /* where this part's bytes are in it */
    struct str name;     /* what the client called it, path parts removed; only for showing */
};

struct field {
    const char *name;
    const char *says;     /* N_("…"), for the document */
    enum field_type type;
    bool required;
    size_t offset;
    int64_t min, max;     /* text: code points (secret: bytes); tags: how many; int: value; file: bytes; files: how many, none of them empty; float: as whole numbers; object: bytes. max 0: no bound of its own */
    const char *const *choices; /* NULL-terminated; the first is the default when not required */
    int64_t longest;      /* tags: code points of each; 0: 40 */
    size_t present;       /* offset of a bool "was it sent", or 0: for PATCH */
};

struct form {
    const char *name;
    size_t size; /* of the struct */
    size_t count;
    const struct field *fields;
};

#define FORM_OF(type, table) \
    { .name = #type, .size = sizeof(struct type), .count = sizeof(table) / sizeof(table)[0], .fields = (table) }

/* A field's error as it leaves: {"field","code","message"}. Codes: required, too_short, too_long, too_small, too_large,
 * not_a_number, not_an_object, not_text, not_an_email, not_a_uuid, not_a_choice, too_many, unknown_field, malformed, taken, wrong. */
struct field_error {
    struct str field;
    const char *code;
    struct str message; /* translated */
};

/* What was sent and what is wrong with it, kept so that a page can show the form again. */
struct form_state {
    const struct form *form;
    size_t value_count;
    struct form_value { struct str name, value; } *values; /* secrets left out */
    size_t error_count;
    struct field_error *errors; /* room for one a field and a few more */
};

struct str form_value(const struct form_state *, struct str field);     /* "" when absent or no state */
struct str form_error_text(const struct form_state *, struct str field); /* STR_NULL when fine */
void form_fail(struct arena *, struct form_state *, const char *field, const char *code, const char *translated_message);

#endif
