#ifndef CURIO_CORE_UUID_H
#define CURIO_CORE_UUID_H

#include "core/str.h"

struct uuid {
    uint8_t b[16];
};

enum { UUID_TEXT = 37 };

/* RFC 9562 version 7: Unix milliseconds, then random bits; values made by one process in one millisecond ascend. */
struct uuid uuid_new(void);
bool uuid_parse(struct str, struct uuid *out); /* 8-4-4-4-12, either case */
struct str uuid_text(struct uuid, char out[UUID_TEXT]);
bool uuid_eq(struct uuid, struct uuid);

#endif
