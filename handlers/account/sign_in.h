/* Beginning a session in the shape that was asked for: a cookie for a browser's page, tokens for the API. */
#ifndef CURIO_HANDLERS_ACCOUNT_SIGN_IN_H
#define CURIO_HANDLERS_ACCOUNT_SIGN_IN_H

#include "web/request.h"
#include "web/response.h"

/* STATUS on success. A browser's session until now ends, so that no cookie that was there before speaks for the account; THEN
 * is where its page goes next. */
enum status sign_in(struct request *, struct response *, enum status, struct uuid account, struct str then);
/* Tokens for SESSION, which goes on with REFRESH_TOKEN. */
enum status sign_in_reply(struct request *, struct response *, enum status, struct uuid account, struct uuid session,
                          struct str refresh_token);
void sign_out_browser(struct response *); /* takes the cookie back */

#endif
