#include "web/cursor.h"

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
