/* A build on its way into the tables, whether somebody uploaded it or the program made it. All in the caller's transaction. */
#ifndef CURIO_SCHEMATIC_SHELF_RECORD_H
#define CURIO_SCHEMATIC_SHELF_RECORD_H

#include "core/crypto.h"
#include "queries/schematic.h"
#include "schematic/inspect.h"
#include "store/db.h"

/* A row with all that the file says of itself; whose it is and what people call it remain to be filled in. SHA256 has to live
 * as long as the row. */
struct schematic_insert_in record_row(struct arena *, const struct schematic_facts *, const struct sha256_digest *sha256, int64_t size);
/* Inserts the row under a slug made from its title, another one where that is taken. */
enum db_result record_insert(struct db *, struct arena *, struct schematic_insert_in *) DB_CHECKED;
/* Has the scanner look at the file. REQUEST_ID may be absent. */
enum db_result record_scan(struct db *, struct arena *, const struct sha256_digest *, struct str request_id) DB_CHECKED;

#endif
