/* What curio-web and the image pool say to each other through hands that neither trusts: sealed with a key that is derived from the
 * site's secret for this alone. The pool knows no other secret. */
#ifndef CURIO_IMAGE_RECEIPT_H
#define CURIO_IMAGE_RECEIPT_H

#include "core/crypto.h"
#include "core/timestamp.h"
#include "core/uuid.h"

enum { RECEIPT_SECONDS = 86400, TICKET_SECONDS = 600 /* an upload may take its time */ };

enum sealed { SEALED_GOOD, SEALED_FALSE /* not ours, or broken */, SEALED_OLD };

/* The pool's key, as text; SECRET: the site's token_secret. */
struct str image_key(struct arena *, struct str secret);

/* Leave to hand one picture to the pool. */
struct image_ticket {
    struct uuid id, account;
    struct str next; /* a page of this site that the answer leads a browser to; "": the answer is for a program */
};
struct str image_ticket_write(struct arena *, struct str key, const struct image_ticket *, struct timestamp now);
enum sealed image_ticket_read(struct arena *, struct str key, struct str text, struct timestamp now, struct image_ticket *out)
    __attribute__((warn_unused_result));

/* What the pool says of a picture that it took. */
struct image_receipt {
    struct uuid id, account;
    struct sha256_digest digest; /* of the clean master */
    int64_t width, height, size;
    struct str colour, preview; /* #rrggbb; a tiny WebP file as base64, or "" */
    struct str faces;           /* JSON: [{"x", "y", "width", "height", "score"}] */
    bool detector_failed;       /* nobody looked for faces: FACES is empty and means nothing */
};
struct str image_receipt_write(struct arena *, struct str key, const struct image_receipt *, struct timestamp now);
enum sealed image_receipt_read(struct arena *, struct str key, struct str text, struct timestamp now, struct image_receipt *out)
    __attribute__((warn_unused_result));

#endif
