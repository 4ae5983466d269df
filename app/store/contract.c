#include "store/contract.h"

#include <assert.h>

/* What a type takes, and where the value lies in its nullable struct. Text and shapes are null by their pointer. */
struct layout {
    size_t size, nullable_at;
};

static const struct layout layouts[] = {
    [TYPE_BOOL] = {sizeof(bool), offsetof(struct opt_bool, v)},
    [TYPE_INT] = {sizeof(int32_t), offsetof(struct opt_int, v)},
    [TYPE_BIGINT] = {sizeof(int64_t), offsetof(struct opt_bigint, v)},
    [TYPE_FLOAT] = {sizeof(double), offsetof(struct opt_float, v)},
    [TYPE_TEXT] = {sizeof(struct str), 0},
    [TYPE_UUID] = {sizeof(struct uuid), offsetof(struct opt_uuid, v)},
    [TYPE_TIMESTAMP] = {sizeof(struct timestamp), offsetof(struct opt_timestamp, v)},
    [TYPE_JSONB] = {sizeof(struct str), 0},
    [TYPE_BYTEA] = {sizeof(struct str), 0},
    [TYPE_SHAPE] = {0, 0},
};
static_assert(sizeof layouts / sizeof layouts[0] == TYPE_COUNT, "one row a type");
static_assert(offsetof(struct opt_bool, set) == 0 && offsetof(struct opt_int, set) == 0 && offsetof(struct opt_bigint, set) == 0 &&
                  offsetof(struct opt_float, set) == 0 && offsetof(struct opt_uuid, set) == 0 && offsetof(struct opt_timestamp, set) == 0,
              "whether it is set comes first in every nullable value");

static bool is_text(enum value_type type)
{
    return type == TYPE_TEXT || type == TYPE_JSONB || type == TYPE_BYTEA;
}

size_t contract_element_size(const struct column *column)
{
    return column->type == TYPE_SHAPE ? column->shape->row_size : layouts[column->type].size;
}

const void *contract_value(const struct column *column, const void *row)
{
    const char *at = (const char *)row + column->offset;
    if (column->array)
        return column->nullable && ((const struct list *)(const void *)at)->at == NULL ? NULL : at;
    if (is_text(column->type))
        return ((const struct str *)(const void *)at)->p == NULL ? NULL : at;
    if (!column->nullable)
        return at;
    if (column->type == TYPE_SHAPE)
        return *(const void *const *)(const void *)at;
    return *(const bool *)at ? at + layouts[column->type].nullable_at : NULL;
}

void *contract_place(const struct column *column, void *row)
{
    char *at = (char *)row + column->offset;
    if (!column->nullable || column->array || is_text(column->type))
        return at;
    assert(column->type != TYPE_SHAPE);
    *(bool *)at = true;
    return at + layouts[column->type].nullable_at;
}
