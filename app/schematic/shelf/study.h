/* All that one reading of a file tells, as the tables keep it. The only place where an upload meets the reader. */
#ifndef CURIO_SCHEMATIC_SHELF_STUDY_H
#define CURIO_SCHEMATIC_SHELF_STUDY_H

#include "core/crypto.h"
#include "schematic/inspect.h"
#include "store/contract.h"

struct study {
    struct schematic_facts facts;
    struct sha256_digest hash;   /* canonical: the same for the same build in any format */
    struct str states, manifest; /* JSON: census.h, manifest.h; absent: longer than is kept */
    struct list mods, block_names; /* of struct str */
};

/* As schematic_study(). What OUT points to lives in the arena. */
enum schematic_result study_read(struct arena *, const struct schematic_budget *, const struct schematic_input *, struct study *out,
                                 struct schematic_refusal *) __attribute__((warn_unused_result));

#endif
