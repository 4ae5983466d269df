/* The commonest passwords of at least PASSWORD_MIN bytes, lower case, in strcmp's order. The build makes the table from
 * Debian's python3-zxcvbn: see cmake/passwords.cmake. */
#ifndef CURIO_CORE_COMMON_PASSWORDS_H
#define CURIO_CORE_COMMON_PASSWORDS_H

#include <stddef.h>

extern const char *const common_passwords[];
extern const size_t common_password_count;

#endif
