#include "handlers/schematic/forms.h"

#include "core/text.h"

enum { TITLE_MAX = 120, DESCRIPTION_MAX = 20000, TAGS_MAX = 12, TEXT_MAX = 200, LIMIT_MAX = 100 };

static const char *const visibilities[] = {"public", "unlisted", "private", NULL};

#define AT(form, member) offsetof(struct form, member)

static const struct field list_fields[] = {
    {"text", N_("Words to find in title, tags and description"), FIELD_TEXT, .offset = AT(schematic_list_form, text),
     .max = TEXT_MAX},
    {"tag", N_("Only with this tag"), FIELD_TEXT, .offset = AT(schematic_list_form, tag), .max = TEXT_MAX},
    {"author", N_("Only by the person with this slug"), FIELD_TEXT, .offset = AT(schematic_list_form, author),
     .max = TEXT_MAX},
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR,
     .offset = AT(schematic_list_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(schematic_list_form, limit), .min = 1,
     .max = LIMIT_MAX},
};
const struct form schematic_list_fields = FORM_OF(schematic_list_form, list_fields);

static const struct field mine_fields[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR,
     .offset = AT(schematic_mine_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(schematic_mine_form, limit), .min = 1,
     .max = LIMIT_MAX},
};
const struct form schematic_mine_fields = FORM_OF(schematic_mine_form, mine_fields);

static const struct field upload_fields[] = {
    {"file", N_("The build's file: Sponge, Litematica, MCEdit or structure"), FIELD_FILE, true,
     .offset = AT(schematic_upload_form, file), .min = 1},
    {"title", N_("Title; made from the file's name if not said"), FIELD_TEXT,
     .offset = AT(schematic_upload_form, title), .max = TITLE_MAX},
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(schematic_upload_form, description),
     .max = DESCRIPTION_MAX},
    {"tags", N_("Tags, with commas between them"), FIELD_TAGS, .offset = AT(schematic_upload_form, tags),
     .max = TAGS_MAX},
    {"visibility", N_("Who can see it"), FIELD_CHOICE, .offset = AT(schematic_upload_form, visibility),
     .choices = visibilities},
};
const struct form schematic_upload_fields = FORM_OF(schematic_upload_form, upload_fields);

static const struct field edit_fields[] = {
    {"title", N_("Title"), FIELD_TEXT, .offset = AT(schematic_edit_form, title), .min = 1, .max = TITLE_MAX,
     .present = AT(schematic_edit_form, has_title)},
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(schematic_edit_form, description),
     .max = DESCRIPTION_MAX, .present = AT(schematic_edit_form, has_description)},
    {"tags", N_("Tags, with commas between them"), FIELD_TAGS, .offset = AT(schematic_edit_form, tags), .max = TAGS_MAX,
     .present = AT(schematic_edit_form, has_tags)},
    {"visibility", N_("Who can see it"), FIELD_CHOICE, .offset = AT(schematic_edit_form, visibility),
     .choices = visibilities, .present = AT(schematic_edit_form, has_visibility)},
};
const struct form schematic_edit_fields = FORM_OF(schematic_edit_form, edit_fields);
