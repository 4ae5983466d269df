#include "handlers/market/handlers.h"
#include "handlers/market/list.h"
#include "handlers/site/pages.h"
#include "templates/market.h"

void market_map_page(struct request *rq, struct response *rs)
{
    template_market_map(&rs->body, page_frame(rq, rs), rs->rows, market_view(rq, rs->view), rq->form_state);
}
