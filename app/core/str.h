/* Text with its length. A struct str never owns its bytes; p == NULL means "absent" (SQL null), which is not the
 * same as empty. NUL bytes are refused at the border (forms, JSON, URL), so text inside Curio has none. */
#ifndef CURIO_CORE_STR_H
#define CURIO_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NULL ((struct str){NULL, 0})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

struct str str_of(const char *c_string); /* NULL gives STR_NULL */
bool str_eq(struct str a, struct str b);
bool str_equal_ignoring_case(struct str a, struct str b); /* ASCII only */
char ascii_lower(char);
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);
struct str str_trim(struct str s);                             /* ASCII white space */
struct str str_slice(struct str s, size_t from, size_t until); /* clamped to s */
/* Splits at the first SEPARATOR: false when there is none (head is then all of s, tail empty). */
bool str_cut(struct str s, char separator, struct str *head, struct str *tail);
ptrdiff_t str_find(struct str s, struct str needle); /* offset, or -1 */
/* Whole of s is a decimal integer in range; no sign but '-', no spaces. The only checked way from text to number. */
__attribute__((warn_unused_result)) bool str_to_int64(struct str s, int64_t *out);
bool str_is_number(struct str s); /* as JSON writes them: RFC 8259, section 6 */
/* str_is_number and finite, whatever the locale. */
__attribute__((warn_unused_result)) bool str_to_double(struct str s, double *out);
enum { STR_DOUBLE = 32 };
/* The shortest text that str_to_double reads back as the same value; VALUE is finite. Returns out as text. */
struct str str_from_double(double value, char out[STR_DOUBLE]);

#endif
