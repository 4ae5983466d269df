/* One mail as RFC 5322 text: UTF-8 in quoted-printable, header words encoded (RFC 2047) so that no name or subject can add a
 * header. */
#ifndef CURIO_JOBS_MAIL_H
#define CURIO_JOBS_MAIL_H

#include "core/arena.h"
#include "core/config.h"
#include "core/timestamp.h"
#include "core/uuid.h"

struct mail {
    struct str to, subject, text; /* UTF-8 */
    struct str html;              /* the same with mark-up, or absent */
    struct str unsubscribe;       /* where a POST ends mails of this kind (RFC 8058), or absent */
};

/* False for what SMTP could misread: control characters, spaces, angle brackets, no single @. */
bool mail_address_is_plain(struct str address);
/* The whole message with CRLF line ends; STR_NULL where an address is not plain or a text is no UTF-8. */
struct str mail_message(struct arena *, const struct config *, const struct mail *, struct uuid id, struct timestamp date);

#endif
