/* What people send about builds. */
#ifndef CURIO_HANDLERS_SCHEMATIC_FORMS_H
#define CURIO_HANDLERS_SCHEMATIC_FORMS_H

#include "web/form.h"

struct schematic_list_form {
    struct str text, tag, author; /* absent: all */
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct schematic_mine_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct schematic_upload_form {
    struct form_file file;
    struct str title, description, visibility;
    struct list tags;
};

struct schematic_edit_form {
    struct str title, description, visibility;
    struct list tags;
    bool has_title, has_description, has_visibility, has_tags;
};

extern const struct form schematic_list_fields, schematic_mine_fields, schematic_upload_fields, schematic_edit_fields;

enum { SCHEMATIC_PAGE_LIMIT = 24 }; /* builds on a page unless asked otherwise */

#endif
