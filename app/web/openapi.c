#include "web/openapi.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "web/idempotency.h"
#include "web/openapi_schema.h"
#include "web/problem.h"
#include "web/router.h"

bool openapi_shows(const struct config *config, const struct route *route)
{
    return route->on != ON_PAGE && config_room_on(config, route->room);
}

const char *openapi_type_name(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_TEXT] = N_("text"),
        [FIELD_LONGTEXT] = N_("text of several lines"),
        [FIELD_SECRET] = N_("secret"),
        [FIELD_EMAIL] = N_("e-mail address"),
        [FIELD_INT] = N_("number"),
        [FIELD_FLOAT] = N_("number"),
        [FIELD_JSON] = N_("object"),
        [FIELD_BOOL] = N_("yes or no"),
        [FIELD_UUID] = N_("id"),
        [FIELD_CHOICE] = N_("choice"),
        [FIELD_TAGS] = N_("tags"),
        [FIELD_CURSOR] = N_("place to go on from"),
        [FIELD_PLACE] = N_("place to go on from"),
        [FIELD_FILE] = N_("file"),
        [FIELD_FILES] = N_("files"),
    };
    static_assert(sizeof names / sizeof *names == FIELD_FILES + 1, "one name a type");
    return gettext(names[type]);
}

/* Every route that the document shows, in the order of the tables. */
struct shown {
    const struct route **at;
    size_t count;
};

static struct shown collect(struct arena *arena, const struct config *config)
{
    size_t most = 1;
    for (size_t t = 0; t < route_table_count; t++)
        most += route_tables[t]->count;
    struct shown shown = {arena_array(arena, most, sizeof(struct route *)), 0};
    for (size_t t = 0; t < route_table_count; t++)
        for (size_t r = 0; r < route_tables[t]->count; r++)
            if (openapi_shows(config, &route_tables[t]->routes[r]))
                shown.at[shown.count++] = &route_tables[t]->routes[r];
    return shown;
}

static struct str path_of(struct arena *arena, const struct route *route)
{
    const struct str parts[] = {route->on == ON_ROOT ? STR("") : STR(API_PREFIX), str_of(route->path)};
    return arena_join(arena, 2, parts);
}

/* "get_schematics_id" */
static struct str operation_id(struct arena *arena, const struct route *route)
{
    struct str text =
        arena_printf(arena, "%s%s%s", method_name(route->method), route->on == ON_ROOT ? "_root" : "", route->path);
    char *at = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= 'A' && c <= 'Z')
            at[n++] = (char)(c + ('a' - 'A'));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            at[n++] = c;
        else if (c != '}')
            at[n++] = '_';
    }
    for (size_t i = 0, kept = 0; i <= n; i++) {
        if (i == n) {
            n = kept;
            break;
        }
        if (at[i] != '_' || kept == 0 || at[kept - 1] != '_')
            at[kept++] = at[i];
    }
    while (n > 0 && at[n - 1] == '_')
        n--;
    return (struct str){at, n};
}

static void parameter(struct json *json, struct str name, const char *in, bool required)
{
    schema_member(json, "name", name);
    schema_member(json, "in", str_of(in));
    json_key(json, STR("required"));
    json_bool(json, required);
}

static void path_parameters(struct json *json, const struct route *route)
{
    struct str segment, rest = str_of(route->path);
    bool more = true;
    while (more) {
        more = str_cut(rest, '/', &segment, &rest);
        if (segment.n < 3 || segment.p[0] != '{')
            continue;
        json_object_open(json);
        parameter(json, str_slice(segment, 1, segment.n - 1), "path", true);
        json_key(json, STR("schema"));
        json_raw(json, STR("{\"type\":\"string\"}"));
        json_object_close(json);
    }
}

static bool in_path(const struct route *route, const char *name)
{
    struct str segment, rest = str_of(route->path);
    bool more = true;
    while (more) {
        more = str_cut(rest, '/', &segment, &rest);
        if (segment.n > 2 && segment.p[0] == '{' && str_eq(str_slice(segment, 1, segment.n - 1), str_of(name)))
            return true;
    }
    return false;
}

static void query_parameters(struct json *json, const struct route *route)
{
    for (size_t i = 0; i < route->form->count; i++) {
        const struct field *field = &route->form->fields[i];
        if (in_path(route, field->name))
            continue;
        json_object_open(json);
        parameter(json, str_of(field->name), "query", field->required);
        json_key(json, STR("schema"));
        schema_of_field(json, field);
        json_object_close(json);
    }
}

static void header_parameter_reference(struct json *json, const char *name)
{
    struct buf text;
    buf_init(&text, 128);
    buf_printf(&text, "#/components/parameters/%s", name);
    json_object_open(json);
    schema_member(json, "$ref", buf_str(&text));
    json_object_close(json);
    buf_free(&text);
}

static void parameters(struct json *json, const struct route *route)
{
    json_key(json, STR("parameters"));
    json_array_open(json);
    path_parameters(json, route);
    if ((route->method == GET || route->draws) && route->form != NULL)
        query_parameters(json, route);
    if (route->method != GET && idempotency_keeps(route))
        header_parameter_reference(json, "IdempotencyKey");
    if (route->method == PATCH || route->method == DELETE)
        header_parameter_reference(json, "IfMatch");
    if (route->method == GET && route->answer != ANSWER_RAW)
        header_parameter_reference(json, "IfNoneMatch");
    json_array_close(json);
}

static void content(struct json *json, const char *media, const struct form *form)
{
    json_key(json, str_of(media));
    json_object_open(json);
    json_key(json, STR("schema"));
    schema_of_form(json, form);
    json_object_close(json);
}

static void raw_body(struct json *json, const char *media)
{
    json_key(json, STR("requestBody"));
    json_object_open(json);
    json_key(json, STR("required"));
    json_bool(json, true);
    json_key(json, STR("content"));
    json_object_open(json);
    json_key(json, str_of(media));
    json_raw(json, STR("{}"));
    json_object_close(json);
    json_object_close(json);
}

/* As it is, or the one file of a form. */
static void picture_body(struct json *json)
{
    json_key(json, STR("requestBody"));
    json_raw(json, STR("{\"required\":true,\"content\":{\"image/*\":{},\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"required\":[\"image\"],"
                       "\"properties\":{\"image\":{\"type\":\"string\",\"format\":\"binary\"}}}}}}"));
}

static void request_body(struct json *json, const struct route *route)
{
    if (route->draws) {
        picture_body(json);
        return;
    }
    if (route->takes != NULL) {
        raw_body(json, route->takes);
        return;
    }
    if (route->method == GET || route->form == NULL)
        return;
    bool file = schema_form_has_file(route->form);
    json_key(json, STR("requestBody"));
    json_object_open(json);
    json_key(json, STR("required"));
    json_bool(json, true);
    json_key(json, STR("content"));
    json_object_open(json);
    if (!file)
        content(json, "application/json", route->form);
    if (!file)
        content(json, "application/x-www-form-urlencoded", route->form);
    content(json, "multipart/form-data", route->form);
    json_object_close(json);
    json_object_close(json);
}

static void security(struct json *json, const struct route *route)
{
    json_key(json, STR("security"));
    json_raw(json, route->needs == ANYONE ? STR("[{},{\"bearer\":[]}]") : STR("[{\"bearer\":[]},{\"cookie\":[]}]"));
}

static void list_schema(struct json *json, const struct contract *contract)
{
    json_object_open(json);
    schema_member(json, "type", STR("object"));
    json_key(json, STR("required"));
    json_raw(json, STR("[\"data\",\"next\"]"));
    json_key(json, STR("properties"));
    json_object_open(json);
    json_key(json, STR("data"));
    json_object_open(json);
    schema_member(json, "type", STR("array"));
    json_key(json, STR("items"));
    schema_reference(json, contract->name);
    json_object_close(json);
    json_key(json, STR("next"));
    json_raw(json, STR("{\"type\":[\"string\",\"null\"]}"));
    json_object_close(json);
    json_object_close(json);
}

static enum status success_status(const struct route *route)
{
    if (route->status != 0)
        return route->status;
    return route->answer == ANSWER_NONE ? NO_CONTENT : OK;
}

/* What the handler writes, whatever the status. */
static void row_content(struct json *json, const struct route *route)
{
    json_key(json, STR("content"));
    json_object_open(json);
    json_key(json, route->returns == NULL ? STR("*/*") : STR("application/json"));
    json_object_open(json);
    if (route->returns != NULL) {
        json_key(json, STR("schema"));
        if (route->answer == ANSWER_LIST)
            list_schema(json, route->returns);
        else
            schema_reference(json, route->returns->name);
    }
    json_object_close(json);
    json_object_close(json);
}

static void response_key(struct json *json, enum status status)
{
    struct buf text;
    buf_init(&text, 16);
    buf_printf(&text, "%d", (int)status);
    json_key(json, buf_str(&text));
    buf_free(&text);
}

static void problem_content(struct json *json)
{
    json_key(json, STR("content"));
    json_raw(json, STR("{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}"));
}

static void problem_response(struct json *json, enum status status)
{
    response_key(json, status);
    json_object_open(json);
    schema_member(json, "description", str_of(status_phrase(status)));
    problem_content(json);
    json_object_close(json);
}

static void not_modified(struct json *json)
{
    response_key(json, NOT_MODIFIED);
    json_object_open(json);
    schema_member(json, "description", str_of(status_phrase(NOT_MODIFIED)));
    json_object_close(json);
}

/* What a route may answer that no column tells: a handler's own refusals, and whatever goes wrong. */
static void other_problem(struct json *json)
{
    json_key(json, STR("default"));
    json_object_open(json);
    schema_member(json, "description", str_of(_("Anything else is a problem as well.")));
    problem_content(json);
    json_object_close(json);
}

/* A handler that writes its own body answers its row even when the site can't serve: that is what is asked. */
static void unavailable(struct json *json, const struct route *route)
{
    if (route->answer != ANSWER_RAW || route->returns == NULL) {
        problem_response(json, SERVICE_UNAVAILABLE);
        return;
    }
    response_key(json, SERVICE_UNAVAILABLE);
    json_object_open(json);
    schema_member(json, "description", str_of(status_phrase(SERVICE_UNAVAILABLE)));
    row_content(json, route);
    json_object_close(json);
}

static void problems(struct json *json, const struct route *route)
{
    bool changes = route->method != GET, part = strchr(route->path, '{') != NULL;
    if (changes || route->form != NULL)
        problem_response(json, BAD_REQUEST);
    if (route->needs != ANYONE)
        problem_response(json, UNAUTHORIZED);
    if (route->needs > SIGNED_IN || changes)
        problem_response(json, FORBIDDEN);
    if (part)
        problem_response(json, NOT_FOUND);
    if (changes)
        problem_response(json, CONFLICT);
    if (route->method == PATCH || route->method == DELETE)
        problem_response(json, PRECONDITION_FAILED);
    if (changes)
        problem_response(json, CONTENT_TOO_LARGE);
    if (changes)
        problem_response(json, UNSUPPORTED_MEDIA_TYPE);
    if (changes || route->form != NULL)
        problem_response(json, UNPROCESSABLE_CONTENT);
    if (route->limit != LIMIT_NONE)
        problem_response(json, TOO_MANY_REQUESTS);
    unavailable(json, route);
    other_problem(json);
}

/* What a program may get besides: something that the documents say in words, or a problem. */
static void other_answers(struct json *json, const struct route *route)
{
    for (size_t i = 0; i < sizeof route->also / sizeof *route->also && route->also[i] != 0; i++) {
        if (route->also[i] >= BAD_REQUEST) {
            problem_response(json, route->also[i]);
            continue;
        }
        response_key(json, route->also[i]);
        json_object_open(json);
        schema_member(json, "description", str_of(status_phrase(route->also[i])));
        if (route->also[i] == ACCEPTED) {
            json_key(json, STR("content"));
            json_raw(json, STR("{\"application/json\":{}}"));
        }
        json_object_close(json);
    }
}

static void responses(struct json *json, const struct route *route)
{
    enum status status = success_status(route);
    json_key(json, STR("responses"));
    json_object_open(json);
    response_key(json, status);
    json_object_open(json);
    schema_member(json, "description", str_of(status_phrase(status)));
    if (status != NO_CONTENT)
        row_content(json, route);
    json_object_close(json);
    if (route->method == GET && route->answer != ANSWER_RAW)
        not_modified(json);
    other_answers(json, route);
    problems(json, route);
    json_object_close(json);
}

static struct str tag_of(const struct route *route)
{
    struct str first, rest = str_slice(str_of(route->path), 1, strlen(route->path));
    if (route->on == ON_ROOT)
        return STR("site");
    str_cut(rest, '/', &first, &rest);
    return first;
}

static void operation(struct json *json, struct arena *arena, const struct route *route)
{
    struct str method = operation_id(arena, route), name, rest;
    str_cut(method, '_', &name, &rest);
    json_key(json, name);
    json_object_open(json);
    schema_member(json, "operationId", method);
    schema_member(json, "summary", str_of(gettext(route->says)));
    json_key(json, STR("tags"));
    json_array_open(json);
    json_text(json, tag_of(route));
    json_array_close(json);
    security(json, route);
    parameters(json, route);
    request_body(json, route);
    responses(json, route);
    json_object_close(json);
}

static bool path_came_before(const struct shown *shown, size_t until)
{
    for (size_t i = 0; i < until; i++)
        if (strcmp(shown->at[i]->path, shown->at[until]->path) == 0 &&
            (shown->at[i]->on == ON_ROOT) == (shown->at[until]->on == ON_ROOT))
            return true;
    return false;
}

static void paths(struct json *json, struct arena *arena, const struct shown *shown)
{
    json_key(json, STR("paths"));
    json_object_open(json);
    for (size_t i = 0; i < shown->count; i++) {
        if (path_came_before(shown, i))
            continue;
        json_key(json, path_of(arena, shown->at[i]));
        json_object_open(json);
        for (size_t j = i; j < shown->count; j++)
            if (strcmp(shown->at[i]->path, shown->at[j]->path) == 0 &&
                (shown->at[i]->on == ON_ROOT) == (shown->at[j]->on == ON_ROOT))
                operation(json, arena, shown->at[j]);
        json_object_close(json);
    }
    json_object_close(json);
}

enum { CONTRACTS_MAX = 256 };

struct contracts {
    const struct contract *at[CONTRACTS_MAX];
    size_t count;
};

/* With the shapes inside it; each once. */
static void add_contract(struct contracts *all, const struct contract *contract)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i] == contract)
            return;
    assert(all->count < CONTRACTS_MAX);
    all->at[all->count++] = contract;
    for (size_t i = 0; i < contract->column_count; i++)
        if (contract->columns[i].type == TYPE_SHAPE)
            add_contract(all, contract->columns[i].shape);
}

static void schemas(struct json *json, struct arena *arena, const struct shown *shown)
{
    struct contracts *all = ARENA_NEW(arena, struct contracts);
    for (size_t i = 0; i < shown->count; i++)
        if (shown->at[i]->returns != NULL)
            add_contract(all, shown->at[i]->returns);
    json_key(json, STR("schemas"));
    json_object_open(json);
    json_key(json, STR("problem"));
    schema_of_problem(json);
    for (size_t i = 0; i < all->count; i++) {
        json_key(json, str_of(all->at[i]->name));
        schema_of_contract(json, all->at[i]);
    }
    json_object_close(json);
}

static void fixed_components(struct json *json)
{
    json_key(json, STR("securitySchemes"));
    json_raw(json, STR("{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"bearerFormat\":\"JWT\"},"
                       "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-session\"}}"));
    json_key(json, STR("parameters"));
    json_raw(
        json,
        STR("{\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":false,"
            "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}},"
            "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":false,\"schema\":{\"type\":\"string\"}},"
            "\"IfNoneMatch\":{\"name\":\"If-None-Match\",\"in\":\"header\",\"required\":false,"
            "\"schema\":{\"type\":\"string\"}}}"));
}

static void about(struct json *json, const struct config *config)
{
    schema_member(json, "openapi", STR("3.1.0"));
    json_key(json, STR("info"));
    json_object_open(json);
    schema_member(json, "title", config->site_name);
    schema_member(json, "version", STR(CURIO_VERSION));
    schema_member(json, "description", config->site_tagline.p == NULL ? STR("") : config->site_tagline);
    json_object_close(json);
    json_key(json, STR("servers"));
    json_array_open(json);
    json_object_open(json);
    schema_member(json, "url", config->site_url);
    json_object_close(json);
    json_array_close(json);
}

enum { DOCUMENT_MEMORY = 1024 * 1024 };

void openapi_write(const struct config *config, struct buf *out)
{
    struct arena *arena = arena_new(DOCUMENT_MEMORY);
    struct shown shown = collect(arena, config);
    struct json json;
    json_begin(&json, out);
    json_object_open(&json);
    about(&json, config);
    paths(&json, arena, &shown);
    json_key(&json, STR("components"));
    json_object_open(&json);
    schemas(&json, arena, &shown);
    fixed_components(&json);
    json_object_close(&json);
    json_object_close(&json);
    if (!json_end(&json))
        out->failed = true;
    arena_free(arena);
}
