#include "web/ask.h"

#include "core/crypto.h"

/* Both parameters come from nginx alone: a client's headers arrive as HTTP_… */
struct reply ask_wrap(struct arena *arena, const struct incoming *in, struct reply reply)
{
    if (incoming_parameter(in, "CURIO_ASKS").p == NULL || reply.status < SEE_OTHER)
        return reply;
    const struct str parts[] = {reply.head, reply.body};
    const struct str whole = base64url_encode(arena, arena_join(arena, 2, parts));
    const struct str head = arena_printf(arena, "Status: 403 Forbidden\r\nCurio-Refusal: " STR_FMT "\r\n\r\n", STR_ARG(whole));
    return (struct reply){FORBIDDEN, head, STR("")};
}

bool ask_again(struct arena *arena, const struct incoming *in, struct reply *out)
{
    const struct str whole = incoming_parameter(in, "CURIO_REFUSAL");
    struct str text;
    if (whole.p == NULL || !base64url_decode(arena, whole, &text))
        return false;
    *out = (struct reply){FORBIDDEN, text, STR("")};
    return true;
}
