/* Pictures of a build: forms, what the routes do, and the page that shows it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_PICTURE_H
#define CURIO_HANDLERS_SCHEMATIC_PICTURE_H

#include "queries/schematic.h"
#include "web/form.h"
#include "web/route.h"

enum { PICTURES_MAX = 12 /* of one build */ };

struct picture_new_form {
    struct str receipt, caption;
};

struct picture_edit_form {
    struct str caption, move;
    struct opt_bigint position;
    bool has_caption, has_move;
};

extern const struct form picture_new_fields, picture_edit_fields; /* picture_forms.c */

handler_fn picture_list, picture_file;                  /* picture_show.c */
handler_fn picture_add, picture_revise, picture_remove; /* picture_change.c */
page_fn picture_page;                                   /* picture_show.c */

/* Pictures as the build's reader may see them: those that wait for its owner and moderators only. */
enum db_result picture_rows(struct request *, const struct schematic_one_row *, struct rows *out) DB_CHECKED;

extern const struct route_table schematic_picture_routes; /* picture_routes.c */

#endif
