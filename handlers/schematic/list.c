/* Lists of builds: public ones by newness, author, tag and text, and one's own. */
#include <assert.h>

#include "core/buf.h"
#include "core/utf8.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "queries/schematic.h"

/* Each way to look has a query of its own, so that each has a plan that uses its index; all answer the same columns,
 * which tests/unit/schematic/test_list.c compares one by one. */
static_assert(sizeof(struct schematic_page_row) == sizeof(struct schematic_page_author_row), "the same columns");
static_assert(sizeof(struct schematic_page_row) == sizeof(struct schematic_page_tag_row), "the same columns");
static_assert(sizeof(struct schematic_page_row) == sizeof(struct schematic_page_text_row), "the same columns");

enum { PATTERN_LEAST = 3 /* code points: what a trigram index can look up */ };

static int64_t limit_of(struct opt_bigint asked)
{
    return asked.set ? asked.v : SCHEMATIC_PAGE_LIMIT;
}

static struct str filter_of(struct str sent)
{
    return sent.n > 0 ? sent : STR_NULL;
}

/* "%text%" with LIKE's own signs escaped; absent when it is too short to look up. */
static struct str pattern_of(struct arena *arena, struct str text)
{
    if (utf8_length(text) < PATTERN_LEAST)
        return STR_NULL;
    struct buf pattern;
    buf_init(&pattern, 2 * text.n + 2);
    buf_add_char(&pattern, '%');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '%' || text.p[i] == '_' || text.p[i] == '\\')
            buf_add_char(&pattern, '\\');
        buf_add_char(&pattern, text.p[i]);
    }
    buf_add_char(&pattern, '%');
    struct str result = arena_str(arena, buf_str(&pattern));
    buf_free(&pattern);
    return result;
}

static enum db_result find(struct request *rq, const struct schematic_list_form *form, int64_t limit, struct rows *rows)
{
    struct str text = filter_of(form->text), tag = filter_of(form->tag), author = filter_of(form->author);
    if (text.p) {
        const struct schematic_page_text_in in = {.text = text,
                                                  .pattern = pattern_of(rq->arena, text),
                                                  .tag = tag,
                                                  .author = author,
                                                  .before = form->before,
                                                  .limit = limit};
        return schematic_page_text(rq->db, rq->arena, &in, rows);
    }
    if (tag.p) {
        const struct schematic_page_tag_in in = {.tag = tag, .author = author, .before = form->before, .limit = limit};
        return schematic_page_tag(rq->db, rq->arena, &in, rows);
    }
    if (author.p) {
        const struct schematic_page_author_in in = {.author = author, .before = form->before, .limit = limit};
        return schematic_page_author(rq->db, rq->arena, &in, rows);
    }
    const struct schematic_page_in in = {.before = form->before, .limit = limit};
    return schematic_page(rq->db, rq->arena, &in, rows);
}

enum status schematic_list(struct request *rq, struct response *rs)
{
    const struct schematic_list_form *form = rq->form;
    int64_t limit = limit_of(form->limit);
    struct rows rows;
    enum db_result result = find(rq, form, limit + 1, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    return response_page(rs, &Q_SCHEMATIC_PAGE, rows, limit, "id");
}

enum status schematic_list_own(struct request *rq, struct response *rs)
{
    const struct schematic_mine_form *form = rq->form;
    int64_t limit = limit_of(form->limit);
    const struct schematic_mine_in in = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = schematic_mine(rq->db, rq->arena, &in, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    return response_page(rs, &Q_SCHEMATIC_MINE, rows, limit, "id");
}
