#include "web/render.h"

#include <assert.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "store/contract_json.h"
#include "web/csrf.h"
#include "web/percent.h"
#include "web/problem.h"
#include "web/toast.h"
#include "web/urlencoded.h"

static void write_next(struct json *json, struct str next)
{
    json_key(json, STR("next"));
    json_text(json, next);
}

static void render_json(struct exchange *x)
{
    struct response *rs = &x->rs;
    struct json json;
    json_begin(&json, &rs->body);
    if (x->match.route->answer == ANSWER_LIST) {
        json_object_open(&json);
        json_key(&json, STR("data"));
        contract_write_rows(&json, rs->contract, rs->rows);
        write_next(&json, rs->next);
        json_object_close(&json);
    } else {
        contract_write_row(&json, rs->contract, rs->rows.at);
    }
    if (!json_end(&json))
        rs->body.failed = true;
    rs->content_type = STR("application/json");
}

static const char *cursor_field(const struct form *form)
{
    for (size_t i = 0; form != NULL && i < form->count; i++)
        if (form->fields[i].type == FIELD_CURSOR || form->fields[i].type == FIELD_PLACE)
            return form->fields[i].name;
    return NULL;
}

static struct str append(struct arena *arena, struct str all, const char *name, struct str value)
{
    const struct str parts[] = {all, all.n > 0 ? STR("&") : STR(""), percent_encode(arena, str_of(name), ""), STR("="),
                                percent_encode(arena, value, "")};
    return arena_join(arena, 5, parts);
}

/* The same query with the next place in it; what the form does not take is left out, so that its length is bounded. */
static void add_link(struct exchange *x)
{
    const struct form *form = x->match.route->form;
    const char *cursor = cursor_field(form);
    if (x->rs.next.p == NULL || cursor == NULL)
        return;
    struct arena *arena = x->rq.arena;
    struct str query = STR("");
    for (size_t i = 0; i < form->count; i++) {
        struct str value = form_value(x->rq.form_state, str_of(form->fields[i].name));
        if (form->fields[i].name != cursor && value.n > 0)
            query = append(arena, query, form->fields[i].name, value);
    }
    query = append(arena, query, cursor, x->rs.next);
    const struct str parts[] = {STR("<"), percent_encode(arena, x->rq.path, "/"), STR("?"), query, STR(">; rel=\"next\"")};
    response_header(&x->rs, STR("Link"), arena_join(arena, 5, parts));
}

/* A place below the site's root, and no other host: "//host" and "/\host" lead away. */
static struct str local_place(struct str place)
{
    bool below = place.n > 0 && place.p[0] == '/' && !(place.n > 1 && (place.p[1] == '/' || place.p[1] == '\\'));
    return below ? place : STR("/");
}

static void render_api(struct exchange *x)
{
    struct response *rs = &x->rs;
    if (rs->location.p != NULL && rs->status == CREATED) {
        struct str place = local_place(rs->location);
        const struct str parts[] = {str_starts_with(place, STR("/api/")) ? STR("") : STR(API_PREFIX), place};
        response_header(rs, STR("Location"), arena_join(rs->arena, 2, parts));
    }
    if (rs->contract != NULL) {
        render_json(x);
        add_link(x);
    } else if (rs->status == OK) {
        rs->status = NO_CONTENT;
    }
}

/* What a browser sent can make a place so long that nginx would not take the header (fastcgi_buffer_size): home, then. */
enum { LOCATION_MAX = 8000 };

static void redirect(struct exchange *x, struct str place)
{
    struct str location = percent_encode(x->rq.arena, local_place(place), "/?&=#%:@!$'()*+,;[]");
    if (x->rs.toast.p != NULL)
        toast_put(&x->rs, x->rs.toast);
    response_header(&x->rs, STR("Location"), location.n > LOCATION_MAX ? STR("/") : location);
    x->rs.status = SEE_OTHER;
}

static void show_page(struct exchange *x, page_fn *page)
{
    csrf_prepare(x);
    x->rs.content_type = STR("text/html; charset=utf-8");
    page(&x->rq, &x->rs);
}

/* A finished POST goes where its handler says; told only by a toast, it stays at its own place; else its page shows what
 * came of it. */
static void render_page(struct exchange *x)
{
    const struct route *route = x->match.route;
    bool changed = exchange_changes_state(x);
    if (x->rs.location.p != NULL && (changed || x->rs.status == SEE_OTHER))
        redirect(x, x->rs.location);
    else if (changed && (x->rs.toast.p != NULL || route->page == NULL))
        redirect(x, x->rq.path);
    else
        show_page(x, route->page);
}

/* The form with what is wrong beside its fields, or with what its handler made for the page to show; what is not the form's
 * fault has a page of its own. */
static page_fn *failure_page(const struct exchange *x)
{
    const struct route *route = x->match.route;
    enum status status = x->rs.status;
    bool forms_fault = status < INTERNAL_SERVER_ERROR && status != TOO_MANY_REQUESTS && status != NOT_FOUND && status != FORBIDDEN;
    bool form_again = x->form_read && exchange_changes_state(x) && route != NULL && route->page != NULL &&
                      (forms_fault || x->rs.view != NULL);
    return form_again ? route->page : problem_page;
}

static void render_once(struct exchange *x)
{
    struct response *rs = &x->rs;
    const struct route *route = x->match.route;
    if (x->replayed || rs->status == NO_CONTENT)
        return;
    bool said_itself = route != NULL && route->answer == ANSWER_RAW && rs->content_type.p != NULL && rs->body.n > 0;
    if (rs->status >= BAD_REQUEST && !said_itself) {
        if (x->rq.page)
            show_page(x, failure_page(x));
        else
            problem_write_json(&x->rq, rs);
    } else if (x->rq.page && route->answer != ANSWER_RAW) {
        render_page(x);
    } else if (route->answer != ANSWER_RAW) {
        render_api(x);
    } else if (x->rq.page && rs->status == SEE_OTHER) {
        redirect(x, rs->location);
    }
}

static bool is_broken(const struct exchange *x)
{
    return x->rs.body.failed || x->rs.headers.failed || arena_full(x->rq.arena);
}

static void start_again(struct response *rs)
{
    buf_clear(&rs->body);
    buf_clear(&rs->headers);
    rs->accel = false;
    rs->location = STR_NULL;
    response_problem(rs, INTERNAL_SERVER_ERROR, NULL, _("Something went wrong on our side."));
}

void render(struct exchange *x)
{
    render_once(x);
    if (!is_broken(x))
        return;
    log_error("the answer could not be made: %zu bytes of memory used, %zu of body, headers %s", arena_used(x->rq.arena),
              x->rs.body.n, x->rs.headers.failed ? "refused" : "fine");
    start_again(&x->rs);
    problem_write_json(&x->rq, &x->rs);
}
