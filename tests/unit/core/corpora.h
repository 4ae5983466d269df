/* Files of the test corpora, which live outside the tree: $CURIO_CORPORA, by default ../shared/corpora. */
#ifndef CURIO_TESTS_UNIT_CORE_CORPORA_H
#define CURIO_TESTS_UNIT_CORE_CORPORA_H

#include "core/arena.h"

static inline const char *corpus_path(struct arena *arena, const char *below)
{
    const char *root = getenv("CURIO_CORPORA");
    return arena_printf(arena, "%s/%s", root ? root : "../shared/corpora", below).p;
}

/* The whole file, or absent where it cannot be opened. */
static inline struct str corpus_file(struct arena *arena, const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *file = fopen(path, "re");
    if (!file)
        return STR_NULL;
    char *bytes = arena_alloc(arena, MOST);
    size_t n = fread(bytes, 1, MOST, file);
    fclose(file);
    return (struct str){bytes, n};
}

#endif
