#include "web/openapi_schema.h"

#include <assert.h>

#include "core/text.h"

void schema_member(struct json *json, const char *key, struct str text)
{
    json_key(json, str_of(key));
    json_text(json, text);
}

static void bounds(struct json *json, const struct field *field, const char *least, const char *most)
{
    if (field->min != 0)
        json_member_int64(json, least, field->min);
    if (field->max != 0)
        json_member_int64(json, most, field->max);
}

static void choices(struct json *json, const struct field *field)
{
    json_key(json, STR("enum"));
    json_array_open(json);
    for (const char *const *choice = field->choices; *choice != NULL; choice++)
        json_text(json, str_of(*choice));
    json_array_close(json);
    if (!field->required)
        schema_member(json, "default", str_of(field->choices[0]));
}

static void tags(struct json *json, const struct field *field)
{
    bounds(json, field, "minItems", "maxItems");
    json_key(json, STR("items"));
    json_object_open(json);
    schema_member(json, "type", STR("string"));
    json_object_close(json);
}

static const char *json_type(enum field_type type)
{
    if (type == FIELD_INT)
        return "integer";
    if (type == FIELD_FLOAT)
        return "number";
    if (type == FIELD_JSON)
        return "object";
    if (type == FIELD_BOOL)
        return "boolean";
    return type == FIELD_TAGS || type == FIELD_FILES ? "array" : "string";
}

static void details(struct json *json, const struct field *field)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LONGTEXT:
    case FIELD_CURSOR:
    case FIELD_PLACE: bounds(json, field, "minLength", "maxLength"); break;
    case FIELD_SECRET:
        bounds(json, field, "minLength", "maxLength");
        schema_member(json, "format", STR("password"));
        break;
    case FIELD_EMAIL: schema_member(json, "format", STR("email")); break;
    case FIELD_FLOAT:
    case FIELD_INT: bounds(json, field, "minimum", "maximum"); break;
    case FIELD_JSON: break;
    case FIELD_UUID: schema_member(json, "format", STR("uuid")); break;
    case FIELD_CHOICE: choices(json, field); break;
    case FIELD_TAGS: tags(json, field); break;
    case FIELD_FILE: schema_member(json, "contentMediaType", STR("application/octet-stream")); break;
    case FIELD_FILES: tags(json, field); break;
    case FIELD_BOOL: break;
    }
}

void schema_of_field(struct json *json, const struct field *field)
{
    json_object_open(json);
    schema_member(json, "type", str_of(json_type(field->type)));
    details(json, field);
    schema_member(json, "description", str_of(gettext(field->says)));
    json_object_close(json);
}

bool schema_form_has_file(const struct form *form)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].type == FIELD_FILE || form->fields[i].type == FIELD_FILES)
            return true;
    return false;
}

static bool has_required(const struct form *form)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].required)
            return true;
    return false;
}

void schema_of_form(struct json *json, const struct form *form)
{
    json_object_open(json);
    schema_member(json, "type", STR("object"));
    json_key(json, STR("properties"));
    json_object_open(json);
    for (size_t i = 0; i < form->count; i++) {
        json_key(json, str_of(form->fields[i].name));
        schema_of_field(json, &form->fields[i]);
    }
    json_object_close(json);
    if (has_required(form)) {
        json_key(json, STR("required"));
        json_array_open(json);
        for (size_t i = 0; i < form->count; i++)
            if (form->fields[i].required)
                json_text(json, str_of(form->fields[i].name));
        json_array_close(json);
    }
    json_object_close(json);
}

static const struct {
    const char *type, *format;
} value_types[] = {
    [TYPE_BOOL] = {"boolean", NULL},     [TYPE_INT] = {"integer", "int32"},   [TYPE_BIGINT] = {"integer", "int64"},
    [TYPE_FLOAT] = {"number", "double"}, [TYPE_TEXT] = {"string", NULL},      [TYPE_UUID] = {"string", "uuid"},
    [TYPE_TIMESTAMP] = {"string", "date-time"}, [TYPE_JSONB] = {NULL, NULL}, [TYPE_BYTEA] = {"string", NULL},
    [TYPE_SHAPE] = {NULL, NULL},
};
static_assert(sizeof value_types / sizeof *value_types == TYPE_COUNT, "one row a type");

void schema_reference(struct json *json, const char *contract_name)
{
    char place[128];
    struct buf text;
    buf_init(&text, sizeof place);
    buf_printf(&text, "#/components/schemas/%s", contract_name);
    json_object_open(json);
    schema_member(json, "$ref", buf_str(&text));
    json_object_close(json);
    buf_free(&text);
}

static void type_member(struct json *json, const char *type, bool nullable)
{
    json_key(json, STR("type"));
    if (nullable)
        json_array_open(json);
    json_text(json, str_of(type));
    if (nullable) {
        json_text(json, STR("null"));
        json_array_close(json);
    }
}

static void scalar_members(struct json *json, const struct column *column, bool nullable)
{
    if (value_types[column->type].type != NULL)
        type_member(json, value_types[column->type].type, nullable);
    if (value_types[column->type].format != NULL)
        schema_member(json, "format", str_of(value_types[column->type].format));
    if (column->type == TYPE_BYTEA)
        schema_member(json, "contentEncoding", STR("base64"));
}

static void element(struct json *json, const struct column *column)
{
    if (column->type == TYPE_SHAPE) {
        schema_reference(json, column->shape->name);
        return;
    }
    json_object_open(json);
    scalar_members(json, column, false);
    json_object_close(json);
}

static void shape_or_null(struct json *json, const struct column *column)
{
    json_key(json, STR("anyOf"));
    json_array_open(json);
    schema_reference(json, column->shape->name);
    if (column->nullable) {
        json_object_open(json);
        schema_member(json, "type", STR("null"));
        json_object_close(json);
    }
    json_array_close(json);
}

static void column_schema(struct json *json, const struct column *column)
{
    json_object_open(json);
    if (column->array) {
        type_member(json, "array", column->nullable);
        json_key(json, STR("items"));
        element(json, column);
    } else if (column->type == TYPE_SHAPE) {
        shape_or_null(json, column);
    } else {
        scalar_members(json, column, column->nullable);
    }
    if (column->says != NULL && column->says[0] != '\0')
        schema_member(json, "description", str_of(column->says));
    json_object_close(json);
}

void schema_of_contract(struct json *json, const struct contract *contract)
{
    json_object_open(json);
    schema_member(json, "type", STR("object"));
    schema_member(json, "description", str_of(contract->says));
    json_key(json, STR("properties"));
    json_object_open(json);
    for (size_t i = 0; i < contract->column_count; i++) {
        json_key(json, str_of(contract->columns[i].name));
        column_schema(json, &contract->columns[i]);
    }
    json_object_close(json);
    json_key(json, STR("required"));
    json_array_open(json);
    for (size_t i = 0; i < contract->column_count; i++)
        json_text(json, str_of(contract->columns[i].name));
    json_array_close(json);
    json_object_close(json);
}

void schema_of_problem(struct json *json)
{
    json_raw(json, STR("{\"type\":\"object\",\"description\":\"RFC 9457\",\"required\":[\"type\",\"title\",\"status\",\"request_id\"],"
                       "\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
                       "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
                       "\"instance\":{\"type\":\"string\",\"format\":\"uri-reference\"},\"request_id\":{\"type\":\"string\"},"
                       "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                       "\"required\":[\"field\",\"code\",\"message\"],\"properties\":{\"field\":{\"type\":\"string\"},"
                       "\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}}}}"));
}
