/* What the build knows about a query or a shape: made from the header of sql/queries/ROOM/NAME.sql by sqlgen, read by
 * the database layer, the JSON writer, the OpenAPI printer and (at build time) the template compiler. */
#ifndef CURIO_STORE_CONTRACT_H
#define CURIO_STORE_CONTRACT_H

#include "core/str.h"
#include "core/timestamp.h"
#include "core/uuid.h"

enum value_type {
    TYPE_BOOL,      /* bool */
    TYPE_INT,       /* int32_t */
    TYPE_BIGINT,    /* int64_t */
    TYPE_FLOAT,     /* double */
    TYPE_TEXT,      /* struct str */
    TYPE_UUID,      /* struct uuid */
    TYPE_TIMESTAMP, /* struct timestamp; the header says timestamptz; RFC 3339 in JSON */
    TYPE_JSONB,     /* struct str: JSON text */
    TYPE_BYTEA,     /* struct str; base64 in JSON */
    TYPE_SHAPE,     /* a nested struct that another contract describes; never in SQL */
    TYPE_COUNT
};

/* A nullable value: text and jsonb and bytea use p == NULL, the others these. */
struct opt_bool { bool set; bool v; };
struct opt_int { bool set; int32_t v; };
struct opt_bigint { bool set; int64_t v; };
struct opt_float { bool set; double v; };
struct opt_uuid { bool set; struct uuid v; };
struct opt_timestamp { bool set; struct timestamp v; };

/* An array value: COUNT elements of the type's C type at AT. A null array is at == NULL, and only where nullable;
 * elements are never null. */
struct list {
    const void *at;
    size_t count;
};

struct contract;

struct column {
    const char *name; /* the JSON member, the C member, the template variable */
    const char *says; /* what follows the type in the header; may be "" */
    enum value_type type;
    bool nullable, array;
    size_t offset;                /* in the row (or parameter) struct */
    const struct contract *shape; /* for TYPE_SHAPE */
};

struct contract {
    const char *name, *says;
    const char *sql; /* NULL for a shape without SQL; parameters as $1, $2 … */
    const struct column *parameters, *columns;
    size_t parameter_count, column_count;
    size_t row_size;
    bool hot; /* must use an index at 100,000 rows */
};

/* Rows of a contract: COUNT structs of row_size bytes each. */
struct rows {
    const void *at;
    size_t count;
};

/* Bytes of one value, or of one element of an array: the C type without its nullable wrapping. */
size_t contract_element_size(const struct column *);
/* Where the value itself lies in ROW (for an array its struct list, for a shape its row struct); NULL when it is null. */
const void *contract_value(const struct column *, const void *row);
/* Where a value that is not null is to be written in a zeroed ROW, which is marked as set. Not for shapes. */
void *contract_place(const struct column *, void *row);

#endif
