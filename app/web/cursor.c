#include "web/cursor.h"

#include <assert.h>
#include <string.h>

#include "core/crypto.h"

struct str cursor_encode(struct arena *arena, struct uuid uuid)
{
    return base64url_encode(arena, (struct str){(const char *)uuid.b, sizeof uuid.b});
}

bool cursor_decode(struct arena *arena, struct str text, struct uuid *out)
{
    struct str bytes;
    if (!base64url_decode(arena, text, &bytes) || bytes.n != sizeof out->b)
        return false;
    memcpy(out->b, bytes.p, sizeof out->b);
    return true;
}

enum { KEY_BYTES = 8, KEYED_BYTES = KEY_BYTES + 16 };

struct str cursor_encode_keyed(struct arena *arena, struct str order, int64_t key, struct uuid uuid)
{
    char bytes[KEYED_BYTES];
    static_assert(sizeof uuid.b == KEYED_BYTES - KEY_BYTES, "a key and a UUID");
    for (size_t i = 0; i < KEY_BYTES; i++)
        bytes[i] = (char)((uint64_t)key >> (8 * i));
    memcpy(bytes + KEY_BYTES, uuid.b, sizeof uuid.b);
    const struct str parts[] = {{bytes, sizeof bytes}, order};
    return base64url_encode(arena, arena_join(arena, 2, parts));
}

bool cursor_decode_keyed(struct arena *arena, struct str text, struct str order, int64_t *key, struct uuid *out)
{
    struct str bytes;
    uint64_t value = 0;
    if (!base64url_decode(arena, text, &bytes) || bytes.n < KEYED_BYTES || !str_eq(str_slice(bytes, KEYED_BYTES, bytes.n), order))
        return false;
    for (size_t i = 0; i < KEY_BYTES; i++)
        value |= (uint64_t)(unsigned char)bytes.p[i] << (8 * i);
    *key = (int64_t)value;
    memcpy(out->b, bytes.p + KEY_BYTES, sizeof out->b);
    return true;
}
