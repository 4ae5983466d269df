/* The functions that templates may call. */
#ifndef CURIO_TOOLS_TMPLC_BUILTINS_H
#define CURIO_TOOLS_TMPLC_BUILTINS_H

#include "tools/tmplc_tree.h"

enum builtin_takes {
    TAKES_NOTHING,
    TAKES_SCRATCH, /* a struct html_scratch before its arguments */
    TAKES_ARENA,   /* a struct arena before its arguments */
    TAKES_OUT      /* the page: it writes markup itself and returns nothing, so it can only be printed */
};

enum { BUILTIN_ARGUMENTS = 4 };

struct builtin {
    const char *name, *function;
    enum builtin_takes takes;
    struct value_type_of result;
    size_t argument_count;
    struct value_type_of arguments[BUILTIN_ARGUMENTS];
};

const struct builtin *builtin_find(struct str name);

#endif
