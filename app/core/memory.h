/* Allocation that never answers NULL: running out of memory ends the process, and its pool starts another. */
#ifndef CURIO_CORE_MEMORY_H
#define CURIO_CORE_MEMORY_H

#include "core/str.h"

void *memory_new(size_t size); /* zeroed; freed with free() */
void *memory_grow(void *old, size_t size);
/* COUNT * SIZE; a product that does not fit ends the process as well. */
size_t memory_product(size_t count, size_t size);
_Noreturn void memory_end(const char *why); /* logs and aborts */

#endif
