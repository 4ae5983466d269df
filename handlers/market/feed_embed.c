/* A list for other sites to show in a frame: the only page that may be framed. It has no form, no cookie is asked for, and links open outside. */
#include "core/text.h"
#include "handlers/market/feed.h"
#include "handlers/market/feed_markets.h"
#include "handlers/market/find.h"
#include "handlers/market/handlers.h"
#include "handlers/market/list.h"
#include "handlers/site/pages.h"
#include "templates/market.h"

enum { EMBED_MOST = 20, DATA_MOST = 8 << 20 };

enum status market_embed(struct request *rq, struct response *rs)
{
    const enum status status = market_list(rq, rs);
    if (rs->rows.count > EMBED_MOST)
        rs->rows.count = EMBED_MOST;
    return status;
}

/* The same markets as data, so that what reads pages of others finds them in the frame too. */
static struct str data_of(struct request *rq, struct rows rows)
{
    struct uuid *ids = arena_array(rq->arena, rows.count + 1, sizeof *ids);
    const struct market_page_row *row = rows.at;
    struct buf *out = ARENA_NEW(rq->arena, struct buf);
    struct feed_market *markets;
    size_t count;
    for (size_t i = 0; i < rows.count; i++)
        ids[i] = row[i].id;
    buf_init_in(rq->arena, out, DATA_MOST);
    if (feed_markets(rq, (struct list){ids, rows.count}, &markets, &count) != DB_OK || !feed_graph(rq, out, markets, count, NULL))
        return STR_NULL;
    return buf_str(out);
}

void market_embed_page(struct request *rq, struct response *rs)
{
    const struct page_row *page = page_frame(rq, rs);
    const bool wrong = rq->form_state && rq->form_state->error_count > 0;
    template_market_embed(&rs->body, page, rs->rows, data_of(rq, rs->rows), rq->config->site_url, wrong);
}
