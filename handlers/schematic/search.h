/* Search over builds: what is asked, how it becomes a filter of the database, and the page that shows it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_SEARCH_H
#define CURIO_HANDLERS_SCHEMATIC_SEARCH_H

#include "web/form.h"
#include "web/form_input.h"
#include "web/route.h"

/* Of tags, authors, formats, licences, mods and blocks "-x" means without x. */
struct schematic_search_form {
    struct str text, sort, before, game_from, game_to, created_after, created_before;
    struct list tag, author, format, licence, mods, block;
    struct opt_bigint width_min, width_max, height_min, height_max, length_min, length_max, blocks_min, blocks_max;
    struct opt_bigint downloads_min, likes_min, limit;
};

struct schematic_block_form {
    struct str text;
    struct opt_bigint limit;
};

struct saved_search_form {
    struct str title, query;
    bool notify, has_title, has_query, has_notify;
};

extern const struct form schematic_search_fields, schematic_block_fields, saved_search_new_fields, saved_search_edit_fields; /* search_forms.c */

/* The words of a search: "quotes" hold a phrase together, -word and -"phrase" are what must not be there. */
struct search_words {
    struct list words, phrases, nots; /* of struct str */
};
struct search_words search_words(struct arena *, struct str text); /* search_text.c */

struct search {
    struct str filter; /* JSON, as the SQL function schematic_search_matching takes it */
    struct str sort;   /* newest, oldest, downloads, likes, size, updated or relevance */
    struct list near;  /* words taken for mistyped ones */
    bool nothing;      /* the text holds nothing that can be looked up, or the filters contradict each other: nothing fits */
    bool asks;         /* for anything: else all builds fit */
};
enum search_result { SEARCH_READ, SEARCH_WRONG /* rs holds the field errors or the problem */ };
/* search_filter.c. TOLERANT: words that nothing has may stand for ones much like them. */
enum search_result search_read(struct request *, struct response *, const struct schematic_search_form *, bool tolerant, struct search *)
    __attribute__((warn_unused_result));

/* What the page knows besides the rows: rs->view of schematic_list. */
struct search_found {
    struct search search;
    struct str next;
};

/* How many builds fit and which facets they have; large answers are kept for a minute. search_counts.c */
enum { SEARCH_COUNT_MAX = 5000 };
struct schematic_search_counts_row;
enum db_result search_counts(struct request *, const struct search *, struct schematic_search_counts_row *out) DB_CHECKED;

handler_fn schematic_search_facets, schematic_search_blocks; /* search_counts.c */
page_fn schematic_search_page;                              /* search_page.c */

handler_fn saved_search_list, saved_search_create, saved_search_revise, saved_search_remove; /* saved_search.c */
page_fn saved_search_page;                                                                   /* saved_search.c */

extern const struct route_table schematic_search_routes; /* search_routes.c */

#endif
