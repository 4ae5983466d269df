/* PostgreSQL's binary formats (src/backend/utils/adt/, the *send and *recv functions) from and to the C types of a
 * contract. Knows no libpq, so that it can be tested and fuzzed alone. */
#ifndef CURIO_STORE_DB_VALUE_H
#define CURIO_STORE_DB_VALUE_H

#include "core/arena.h"
#include "store/contract.h"

/* The type's object identifier (pg_type.dat); 0 for a shape, which never reaches SQL. */
uint32_t db_value_oid(const struct column *);
/* Whether a result column of type OID decodes as COLUMN: the same type, or text's siblings varchar, name and char(n). */
bool db_value_fits(const struct column *, uint32_t oid);

/* The value of COLUMN in the parameter struct IN as it travels; STR_NULL for null. The bytes may be IN's own. False where
 * a value is null that must not be, or is larger than the protocol takes. */
bool db_value_encode(struct arena *, const struct column *, const void *in, struct str *out) __attribute__((warn_unused_result));
/* BYTES (STR_NULL: null) into the zeroed struct ROW. Text points into BYTES. False where they are not what the contract
 * says: a null, a null element, a second dimension, a wrong length. */
bool db_value_decode(struct arena *, const struct column *, struct str bytes, void *row) __attribute__((warn_unused_result));

#endif
