#include "web/toast.h"

#include <string.h>

#include "core/crypto.h"
#include "core/utf8.h"

enum { TOAST_SECONDS = 30, TOAST_BYTES = 300 };

static const struct str toast_cookie = {"__Host-toast", sizeof "__Host-toast" - 1};

void toast_put(struct response *rs, struct str text)
{
    struct str fitting = utf8_truncate(text, TOAST_BYTES);
    response_cookie(rs, toast_cookie, base64url_encode(rs->arena, fitting), TOAST_SECONDS);
}

struct str toast_take(const struct request *rq, struct response *rs)
{
    struct str text, sent = request_cookie(rq, toast_cookie), mode = request_header(rq, "HTTP_SEC_FETCH_MODE");
    bool by_script = mode.n > 0 && !str_eq(mode, STR("navigate")); /* which shows nobody the page */
    if (sent.p == NULL || by_script)
        return STR_NULL;
    response_cookie_clear(rs, toast_cookie);
    if (!base64url_decode(rq->arena, sent, &text) || text.n > TOAST_BYTES || !utf8_valid(text))
        return STR_NULL;
    return text.n > 0 && memchr(text.p, '\0', text.n) == NULL ? text : STR_NULL;
}
