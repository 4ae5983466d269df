#include "store/contract_json.h"

/* VALUE is what contract_value or an array's element points to. */
static void write_value(struct json *json, const struct column *column, const void *value)
{
    switch (column->type) {
    case TYPE_BOOL:
        json_bool(json, *(const bool *)value);
        return;
    case TYPE_INT:
        json_int64(json, *(const int32_t *)value);
        return;
    case TYPE_BIGINT:
        json_int64(json, *(const int64_t *)value);
        return;
    case TYPE_FLOAT:
        json_double(json, *(const double *)value);
        return;
    case TYPE_TEXT:
        json_text(json, *(const struct str *)value);
        return;
    case TYPE_UUID:
        json_uuid(json, *(const struct uuid *)value);
        return;
    case TYPE_TIMESTAMP:
        json_timestamp(json, *(const struct timestamp *)value);
        return;
    case TYPE_JSONB:
        json_raw(json, *(const struct str *)value);
        return;
    case TYPE_BYTEA:
        json_base64(json, *(const struct str *)value);
        return;
    case TYPE_SHAPE:
        contract_write_row(json, column->shape, value);
        return;
    case TYPE_COUNT:
        break;
    }
    json_null(json);
}

static void write_list(struct json *json, const struct column *column, const struct list *list)
{
    const char *at = list->at;
    json_array_open(json);
    for (size_t i = 0; i < list->count; i++, at += contract_element_size(column))
        write_value(json, column, at);
    json_array_close(json);
}

void contract_write_row(struct json *json, const struct contract *contract, const void *row)
{
    json_object_open(json);
    for (size_t i = 0; i < contract->column_count; i++) {
        const struct column *column = &contract->columns[i];
        const void *value = contract_value(column, row);
        json_key(json, str_of(column->name));
        if (value == NULL)
            json_null(json);
        else if (column->array)
            write_list(json, column, value);
        else
            write_value(json, column, value);
    }
    json_object_close(json);
}

void contract_write_rows(struct json *json, const struct contract *contract, struct rows rows)
{
    const char *at = rows.at;
    json_array_open(json);
    for (size_t i = 0; i < rows.count; i++, at += contract->row_size)
        contract_write_row(json, contract, at);
    json_array_close(json);
}
