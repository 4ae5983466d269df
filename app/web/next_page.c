#include "web/next_page.h"

#include "web/percent.h"
#include "web/urlencoded.h"

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

bool next_page_valid(struct str page)
{
    for (size_t i = 0; i < page.n; i++)
        if (!is_plain(page.p[i]) && (page.p[i] != '/' || (i > 0 && page.p[i - 1] == '/')))
            return false;
    return page.n > 1 && page.n <= NEXT_PAGE_MAX && page.p[0] == '/' && page.p[page.n - 1] != '/';
}

/* As it was sent: who is refused may be so before the form was read. */
static struct str next_page(const struct exchange *x)
{
    struct form_inputs inputs = {.arena = x->rq.arena};
    if (x->match.route == NULL || !x->match.route->draws || urlencoded_parse(x->rq.query, &inputs) != INPUT_READ)
        return STR_NULL;
    const struct str page = form_inputs_text(&inputs, STR("next"));
    return page.p != NULL && next_page_valid(page) ? page : STR_NULL;
}

static struct str refused(const struct exchange *x)
{
    if (x->rs.problem != NULL)
        return str_of(x->rs.problem);
    return x->rs.status >= INTERNAL_SERVER_ERROR ? STR("unavailable") : STR("not-allowed");
}

void next_page_refuse(struct exchange *x)
{
    const struct str page = x->rs.status >= BAD_REQUEST ? next_page(x) : STR_NULL;
    if (page.p == NULL)
        return;
    const bool stranger = x->rs.status == UNAUTHORIZED;
    const struct str sign_in[] = {STR("/auth/login?then="), page}, back[] = {page, STR("?refused="), percent_encode(x->rq.arena, refused(x), "")};
    response_header(&x->rs, STR("Location"), stranger ? arena_join(x->rq.arena, 2, sign_in) : arena_join(x->rq.arena, 3, back));
    buf_clear(&x->rs.body);
    x->rs.status = SEE_OTHER;
}
