/* nginx asks before it reads a large body for another pool (auth_request), and then can only say 401 or 403. So a refusal travels whole, in a
 * header of a 403, and comes back as a parameter for a second, real answer. */
#ifndef CURIO_WEB_ASK_H
#define CURIO_WEB_ASK_H

#include "web/dispatch.h"
#include "web/incoming.h"

/* REPLY as nginx may hear it: unchanged unless nginx only asks and the answer is no, or where to go instead. */
struct reply ask_wrap(struct arena *, const struct incoming *, struct reply);
/* True when this request only fetches a refusal: then it is in OUT. */
bool ask_again(struct arena *, const struct incoming *, struct reply *out) __attribute__((warn_unused_result));

#endif
