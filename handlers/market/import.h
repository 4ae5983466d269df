/* Where markets come from: sources, their readings, doubles and what sources and people disagree about. */
#ifndef CURIO_HANDLERS_MARKET_IMPORT_H
#define CURIO_HANDLERS_MARKET_IMPORT_H

#include "queries/market.h"
#include "web/form.h"
#include "web/response.h"
#include "web/route.h"

struct source_form {
    struct str title, kind, address, settings, zone, country, currency, region, town, market_kind, credit, credit_url;
    struct opt_bigint delay_ms, pages, vanish_percent, vanish_after;
    bool enabled;
};
struct import_list_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};
struct import_ask_form {
    bool trial;
};
struct double_list_form {
    struct str state;
    struct opt_uuid before;
    struct opt_bigint limit;
};
struct conflict_list_form {
    struct opt_uuid after, market;
    struct opt_bigint limit;
};
struct conflict_form {
    struct str word;
};

extern const struct form source_fields, import_list_fields, import_ask_fields, double_list_fields, conflict_list_fields, conflict_fields;
extern const struct route_table market_import_routes;

enum { IMPORT_LIMIT = 24 };

handler_fn source_list, source_create, source_show, source_replace, source_remove, source_read, run_list, run_show, run_undo;
handler_fn double_list, double_merge, double_part, double_unmerge, conflict_list, conflict_decide, origin_list;
page_fn source_list_page, source_new_page, source_page, run_page, double_list_page, conflict_list_page;

#endif
