/* A table of sources that are wrong, each with what must be said of it. */
#ifndef CURIO_TESTS_TOOLS_MISTAKE_H
#define CURIO_TESTS_TOOLS_MISTAKE_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tools/source.h"

struct wrong {
    const char *text;
    const char *says; /* "LINE: part of the message" */
};

/* REPORT must hold "PATH:LINE: …part of the message". */
static inline void assert_says(const struct mistakes *mistakes, struct str path, const struct wrong *wrong)
{
    struct str line, part, says = str_of(wrong->says);
    assert_true(str_cut(says, ':', &line, &part));
    char where[200];
    snprintf(where, sizeof where, "%.*s:%.*s: ", STR_ARG(path), STR_ARG(line));
    struct str report = mistakes->report.n > 0 ? buf_str(&mistakes->report) : STR("");
    ptrdiff_t at = str_find(report, str_of(where));
    struct str rest = at < 0 ? STR("") : str_slice(report, (size_t)at, report.n);
    if (at < 0 || str_find(rest, str_trim(part)) < 0)
        fail_msg("for\n%s\nexpected %s%.*s\nbut got\n%.*s", wrong->text, where, STR_ARG(part), STR_ARG(report));
}

#endif
