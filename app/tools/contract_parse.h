/* Reads the contracts at the head of sql/queries/ROOM/NAME.sql: see docs/contracts.md. */
#ifndef CURIO_TOOLS_CONTRACT_PARSE_H
#define CURIO_TOOLS_CONTRACT_PARSE_H

#include "store/contract.h"
#include "tools/source.h"

struct declared; /* a contract, as declared */

struct declared_type {
    enum value_type kind;
    bool nullable, array;
    struct str name;             /* as written, without [] and ? */
    const struct declared *shape; /* for TYPE_SHAPE, once all files are read */
};

struct declared_member {
    struct str name, says;
    struct declared_type type;
    size_t at; /* offset in the source */
    bool used; /* of a parameter: the SQL mentions it */
};

struct declared_members {
    struct declared_member *at;
    size_t count;
};

struct declared {
    struct source source;
    struct str name, says;
    bool hot;
    struct declared_members parameters, columns;
    struct str sql; /* with $1, $2 …, without comments and the last semicolon; absent for a shape */
    size_t depth;   /* how deep shapes nest below it: a shape is written after those it is made of */
    enum { UNSEEN, UNDER_WAY, DONE } visit;
};

struct declared_list {
    struct declared *at;
    size_t count;
};

/* Every file, and what they say of each other. Sorted by room, then by nesting, then by name. True when nothing is wrong. */
bool contracts_parse(struct arena *, struct mistakes *, const struct source *files, size_t count, struct declared_list *out);
const struct declared *contract_find(const struct declared_list *, struct str name);

/* One "TYPE[]?" at *AT in SOURCE, moved past; a name that is no type of SQL is taken for a contract's. */
bool type_parse(struct mistakes *, const struct source *, size_t *at, struct declared_type *out);

/* The statement with its :names numbered, and without comments. PARAMETERS that it mentions are marked used. */
struct str sql_number(struct arena *, struct mistakes *, const struct source *, size_t from, struct declared_members *parameters);
/* Whether numbered SQL answers with rows: SELECT, VALUES, TABLE or RETURNING outside parentheses. */
bool sql_has_rows(struct str sql);

#endif
