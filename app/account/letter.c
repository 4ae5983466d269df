#include "account/letter.h"

#include "core/json_write.h"
#include "store/queue.h"

enum { PAYLOAD_MAX = 16 * 1024 };

enum db_result letter_put(struct db *db, struct arena *arena, const struct letter *letter, struct str request_id)
{
    struct buf payload;
    struct json json;
    buf_init(&payload, PAYLOAD_MAX);
    json_begin(&json, &payload);
    json_object_open(&json);
    json_member_text(&json, "to", letter->to);
    json_member_text(&json, "subject", letter->subject);
    json_member_text(&json, "text", letter->text);
    json_object_close(&json);
    enum db_result result = DB_FAIL;
    if (json_end(&json))
        result = queue_put(db, arena, "mail", buf_str(&payload), STR_NULL, request_id, 0);
    buf_free(&payload);
    return result;
}
