#include "core/text.h"
#include "handlers/schematic/search.h"

enum { TEXT_MAX = 200, KEY_MAX = 100, GAME_MAX = 32, DATE_MAX = 10, LIMIT_MAX = 100, VALUES_MAX = 20, NAME_MAX = 120, SIDE_MAX = 1000000,
       TITLE_MAX = 120, QUERY_MAX = 1500, BLOCKS_MAX = 50 };
#define MANY_MAX 1000000000000 /* blocks, downloads, likes */

static const char *const sorts[] = {"relevance", "newest", "oldest", "downloads", "likes", "size", "updated", NULL};

#define AT(form, member) offsetof(struct form, member)
#define FIND(member) .offset = AT(schematic_search_form, member)

static const struct field search_fields[] = {
    {"text", N_("Words of the title, tags, author and description; \"quotes\" for a phrase, -word for what must not be there"), FIELD_TEXT,
     FIND(text), .max = TEXT_MAX},
    {"tag", N_("Tags that all must be there; -tag: must not"), FIELD_TAGS, FIND(tag), .max = VALUES_MAX, .longest = NAME_MAX},
    {"author", N_("By one of the people with these slugs; -slug: by none of these"), FIELD_TAGS, FIND(author), .max = VALUES_MAX, .longest = NAME_MAX},
    {"format", N_("In one of these formats; -format: in none of these"), FIELD_TAGS, FIND(format), .max = VALUES_MAX, .longest = NAME_MAX},
    {"licence", N_("Under one of these licences (SPDX; none: not stated); -licence: under none of these"), FIELD_TAGS, FIND(licence),
     .max = VALUES_MAX, .longest = NAME_MAX},
    {"mods", N_("Mods that all are needed (none: no mod at all); -mod: must not be needed"), FIELD_TAGS, FIND(mods), .max = VALUES_MAX,
     .longest = NAME_MAX},
    {"block", N_("Blocks that all are in it, such as minecraft:beacon or beacon; -block: must not be in it"), FIELD_TAGS, FIND(block),
     .max = VALUES_MAX, .longest = NAME_MAX},
    {"game_from", N_("For this release of Minecraft or a newer one"), FIELD_TEXT, FIND(game_from), .max = GAME_MAX},
    {"game_to", N_("For this release of Minecraft or an older one"), FIELD_TEXT, FIND(game_to), .max = GAME_MAX},
    {"width_min", N_("Least width in blocks"), FIELD_INT, FIND(width_min), .max = SIDE_MAX},
    {"width_max", N_("Largest width in blocks"), FIELD_INT, FIND(width_max), .max = SIDE_MAX},
    {"height_min", N_("Least height in blocks"), FIELD_INT, FIND(height_min), .max = SIDE_MAX},
    {"height_max", N_("Largest height in blocks"), FIELD_INT, FIND(height_max), .max = SIDE_MAX},
    {"length_min", N_("Least length in blocks"), FIELD_INT, FIND(length_min), .max = SIDE_MAX},
    {"length_max", N_("Largest length in blocks"), FIELD_INT, FIND(length_max), .max = SIDE_MAX},
    {"blocks_min", N_("Fewest blocks"), FIELD_INT, FIND(blocks_min), .max = MANY_MAX},
    {"blocks_max", N_("Most blocks"), FIELD_INT, FIND(blocks_max), .max = MANY_MAX},
    {"created_after", N_("Shared on this day or later: 2026-01-31"), FIELD_TEXT, FIND(created_after), .max = DATE_MAX},
    {"created_before", N_("Shared before this day: 2026-01-31"), FIELD_TEXT, FIND(created_before), .max = DATE_MAX},
    {"downloads_min", N_("Fewest downloads"), FIELD_INT, FIND(downloads_min), .max = MANY_MAX},
    {"likes_min", N_("Fewest likes"), FIELD_INT, FIND(likes_min), .max = MANY_MAX},
    {"sort", N_("In which order; relevance without text is newest"), FIELD_CHOICE, FIND(sort), .choices = sorts},
    {"before", N_("Where to go on: \"next\" of the page before, of the same search"), FIELD_PLACE, FIND(before), .max = KEY_MAX},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, FIND(limit), .min = 1, .max = LIMIT_MAX},
};
const struct form schematic_search_fields = FORM_OF(schematic_search_form, search_fields);

static const struct field block_fields[] = {
    {"text", N_("A part of the block's name"), FIELD_TEXT, .offset = AT(schematic_block_form, text), .max = NAME_MAX},
    {"limit", N_("How many, 20 if not said"), FIELD_INT, .offset = AT(schematic_block_form, limit), .min = 1, .max = BLOCKS_MAX},
};
const struct form schematic_block_fields = FORM_OF(schematic_block_form, block_fields);

#define NOTIFY_FIELD(...) \
    {"notify", N_("Tell me of new builds that it finds"), FIELD_BOOL, .offset = AT(saved_search_form, notify), __VA_ARGS__}
static const struct field new_fields[] = {
    {"title", N_("What to call it"), FIELD_TEXT, true, .offset = AT(saved_search_form, title), .min = 1, .max = TITLE_MAX},
    {"query", N_("The search, as the query string of /schematics"), FIELD_TEXT, .offset = AT(saved_search_form, query), .max = QUERY_MAX},
    NOTIFY_FIELD(),
};
const struct form saved_search_new_fields = FORM_OF(saved_search_form, new_fields);

static const struct field edit_fields[] = {
    {"title", N_("What to call it"), FIELD_TEXT, .offset = AT(saved_search_form, title), .min = 1, .max = TITLE_MAX,
     .present = AT(saved_search_form, has_title)},
    {"query", N_("The search, as the query string of /schematics"), FIELD_TEXT, .offset = AT(saved_search_form, query), .max = QUERY_MAX,
     .present = AT(saved_search_form, has_query)},
    NOTIFY_FIELD(.present = AT(saved_search_form, has_notify)),
};
const struct form saved_search_edit_fields = FORM_OF(saved_search_form, edit_fields);
