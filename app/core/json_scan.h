/* The lexical pass of json_read: whether a text is JSON by RFC 8259, to the letter. Builds nothing. */
#ifndef CURIO_CORE_JSON_SCAN_H
#define CURIO_CORE_JSON_SCAN_H

#include "core/json_read.h"

struct json_scanned {
    struct str value; /* the text without the white space around it */
    bool is_null;
};

bool json_scan(struct str text, unsigned depth, bool refuse_duplicates, struct json_scanned *, struct json_error *);

#endif
