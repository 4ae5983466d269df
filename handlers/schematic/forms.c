#include "handlers/schematic/forms.h"

#include "core/text.h"

enum { TITLE_MAX = 120, DESCRIPTION_MAX = 20000, TAGS_MAX = 12, TEXT_MAX = 200, LIMIT_MAX = 100, KEY_MAX = 100, LICENCE_MAX = 64, GAME_MAX = 32,
       MODS_MAX = 40, VERSION_NAME_MAX = 60, VERSIONS_MAX = 1000000, TICKET_MAX = 200, SHARE_MAX = 8, SEVERAL_MAX = 20 };

static const char *const visibilities[] = {"public", "unlisted", "private", NULL};

static const char *const materials_formats[] = {"json", "csv", "text", NULL};

#define AT(form, member) offsetof(struct form, member)

static const struct field mine_fields[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR,
     .offset = AT(schematic_mine_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(schematic_mine_form, limit), .min = 1,
     .max = LIMIT_MAX},
};
const struct form schematic_mine_fields = FORM_OF(schematic_mine_form, mine_fields);

/* What may be said of a build with its file. */
#define SAID_FIELDS(form) \
    {"title", N_("Title; made from the file's name if not said"), FIELD_TEXT, \
     .offset = AT(form, title), .max = TITLE_MAX}, \
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(form, description), \
     .max = DESCRIPTION_MAX}, \
    {"tags", N_("Tags, with commas between them"), FIELD_TAGS, .offset = AT(form, tags), \
     .max = TAGS_MAX}, \
    {"visibility", N_("Who can see it"), FIELD_CHOICE, .offset = AT(form, visibility), \
     .choices = visibilities}, \
    {"licence", N_("Licence: an SPDX identifier, or LicenseRef- and a name of your own"), FIELD_TEXT, .offset = AT(form, licence), \
     .max = LICENCE_MAX}, \
    {"game", N_("Release of Minecraft that it is for; empty: what the file says"), FIELD_TEXT, .offset = AT(form, game), .max = GAME_MAX}, \
    {"mods", N_("Name spaces of the mods that it needs, with commas between them; left out: those found in the file"), FIELD_TAGS, \
     .offset = AT(form, mods), .max = MODS_MAX}, \
    {"share", N_("Keeps the build private, and makes a link that opens it for so long: 6h or 7d"), FIELD_TEXT, .offset = AT(form, share), .max = SHARE_MAX}

static const struct field upload_fields[] = {
    {"file", N_("The build's file, unless it came by /uploads"), FIELD_FILE,
     .offset = AT(schematic_upload_form, file), .min = 1},
    {"upload", N_("Id of a finished upload (/uploads), in place of the file"), FIELD_UUID, .offset = AT(schematic_upload_form, upload)},
    SAID_FIELDS(schematic_upload_form),
};
const struct form schematic_upload_fields = FORM_OF(schematic_upload_form, upload_fields);

static const struct field several_fields[] = {
    {"file", N_("The builds' files"), FIELD_FILES, true, .offset = AT(schematic_several_form, files), .min = 1, .max = SEVERAL_MAX},
    SAID_FIELDS(schematic_several_form),
};
const struct form schematic_several_fields = FORM_OF(schematic_several_form, several_fields);

static const struct field edit_fields[] = {
    {"title", N_("Title"), FIELD_TEXT, .offset = AT(schematic_edit_form, title), .min = 1, .max = TITLE_MAX,
     .present = AT(schematic_edit_form, has_title)},
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(schematic_edit_form, description),
     .max = DESCRIPTION_MAX, .present = AT(schematic_edit_form, has_description)},
    {"tags", N_("Tags, with commas between them"), FIELD_TAGS, .offset = AT(schematic_edit_form, tags), .max = TAGS_MAX,
     .present = AT(schematic_edit_form, has_tags)},
    {"visibility", N_("Who can see it"), FIELD_CHOICE, .offset = AT(schematic_edit_form, visibility),
     .choices = visibilities, .present = AT(schematic_edit_form, has_visibility)},
    {"licence", N_("Licence: an SPDX identifier, or LicenseRef- and a name of your own"), FIELD_TEXT, .offset = AT(schematic_edit_form, licence),
     .max = LICENCE_MAX,
     .present = AT(schematic_edit_form, has_licence)},
    {"game", N_("Release of Minecraft that it is for; empty: what the file says"), FIELD_TEXT, .offset = AT(schematic_edit_form, game), .max = GAME_MAX,
     .present = AT(schematic_edit_form, has_game)},
    {"mods", N_("Name spaces of the mods that it needs, with commas between them"), FIELD_TAGS,
     .offset = AT(schematic_edit_form, mods), .max = MODS_MAX,
     .present = AT(schematic_edit_form, has_mods)},
};
const struct form schematic_edit_fields = FORM_OF(schematic_edit_form, edit_fields);

#define KEY_FIELD(form) {"key", N_("A link to a build that is not public"), FIELD_TEXT, .offset = AT(form, key), .max = KEY_MAX}
#define NUMBER_FIELD(form) \
    {"number", N_("The version's number"), FIELD_INT, true, .offset = AT(form, number), .min = 1, .max = VERSIONS_MAX}

static const struct field key_fields[] = {KEY_FIELD(schematic_key_form)};
const struct form schematic_key_fields = FORM_OF(schematic_key_form, key_fields);

static const char *const download_formats[] = {"original", "sponge3", "sponge2", "litematica", "mcedit", "structure", NULL};

static const struct field download_fields[] = {
    KEY_FIELD(schematic_download_form),
    {"ticket", N_("What /download-link answered with: stands for the person who asked for it"), FIELD_TEXT,
     .offset = AT(schematic_download_form, ticket), .max = TICKET_MAX},
    {"format", N_("In which format; what that loses is told by /conversions"), FIELD_CHOICE, .offset = AT(schematic_download_form, format),
     .choices = download_formats},
    {"seen", N_("A browser's reader has seen what is lost"), FIELD_BOOL, .offset = AT(schematic_download_form, seen)},
    {"version", N_("Number of a version; left out: the one that the build shows"), FIELD_INT,
     .offset = AT(schematic_download_form, version), .min = 1, .max = VERSIONS_MAX},
};
const struct form schematic_download_fields = FORM_OF(schematic_download_form, download_fields);

static const struct field product_fields[] = {
    KEY_FIELD(schematic_product_form),
    {"v", N_("What it is known by; an answer to the right one may be kept for good"), FIELD_TEXT,
     .offset = AT(schematic_product_form, v), .max = KEY_MAX},
    {"version", N_("Number of a version; left out: the one that the build shows"), FIELD_INT,
     .offset = AT(schematic_product_form, version), .min = 1, .max = VERSIONS_MAX},
};
const struct form schematic_product_fields = FORM_OF(schematic_product_form, product_fields);

static const struct field materials_fields[] = {
    KEY_FIELD(schematic_materials_form),
    {"format", N_("In which form"), FIELD_CHOICE, .offset = AT(schematic_materials_form, format), .choices = materials_formats},
};
const struct form schematic_materials_fields = FORM_OF(schematic_materials_form, materials_fields);

static const struct field version_fields[] = {
    {"file", N_("The new version's file, unless it came by /uploads"), FIELD_FILE, .offset = AT(schematic_version_form, file), .min = 1},
    {"upload", N_("Id of a finished upload (/uploads), in place of the file"), FIELD_UUID, .offset = AT(schematic_version_form, upload)},
    {"name", N_("What its author calls it, such as 1.2"), FIELD_TEXT, .offset = AT(schematic_version_form, name),
     .max = VERSION_NAME_MAX},
    {"changes", N_("What is new, in Markdown"), FIELD_LONGTEXT, .offset = AT(schematic_version_form, changes),
     .max = DESCRIPTION_MAX},
};
const struct form schematic_version_fields = FORM_OF(schematic_version_form, version_fields);

static const struct field version_edit_fields[] = {
    NUMBER_FIELD(schematic_version_edit_form),
    {"name", N_("What its author calls it, such as 1.2"), FIELD_TEXT, .offset = AT(schematic_version_edit_form, name),
     .max = VERSION_NAME_MAX, .present = AT(schematic_version_edit_form, has_name)},
    {"changes", N_("What is new, in Markdown"), FIELD_LONGTEXT, .offset = AT(schematic_version_edit_form, changes),
     .max = DESCRIPTION_MAX, .present = AT(schematic_version_edit_form, has_changes)},
};
const struct form schematic_version_edit_fields = FORM_OF(schematic_version_edit_form, version_edit_fields);

static const struct field version_number_fields[] = {NUMBER_FIELD(schematic_version_number_form)};
const struct form schematic_version_number_fields = FORM_OF(schematic_version_number_form, version_number_fields);
