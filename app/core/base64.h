/* RFC 4648: with padding for JSON (section 4), without and safe in URLs for tokens (section 5). */
#ifndef CURIO_CORE_BASE64_H
#define CURIO_CORE_BASE64_H

#include "core/str.h"

enum base64_kind { BASE64_PADDED, BASE64_URL };

size_t base64_length(enum base64_kind, size_t bytes); /* of the text */
void base64_write(enum base64_kind, struct str bytes, char *out); /* base64_length characters, no terminator */
size_t base64_bytes(struct str text); /* how many bytes base64url text stands for, if it is valid */
/* Strict base64url: canonical, no padding, no white space. Writes base64_bytes(text). */
bool base64url_read(struct str text, uint8_t *out);

#endif
