/* The kinds of problem that have a name: what stands behind /problems/ in "type". */
#ifndef CURIO_WEB_PROBLEM_TYPES_H
#define CURIO_WEB_PROBLEM_TYPES_H

#include <stddef.h>

struct problem_type {
    const char *name;
    const char *title; /* N_(): what it is, the same each time */
    const char *says;  /* N_(): when it comes, and what to do */
};

extern const struct problem_type problem_types[];
extern const size_t problem_type_count;

const struct problem_type *problem_type_named(const char *name); /* NULL: there is none */

#endif
