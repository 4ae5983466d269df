#ifndef CURIO_CORE_UTF8_H
#define CURIO_CORE_UTF8_H

#include "core/str.h"

/* Well-formed UTF-8 by Unicode table 3-7: no overlong forms, surrogates or values past U+10FFFF. */
bool utf8_valid(struct str);
size_t utf8_valid_prefix(struct str);               /* bytes before the first malformed one */
size_t utf8_length(struct str);                     /* code points of valid text */
struct str utf8_truncate(struct str, size_t bytes); /* at most BYTES, never inside a code point */
/* The code point at *at, moved past; 0xFFFD for malformed bytes. */
uint32_t utf8_next(struct str, size_t *at);
/* Writes CODE_POINT to out[4], returns how many bytes. */
size_t utf8_encode(uint32_t code_point, char out[4]);

#endif
