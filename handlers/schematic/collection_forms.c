#include "core/text.h"
#include "handlers/schematic/collection.h"

enum { TITLE_MAX = 120, DESCRIPTION_MAX = 4000, NAME_MAX = 200, LIMIT_MAX = 100 };

static const char *const visibilities[] = {"public", "unlisted", "private", NULL};

#define AT(form, member) offsetof(struct form, member)

static const struct field list_fields[] = {
    {"author", N_("Only by the person with this slug"), FIELD_TEXT, .offset = AT(collection_list_form, author), .max = NAME_MAX},
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(collection_list_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(collection_list_form, limit), .min = 1, .max = LIMIT_MAX},
};
const struct form collection_list_fields = FORM_OF(collection_list_form, list_fields);

static const struct field mine_fields[] = {
    {"build", N_("A build, by id or slug: says of each collection whether it is in it"), FIELD_TEXT,
     .offset = AT(collection_mine_form, build), .max = NAME_MAX},
};
const struct form collection_mine_fields = FORM_OF(collection_mine_form, mine_fields);

static const struct field new_fields[] = {
    {"title", N_("Title"), FIELD_TEXT, true, .offset = AT(collection_new_form, title), .min = 1, .max = TITLE_MAX},
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(collection_new_form, description),
     .max = DESCRIPTION_MAX},
    {"visibility", N_("Who can see it"), FIELD_CHOICE, .offset = AT(collection_new_form, visibility), .choices = visibilities},
    {"build", N_("A build, by id or slug, that goes into it at once"), FIELD_TEXT, .offset = AT(collection_new_form, build),
     .max = NAME_MAX},
};
const struct form collection_new_fields = FORM_OF(collection_new_form, new_fields);

static const struct field edit_fields[] = {
    {"title", N_("Title"), FIELD_TEXT, .offset = AT(collection_edit_form, title), .min = 1, .max = TITLE_MAX,
     .present = AT(collection_edit_form, has_title)},
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(collection_edit_form, description),
     .max = DESCRIPTION_MAX, .present = AT(collection_edit_form, has_description)},
    {"visibility", N_("Who can see it"), FIELD_CHOICE, .offset = AT(collection_edit_form, visibility), .choices = visibilities,
     .present = AT(collection_edit_form, has_visibility)},
};
const struct form collection_edit_fields = FORM_OF(collection_edit_form, edit_fields);

static const struct field builds_fields[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(collection_builds_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(collection_builds_form, limit), .min = 1, .max = LIMIT_MAX},
};
const struct form collection_builds_fields = FORM_OF(collection_builds_form, builds_fields);
