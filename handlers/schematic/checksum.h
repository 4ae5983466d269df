/* What tus says in base64, and the checksums of pieces (its extension "checksum"). */
#ifndef CURIO_HANDLERS_SCHEMATIC_CHECKSUM_H
#define CURIO_HANDLERS_SCHEMATIC_CHECKSUM_H

#include "web/response.h"

#define CHECKSUM_ALGORITHMS "sha1,sha256"

/* base64 with the usual alphabet, with or without padding. */
bool base64_decode(struct arena *, struct str base64, struct str *bytes) __attribute__((warn_unused_result));
/* OK where rq->raw is what Upload-Checksum says, or nothing is said. */
enum status checksum_check(struct request *, struct response *) __attribute__((warn_unused_result));

#endif
