/* Force-included in every file. Calling what stands here does not compile. `#pragma GCC poison` would also trip over the
 * system headers that come later, so each function is declared deprecated instead, and that warning, which compilers keep
 * quiet about inside system headers, is an error. What glibc defines inline is declared before its header (clang takes no
 * attribute after a definition), the rest after it. */
#ifndef CURIO_CORE_BANNED_H
#define CURIO_CORE_BANNED_H

#include <stdarg.h>
#include <stddef.h>

#pragma GCC diagnostic error "-Wdeprecated-declarations"
#define CURIO_BANNED(use) __attribute__((deprecated("banned in Curio: " use)))

/* Unbounded writes. */
char *strcpy(char *, const char *) CURIO_BANNED("struct str, arena_str or snprintf");
char *strcat(char *, const char *) CURIO_BANNED("struct buf");
int sprintf(char *, const char *, ...) CURIO_BANNED("snprintf, arena_printf or buf_printf");
int vsprintf(char *, const char *, va_list) CURIO_BANNED("vsnprintf");
char *gets(char *) CURIO_BANNED("getline");
/* Numbers whose errors go unseen. */
int atoi(const char *) CURIO_BANNED("str_to_int64");
long atol(const char *) CURIO_BANNED("str_to_int64");
long long atoll(const char *) CURIO_BANNED("str_to_int64");
double atof(const char *) CURIO_BANNED("str_to_double");

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#undef sprintf
#undef vsprintf

int sscanf(const char *, const char *, ...) CURIO_BANNED("str_cut and str_to_int64");
long strtol(const char *, char **, int) CURIO_BANNED("str_to_int64");
long long strtoll(const char *, char **, int) CURIO_BANNED("str_to_int64");
unsigned long strtoul(const char *, char **, int) CURIO_BANNED("str_to_int64");
unsigned long long strtoull(const char *, char **, int) CURIO_BANNED("str_to_int64");
/* Hidden state shared with other callers. */
char *strtok(char *, const char *) CURIO_BANNED("str_cut");
struct tm *localtime(const time_t *) CURIO_BANNED("localtime_r or core/timestamp.h");
struct tm *gmtime(const time_t *) CURIO_BANNED("gmtime_r or core/timestamp.h");
char *ctime(const time_t *) CURIO_BANNED("core/timestamp.h");
char *asctime(const struct tm *) CURIO_BANNED("core/timestamp.h");
/* A shell. */
int system(const char *) CURIO_BANNED("posix_spawn");
FILE *popen(const char *, const char *) CURIO_BANNED("posix_spawn with pipes");
/* Predictable. */
int rand(void) CURIO_BANNED("random_bytes");
void srand(unsigned) CURIO_BANNED("random_bytes");
/* The stack without a bound (variable-length arrays are refused by -Wvla). */
#undef alloca
void *alloca(size_t) CURIO_BANNED("arena_alloc");

#undef CURIO_BANNED

/* No compiler can see that memcmp is given secrets: they are compared by secret_equal and sha256_eq of core/crypto.h. */

#endif
