/* Collections of builds: forms, what the routes do, and the pages that show it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_COLLECTION_H
#define CURIO_HANDLERS_SCHEMATIC_COLLECTION_H

#include "web/form.h"
#include "web/route.h"

enum { COLLECTIONS_MAX = 200 /* of one person */, COLLECTION_BUILDS_MAX = 1000 };

struct collection_list_form {
    struct str author; /* absent: everyone's */
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct collection_mine_form {
    struct str build; /* id or slug: the page then offers to put it into each */
};

struct collection_new_form {
    struct str title, description, visibility;
    struct str build; /* goes into it at once */
};

struct collection_edit_form {
    struct str title, description, visibility;
    bool has_title, has_description, has_visibility;
};

struct collection_builds_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

extern const struct form collection_list_fields, collection_mine_fields, collection_new_fields, collection_edit_fields,
    collection_builds_fields; /* collection_forms.c */

handler_fn collection_list, collection_list_mine, collection_show, collection_list_builds; /* collection_show.c */
handler_fn collection_create, collection_revise, collection_remove;                        /* collection_change.c */
handler_fn collection_put_build, collection_take_build;                                    /* collection_change.c */

page_fn collection_list_page, collection_mine_page, collection_show_page; /* collection_pages.c */

extern const struct route_table schematic_collection_routes; /* collection_routes.c */

#endif
