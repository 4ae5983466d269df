/* The opaque text that stands for "after this row" in keyset paging: base64url of the row's UUID. */
#ifndef CURIO_WEB_CURSOR_H
#define CURIO_WEB_CURSOR_H

#include "core/arena.h"
#include "core/uuid.h"

struct str cursor_encode(struct arena *, struct uuid);
bool cursor_decode(struct arena *, struct str, struct uuid *out) __attribute__((warn_unused_result));
/* The same in an order by KEY, and by the UUID where keys are equal. One made for another ORDER is refused. */
struct str cursor_encode_keyed(struct arena *, struct str order, int64_t key, struct uuid);
bool cursor_decode_keyed(struct arena *, struct str, struct str order, int64_t *key, struct uuid *out) __attribute__((warn_unused_result));

#endif
