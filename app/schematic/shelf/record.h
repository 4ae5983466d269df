/* A build on its way into the tables, whether somebody uploaded it or the program made it. All in the caller's transaction. */
#ifndef CURIO_SCHEMATIC_SHELF_RECORD_H
#define CURIO_SCHEMATIC_SHELF_RECORD_H

#include "core/crypto.h"
#include "queries/schematic.h"
#include "schematic/shelf/study.h"
#include "store/db.h"

/* Rows with all that the file says of itself; whose they are and what people call them remain to be filled in. SHA256 has to
 * live as long as the row. */
struct schematic_insert_in record_row(struct arena *, const struct schematic_facts *, const struct sha256_digest *sha256, int64_t size);
struct schematic_version_insert_in record_version_row(struct arena *, const struct schematic_facts *, const struct sha256_digest *sha256,
                                                      int64_t size);
/* What the file is made of, and the jobs that look at it: the scanner's, and the one that draws it. Before the build's row,
 * which takes a copy. REQUEST_ID may be absent. */
enum db_result record_file(struct db *, struct arena *, const struct study *, const struct sha256_digest *, struct str request_id)
    DB_CHECKED;
/* Inserts the row under a slug made from its title, another one where that is taken. */
enum db_result record_insert(struct db *, struct arena *, struct schematic_insert_in *row) DB_CHECKED;
/* Has the pictures, sections and fingerprint of a file made by this edition of the program. HEX names the file. */
enum db_result record_analyse(struct db *, struct arena *, struct str hex, struct str request_id) DB_CHECKED;

#endif
