/* The site's own route tables, row by row: what a newcomer's row must keep to. */
#include "cmocka_web.h"

#include <assert.h>
#include <stdlib.h>

#include "core/buf.h"
#include "core/config.h"
#include "core/json_read.h"
#include "web/dispatch.h"
#include "web/idempotency.h"
#include "web/openapi.h"
#include "web/router.h"

static const struct config config = {
    .rooms = ~0u, .site_name = {"Curio", 5}, .site_url = {"https://site.example", 20},
    .token_secret = {"0123456789abcdef0123456789abcdef", 32}, .request_memory = 4 << 20, .body_max = 1000, .upload_max = 2000,
    .web_workers = 1, .limit_read_count = 1000, .limit_read_seconds = 60, .limit_write_count = 1000, .limit_write_seconds = 60,
    .limit_upload_count = 1000, .limit_upload_seconds = 60, .limit_auth_count = 1000, .limit_auth_seconds = 60};

typedef void check_fn(struct arena *, const struct route *);

static void each_route(struct arena *arena, check_fn *check)
{
    for (size_t t = 0; t < route_table_count; t++)
        for (size_t r = 0; r < route_tables[t]->count; r++) {
            const struct route *route = &route_tables[t]->routes[r];
            print_message("%s %s\n", method_name(route->method), route->path);
            check(arena, route);
        }
}

static bool is_page(const struct route *route)
{
    return route->on == ON_PAGE || route->on == ON_BOTH;
}

static bool is_api(const struct route *route)
{
    return route->on == ON_API || route->on == ON_BOTH;
}

/* Whether both could be meant by one request; {parts} stand for the same place whatever their names. */
static bool same_place(const struct route *a, const struct route *b)
{
    bool mounts_meet = (is_page(a) && is_page(b)) || (is_api(a) && is_api(b)) || (a->on == ON_ROOT && b->on == ON_ROOT);
    struct str one, other, left = str_of(a->path), right = str_of(b->path);
    bool more = mounts_meet && a->method == b->method, more_there = more;
    while (more && more_there) {
        more = str_cut(left, '/', &one, &left);
        more_there = str_cut(right, '/', &other, &right);
        if (!str_eq(one, other) && !(str_starts_with(one, STR("{")) && str_starts_with(other, STR("{")))) return false;
    }
    return mounts_meet && a->method == b->method && more == more_there;
}

static const struct route *compared;

static void is_not_the_compared(struct arena *arena, const struct route *route)
{
    (void)arena;
    if (route != compared) assert_false(same_place(route, compared));
}

static void stands_once(struct arena *arena, const struct route *route)
{
    compared = route;
    for (size_t t = 0; t < route_table_count; t++)
        for (size_t r = 0; r < route_tables[t]->count; r++) is_not_the_compared(arena, &route_tables[t]->routes[r]);
}

static void no_route_stands_twice(void **state)
{
    each_route(*state, stands_once);
    assert_non_null(router_new(*state, &config, route_tables, route_table_count));
}

static void path_is_plain(struct arena *arena, const struct route *route)
{
    (void)arena;
    struct str path = str_of(route->path);
    assert_true(str_starts_with(path, STR("/")) && path.n <= 100);
    for (size_t i = 0; i < path.n; i++)
        assert_true((path.p[i] >= 'a' && path.p[i] <= 'z') || memchr("/-_.{}", path.p[i], 6) != NULL);
    assert_true(route->on == ON_ROOT || path.n == 1 || !str_ends_with(path, STR("/"))); /* pages: one address each */
    assert_false(str_starts_with(path, STR("/api/")) && route->on != ON_ROOT);
    assert_true(str_find(path, STR("//")) < 0);
}

static void paths_are_plain(void **state)
{
    each_route(*state, path_is_plain);
}

static void says_what_it_does(struct arena *arena, const struct route *route)
{
    (void)arena;
    assert_non_null(route->says);
    assert_true(strlen(route->says) > 5 && route->says[strlen(route->says) - 1] != '.');
    assert_true(route->needs < PERMISSION_COUNT && route->limit < LIMIT_COUNT && route->room < ROOM_COUNT);
}

static void every_route_says_what_it_does(void **state)
{
    each_route(*state, says_what_it_does);
}

static void answers_fit(struct arena *arena, const struct route *route)
{
    (void)arena;
    bool rows = route->answer == ANSWER_ONE || route->answer == ANSWER_LIST;
    if (rows) assert_non_null(route->returns);
    if (route->answer == ANSWER_NONE) assert_null(route->returns);
    if (rows) assert_true(route->returns->column_count > 0);
    if (route->status == NO_CONTENT) assert_int_equal(route->answer, ANSWER_NONE);
    if (is_api(route) && route->answer == ANSWER_NONE) assert_int_equal(route->status, NO_CONTENT);
    assert_true(route->status == 0 || (route->status >= OK && route->status < 300));
    if (route->handle == NULL) assert_true(route->on == ON_PAGE && route->method == GET && route->page != NULL);
}

static void answers_fit_their_rows(void **state)
{
    each_route(*state, answers_fit);
}

/* A page is what a GET shows, and what a form that failed is shown again with. */
static void has_its_page(struct arena *arena, const struct route *route)
{
    (void)arena;
    bool shows = route->method == GET ? route->answer != ANSWER_RAW : route->form != NULL;
    if (is_page(route) && shows) assert_non_null(route->page);
    if (!is_page(route)) assert_null(route->page);
}

static void pages_are_there(void **state)
{
    each_route(*state, has_its_page);
}

/* NAME NULL: of any name. */
static bool has_field(const struct route *route, const char *name, enum field_type type)
{
    for (size_t i = 0; route->form != NULL && i < route->form->count; i++)
        if (route->form->fields[i].type == type && (name == NULL || strcmp(route->form->fields[i].name, name) == 0)) return true;
    return false;
}

/* Whoever sends a password has it hashed; nobody else keeps a worker of the auth pool busy. A whole file is an upload; a piece of one is
 * a write like others: room for the whole was asked for before. */
static void hashes_in_its_pool(struct arena *arena, const struct route *route)
{
    (void)arena;
    assert_int_equal(route->hashes_password, has_field(route, "password", FIELD_SECRET));
    if (route->hashes_password) assert_true(route->method != GET && route->limit == LIMIT_AUTH);
    if (route->hashes_password) assert_false(idempotency_keeps(route));
    assert_int_equal(route->uploads, has_field(route, NULL, FIELD_FILE) || has_field(route, NULL, FIELD_FILES) || route->takes != NULL);
    if (route->uploads) assert_int_equal(route->limit, route->takes != NULL ? LIMIT_WRITE : LIMIT_UPLOAD);
    if (route->takes != NULL) assert_true(route->form == NULL && route->needs != ANYONE && !idempotency_keeps(route));
}

static void passwords_are_hashed_in_their_pool(void **state)
{
    each_route(*state, hashes_in_its_pool);
}

/* What changes something is never cached and always limited; what a person alone may see is never shared. */
static void is_cached_with_care(struct arena *arena, const struct route *route)
{
    (void)arena;
    if (route->method != GET) assert_true(route->cache == CACHE_NEVER && route->limit != LIMIT_NONE);
    if (route->needs != ANYONE) assert_int_not_equal(route->cache, CACHE_BRIEF);
    if (route->method != GET) assert_int_not_equal(route->limit, LIMIT_READ);
}

static void caching_and_limits_are_careful(void **state)
{
    each_route(*state, is_cached_with_care);
}

static size_t size_of(enum field_type type)
{
    static const size_t sizes[] = {
        [FIELD_TEXT] = sizeof(struct str),       [FIELD_LONGTEXT] = sizeof(struct str),
        [FIELD_SECRET] = sizeof(struct str),     [FIELD_EMAIL] = sizeof(struct str),
        [FIELD_INT] = sizeof(struct opt_bigint), [FIELD_FLOAT] = sizeof(struct opt_float),
        [FIELD_BOOL] = sizeof(bool),
        [FIELD_UUID] = sizeof(struct opt_uuid),  [FIELD_CHOICE] = sizeof(struct str),
        [FIELD_TAGS] = sizeof(struct list),      [FIELD_CURSOR] = sizeof(struct opt_uuid),
        [FIELD_PLACE] = sizeof(struct str),      [FIELD_FILE] = sizeof(struct form_file),
        [FIELD_FILES] = sizeof(struct list),
    };
    static_assert(sizeof sizes / sizeof *sizes == FIELD_FILES + 1, "one size a type");
    return sizes[type];
}

/* Every byte of the struct belongs to one field at the most. */
static void take(bool taken[], const struct form *form, size_t offset, size_t size)
{
    assert_true(offset + size <= form->size);
    for (size_t i = offset; i < offset + size; i++) {
        assert_false(taken[i]);
        taken[i] = true;
    }
}

static bool tells_absence(const struct field *field)
{
    return field->present != 0 || field->type == FIELD_INT || field->type == FIELD_FLOAT || field->type == FIELD_UUID;
}

/* A part of the address, which is always there. */
static bool stands_in_path(const struct route *route, const char *name)
{
    char part[64];
    snprintf(part, sizeof part, "{%s}", name);
    return strstr(route->path, part) != NULL;
}

static void form_fits(struct arena *arena, const struct route *route)
{
    const struct form *form = route->form;
    if (form == NULL) return;
    bool *taken = arena_array(arena, form->size, sizeof *taken);
    memset(taken, 0, form->size * sizeof *taken);
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->fields[i];
        take(taken, form, field->offset, size_of(field->type));
        if (field->present != 0) take(taken, form, field->present, sizeof(bool));
        assert_true(field->name[0] != '\0' && strcmp(field->name, "csrf") != 0 && field->name[0] != '_');
        assert_true(field->says != NULL && field->says[0] != '\0');
        assert_true(field->max == 0 || field->min <= field->max);
        assert_int_equal(field->type == FIELD_CHOICE, field->choices != NULL);
        if (route->method == PATCH && !stands_in_path(route, field->name)) assert_true(tells_absence(field) && !field->required);
        if (route->method == GET) assert_true(field->type != FIELD_FILE && field->type != FIELD_FILES && field->type != FIELD_SECRET);
        for (size_t j = 0; j < i; j++) assert_string_not_equal(field->name, form->fields[j].name);
    }
}

static void forms_fit_their_structs(void **state)
{
    each_route(*state, form_fits);
}

/* Documented where the API has it, and only there. */
static struct json_value *document;

static void is_documented(struct arena *arena, const struct route *route)
{
    struct str path = arena_printf(arena, "%s%s", route->on == ON_ROOT ? "" : API_PREFIX, route->path);
    char method[16] = "";
    const char *name = method_name(route->method);
    for (size_t i = 0; name[i] != '\0'; i++) method[i] = (char)(name[i] - 'A' + 'a');
    const struct json_value *of_path = json_member(json_member(document, STR("paths")), path);
    const struct json_value *operation = of_path == NULL ? NULL : json_member(of_path, str_of(method));
    struct str summary;
    bool alone = route->on == ON_PAGE;
    if (!alone) assert_non_null(operation);
    if (alone && operation != NULL) return; /* the same address is told by the API's own row */
    assert_int_equal(operation != NULL, !alone);
    if (!alone) assert_true(json_as_text(json_member(operation, STR("summary")), &summary) && str_eq(summary, str_of(route->says)));
}

static void every_route_is_documented(void **state)
{
    struct buf text;
    struct json_error error;
    buf_init(&text, 1 << 20);
    openapi_write(&config, &text);
    assert_false(text.failed);
    if (json_parse(*state, buf_str(&text), JSON_READ_DEPTH, true, &document, &error) != JSON_OK)
        fail_msg("byte %zu of the document: %s", error.offset, error.reason);
    each_route(*state, is_documented);
    buf_free(&text);
}

static ptrdiff_t no_body(void *with, void *into, size_t size)
{
    (void)with, (void)into, (void)size;
    return 0;
}

/* Whether a page of another site, which a browser names, gets anywhere with CHANGES to this address. The database is away: what
 * passes every check ends in 503. */
static void refuses_foreign_pages(struct arena *arena, const struct route *route)
{
    if (route->method == GET || !is_page(route)) return;
    struct site site = {.config = &config, .db = db_open("host=/nonexistent"), .cache = cache_open("/nonexistent"),
                        .router = router_new(arena, &config, route_tables, route_table_count), .limits = limits_new(arena, &config)};
    const struct str method = arena_printf(arena, "REQUEST_METHOD=%s", method_name(route->method));
    const struct str uri = arena_printf(arena, "REQUEST_URI=%s", route->path);
    char *parameters[] = {strndup(method.p, method.n), strndup(uri.p, uri.n), strdup("REMOTE_ADDR=192.0.2.1"),
                          strdup("HTTP_SEC_FETCH_SITE=cross-site"), strdup("HTTP_ORIGIN=https://foe.example"), NULL};
    const struct incoming in = {parameters, no_body, NULL};
    struct reply reply = dispatch(&site, arena, &in);
    if (route->needs == ANYONE) assert_int_equal(reply.status, FORBIDDEN);
    else assert_true(reply.status == SEE_OTHER || reply.status == UNAUTHORIZED);
    for (char **one = parameters; *one != NULL; one++) free(*one);
    db_close(site.db);
    cache_close(site.cache);
}

static void nothing_is_changed_for_foreign_pages(void **state)
{
    each_route(*state, refuses_foreign_pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(no_route_stands_twice),
        WITH_ARENA(paths_are_plain),
        WITH_ARENA(every_route_says_what_it_does),
        WITH_ARENA(answers_fit_their_rows),
        WITH_ARENA(pages_are_there),
        WITH_ARENA(passwords_are_hashed_in_their_pool),
        WITH_ARENA(caching_and_limits_are_careful),
        WITH_ARENA(forms_fit_their_structs),
        WITH_ARENA(every_route_is_documented),
        WITH_ARENA(nothing_is_changed_for_foreign_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
