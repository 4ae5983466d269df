/* What people send about builds. */
#ifndef CURIO_HANDLERS_SCHEMATIC_FORMS_H
#define CURIO_HANDLERS_SCHEMATIC_FORMS_H

#include "web/form.h"

struct schematic_mine_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct schematic_upload_form {
    struct form_file file;
    struct opt_uuid upload;
    struct str title, description, visibility, licence, game, share;
    struct list tags, mods;
};

/* Without script: several files at once, all with what is said of them. */
struct schematic_several_form {
    struct list files; /* of struct form_file */
    struct str title, description, visibility, licence, game, share;
    struct list tags, mods;
};

struct schematic_edit_form {
    struct str title, description, visibility, licence, game;
    struct list tags, mods;
    bool has_title, has_description, has_visibility, has_tags, has_licence, has_game, has_mods;
};

/* Of whatever shows a build: the link that opens it (link.h). */
struct schematic_key_form {
    struct str key;
};

struct schematic_download_form {
    struct str key, ticket, format;
    struct opt_bigint version;
    bool seen;
};

/* Pictures and sections. */
struct schematic_product_form {
    struct str key, v;
    struct opt_bigint version;
};

struct schematic_materials_form {
    struct str key, format;
};

struct schematic_version_form {
    struct form_file file;
    struct opt_uuid upload;
    struct str name, changes;
};

struct schematic_version_edit_form {
    struct str name, changes;
    struct opt_bigint number;
    bool has_name, has_changes;
};

struct schematic_version_number_form {
    struct opt_bigint number;
};

extern const struct form schematic_mine_fields, schematic_upload_fields, schematic_edit_fields, schematic_key_fields,
    schematic_download_fields, schematic_product_fields, schematic_materials_fields, schematic_version_fields,
    schematic_version_edit_fields, schematic_version_number_fields, schematic_several_fields;

enum { SCHEMATIC_PAGE_LIMIT = 24 }; /* builds on a page unless asked otherwise */

#endif
