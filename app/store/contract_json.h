/* Rows as JSON, from the table of columns alone: what a query answers is what the API answers. */
#ifndef CURIO_STORE_CONTRACT_JSON_H
#define CURIO_STORE_CONTRACT_JSON_H

#include "core/json_write.h"
#include "store/contract.h"

/* An object with a member a column; nested shapes are objects, arrays are arrays, null is null. ROW is the contract's row struct. */
void contract_write_row(struct json *, const struct contract *, const void *row);
/* An array of such objects. */
void contract_write_rows(struct json *, const struct contract *, struct rows);

#endif
