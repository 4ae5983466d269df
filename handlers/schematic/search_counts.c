/* What surrounds a search: how many builds fit, the facets they have, and which blocks there are to ask for. */
#include <inttypes.h>

#include "core/crypto.h"
#include "handlers/schematic/search.h"
#include "queries/schematic.h"

enum { KEEP_SECONDS = 60, KEEP_FROM = 2000, BLOCKS_LIMIT = 20 };

static struct str key_of(struct request *rq, struct str filter)
{
    struct sha256_digest digest = sha256_of(filter);
    struct str bytes = sha256_bytes(&digest);
    return arena_printf(rq->arena, "search:counts:" STR_FMT, STR_ARG(hex_encode(rq->arena, bytes.p, bytes.n)));
}

/* "1234 {…}", as it was kept. */
static bool kept(struct request *rq, struct str key, struct schematic_search_counts_row *out)
{
    struct str text, number;
    return cache_get(rq->cache, rq->arena, key, &text) == CACHE_HIT && str_cut(text, ' ', &number, &out->facets)
           && str_to_int64(number, &out->builds);
}

enum db_result search_counts(struct request *rq, const struct search *search, struct schematic_search_counts_row *out)
{
    struct str key = key_of(rq, search->filter);
    if (search->nothing) {
        *out = (struct schematic_search_counts_row){.facets = STR("{}")};
        return DB_OK;
    }
    if (kept(rq, key, out))
        return DB_OK;
    const struct schematic_search_counts_in in = {.filter = search->filter, .most = SEARCH_COUNT_MAX + 1};
    enum db_result result = schematic_search_counts_one(rq->db, rq->arena, &in, out);
    if (result == DB_OK && out->builds >= KEEP_FROM)
        cache_set(rq->cache, key, arena_printf(rq->arena, "%" PRId64 " " STR_FMT, out->builds, STR_ARG(out->facets)), KEEP_SECONDS);
    return result;
}

enum status schematic_search_facets(struct request *rq, struct response *rs)
{
    struct search search;
    struct schematic_search_counts_row *counts = ARENA_NEW(rq->arena, struct schematic_search_counts_row);
    if (search_read(rq, rs, rq->form, true, &search) != SEARCH_READ)
        return rs->status;
    enum db_result result = search_counts(rq, &search, counts);
    return result == DB_OK ? response_one(rs, OK, &Q_SCHEMATIC_SEARCH_COUNTS, counts) : response_db(rs, result);
}

/* "oak" finds minecraft:dark_oak_log, "create:" what begins with it. LIKE's own signs are escaped. */
static struct str pattern_of(struct arena *arena, struct str text)
{
    struct buf pattern;
    buf_init_in(arena, &pattern, 2 * text.n + 2);
    buf_add_char(&pattern, '%');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '%' || text.p[i] == '_' || text.p[i] == '\\')
            buf_add_char(&pattern, '\\');
        buf_add_char(&pattern, text.p[i] == ' ' ? '_' : text.p[i]);
    }
    buf_add_char(&pattern, '%');
    return buf_str(&pattern);
}

enum status schematic_search_blocks(struct request *rq, struct response *rs)
{
    const struct schematic_block_form *form = rq->form;
    struct str text = arena_lower(rq->arena, form->text);
    bool whole = str_find(text, STR(":")) >= 0;
    const struct schematic_search_block_in in = {.pattern = text.n > 0 && !whole ? pattern_of(rq->arena, text) : STR_NULL,
                                                 .name = whole ? text : STR_NULL,
                                                 .limit = form->limit.set ? form->limit.v : BLOCKS_LIMIT};
    struct rows rows;
    enum db_result result = schematic_search_block(rq->db, rq->arena, &in, &rows);
    return result == DB_OK ? response_rows(rs, &Q_SCHEMATIC_SEARCH_BLOCK, rows) : response_db(rs, result);
}
