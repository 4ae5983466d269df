#ifndef CURIO_CORE_TIMESTAMP_H
#define CURIO_CORE_TIMESTAMP_H

#include "core/str.h"

/* Microseconds since 1970-01-01T00:00:00Z. */
struct timestamp {
    int64_t us;
};

enum { TIMESTAMP_TEXT = 40 };

struct timestamp timestamp_now(void);
int64_t monotonic_us(void);
/* RFC 3339 in UTC, with milliseconds: 2026-11-21T02:11:00.123Z. Returns out as text. */
struct str timestamp_rfc3339(struct timestamp, char out[TIMESTAMP_TEXT]);
bool timestamp_parse_rfc3339(struct str, struct timestamp *out);
/* RFC 9110 IMF-fixdate: Sat, 21 Nov 2026 02:11:00 GMT. */
struct str timestamp_http(struct timestamp, char out[TIMESTAMP_TEXT]);

#endif
