/* A build's file in another format: made from its model, kept as a blob beside what it lost. */
#ifndef CURIO_SCHEMATIC_SHELF_RENDITION_H
#define CURIO_SCHEMATIC_SHELF_RENDITION_H

#include "core/config.h"
#include "queries/schematic.h"
#include "schematic/convert.h"
#include "store/blob.h"
#include "store/db.h"

struct rendition {
    struct blob_writer *writer; /* NULL: it can't be made */
    struct str losses;          /* JSON: convert_report_json() */
    struct str why;             /* it can't be made: the reason's short name; else "" */
};

enum rendition_result {
    RENDITION_OK, /* made, or found impossible */
    RENDITION_FULL,
    RENDITION_FAILED /* the file could not be read, or the other one not written */
};

/* Reads the file behind DESCRIPTOR, which stays the caller's, and writes the other one into the store's tmp. The same file gives the
 * same bytes. */
enum rendition_result rendition_make(struct arena *, const struct config *, struct blob_store *, int descriptor, enum convert_target,
                                     struct rendition *out) __attribute__((warn_unused_result));
/* In the caller's transaction: the blob's row, clean because it was made here from what was, its place, and the conversion's row. */
enum db_result rendition_keep(struct db *, struct arena *, struct sha256_digest original, enum convert_target, struct rendition *) DB_CHECKED;

#endif
