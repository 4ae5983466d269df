/* Writes JSON as it goes into a sticky buffer. Text is checked to be UTF-8 (malformed bytes become U+FFFD and fail the
 * writer, so nothing ill-formed leaves); integers are exact; commas are its business. */
#ifndef CURIO_CORE_JSON_WRITE_H
#define CURIO_CORE_JSON_WRITE_H

#include "core/buf.h"
#include "core/timestamp.h"
#include "core/uuid.h"

enum { JSON_WRITE_DEPTH = 63 };

struct json {
    struct buf *out;
    unsigned depth;
    uint64_t has_member; /* one bit a level: a comma is due */
    bool after_key;
    bool failed;
};

void json_begin(struct json *, struct buf *out);
bool json_end(struct json *); /* every level closed, nothing failed */
void json_object_open(struct json *);
void json_object_close(struct json *);
void json_array_open(struct json *);
void json_array_close(struct json *);
void json_key(struct json *, struct str);
void json_text(struct json *, struct str); /* absent text is null */
void json_int64(struct json *, int64_t);
void json_double(struct json *, double); /* shortest form that reads back the same; NaN and infinity are null */
void json_bool(struct json *, bool);
void json_null(struct json *);
void json_uuid(struct json *, struct uuid);
void json_timestamp(struct json *, struct timestamp);
void json_base64(struct json *, struct str bytes);

/* A member with its value. */
void json_member_text(struct json *, const char *name, struct str);
void json_member_int64(struct json *, const char *name, int64_t);
void json_member_uuid(struct json *, const char *name, struct uuid);
void json_raw(struct json *, struct str valid_json); /* for jsonb that PostgreSQL has checked */

#endif
