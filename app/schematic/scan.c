#include "schematic/scan.h"

#include <string.h>

enum key {
    KEY_OTHER,
    KEY_ID,
    KEY_COMMAND,
    KEY_CLICK,
    KEY_PAGES,
    KEY_ITEMS,
    KEY_ITEM,
    KEY_HEAD,
    KEY_TEXTURE,
    KEY_SPAWN,
    KEY_SPAWN_ID,
    KEY_POS,
    KEY_X,
    KEY_Y,
    KEY_Z,
    KEY_SAME_LEVEL
};

static const struct {
    struct str name;
    enum key key;
} keys[] = {
    {{"id", 2}, KEY_ID}, {{"Id", 2}, KEY_ID}, {{"identifier", 10}, KEY_ID}, {{"Command", 7}, KEY_COMMAND},
    {{"click_event", 11}, KEY_CLICK}, {{"clickEvent", 10}, KEY_CLICK}, {{"pages", 5}, KEY_PAGES}, {{"Items", 5}, KEY_ITEMS},
    {{"RecordItem", 10}, KEY_ITEM}, {{"Book", 4}, KEY_ITEM}, {{"item", 4}, KEY_ITEM},
    {{"SkullOwner", 10}, KEY_HEAD}, {{"Owner", 5}, KEY_HEAD}, {{"profile", 7}, KEY_HEAD}, {{"minecraft:profile", 17}, KEY_HEAD},
    {{"Value", 5}, KEY_TEXTURE}, {{"value", 5}, KEY_TEXTURE},
    {{"SpawnData", 9}, KEY_SPAWN}, {{"SpawnPotentials", 15}, KEY_SPAWN}, {{"spawn_data", 10}, KEY_SPAWN},
    {{"spawn_potentials", 16}, KEY_SPAWN}, {{"normal_config", 13}, KEY_SPAWN}, {{"ominous_config", 14}, KEY_SPAWN},
    {{"EntityId", 8}, KEY_SPAWN_ID}, {{"EntityIdentifier", 16}, KEY_SPAWN_ID},
    {{"Pos", 3}, KEY_POS}, {{"pos", 3}, KEY_POS}, {{"x", 1}, KEY_X}, {{"y", 1}, KEY_Y}, {{"z", 1}, KEY_Z},
    {{"Data", 4}, KEY_SAME_LEVEL}, {{"nbt", 3}, KEY_SAME_LEVEL},
};

/* Where in the data a value stands. */
struct place {
    bool top;    /* a field of the entity itself */
    bool nested; /* within Data or nbt, whose position counts less */
    bool pages, spawn, head;
};

static enum key key_of(struct str name)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].name.n == name.n && keys[i].name.p[0] == name.p[0] && memcmp(keys[i].name.p, name.p, name.n) == 0)
            return keys[i].key;
    return KEY_OTHER;
}

static void walk(struct nbt *, struct scan *, const struct place *);
static void walk_value(struct nbt *, struct scan *, struct place, enum nbt_tag, enum key);

void scan_open(struct scan *scan)
{
    scan->id_length = scan->spawns_length = scan->find_count = 0;
    scan->at_is_exact = false;
    scan->stacks = 0;
    for (size_t i = 0; i < 3; i++)
        scan->at[i] = 0;
    for (size_t i = 0; i < MANIFEST_KIND_COUNT; i++)
        scan->counts[i] = 0;
}

void scan_add(struct scan *scan, enum manifest_kind kind, struct str text)
{
    scan->counts[kind]++;
    if (scan->find_count == SCAN_FINDS)
        return;
    struct scan_find *find = &scan->finds[scan->find_count++];
    find->kind = kind;
    find->n = scan_text(find->text, sizeof find->text, text);
}

static void take_text(struct scan *scan, const struct place *place, enum key key, struct str text)
{
    if (key == KEY_ID && place->top)
        scan->id_length = scan_text(scan->id, sizeof scan->id, text);
    else if (((key == KEY_ID && place->spawn) || key == KEY_SPAWN_ID) && scan->spawns_length == 0)
        scan->spawns_length = scan_text(scan->spawns, sizeof scan->spawns, text);
    else if (key == KEY_COMMAND && text.n > 0)
        scan_add(scan, MANIFEST_COMMAND_BLOCK, text);
    else if (key == KEY_TEXTURE && place->head && scan->find_count > 0 && scan->finds[scan->find_count - 1].kind == MANIFEST_PLAYER_HEAD)
        scan->finds[scan->find_count - 1].n = scan_texture(scan->finds[scan->find_count - 1].text, MANIFEST_TEXT, text);
    else
        scan_clicks(scan, place->pages ? MANIFEST_BOOK_COMMAND : MANIFEST_SIGN_COMMAND, text);
}

/* A click event as NBT: {action: "run_command", command or value: "…"}. */
static void walk_click(struct nbt *nbt, struct scan *scan, const struct place *place)
{
    struct nbt_field field;
    char command[MANIFEST_TEXT];
    size_t n = 0;
    bool runs = false;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        bool action = str_eq(field.name, STR("action")), value = str_eq(field.name, STR("command")) || str_eq(field.name, STR("value"));
        if (field.tag != NBT_STRING) {
            nbt_skip(nbt, field.tag);
            continue;
        }
        struct str text = nbt_text(nbt);
        runs = action ? str_eq(text, STR("run_command")) : runs;
        n = value ? scan_text(command, sizeof command, text) : n;
    }
    if (runs)
        scan_add(scan, place->pages ? MANIFEST_BOOK_COMMAND : MANIFEST_SIGN_COMMAND, (struct str){command, n});
}

static void walk_compound(struct nbt *nbt, struct scan *scan, struct place place, enum key key)
{
    if (key == KEY_CLICK) {
        walk_click(nbt, scan, &place);
        return;
    }
    if (key == KEY_ITEM && place.top)
        scan->stacks++;
    if (key == KEY_HEAD) {
        scan_add(scan, MANIFEST_PLAYER_HEAD, STR(""));
        place.head = true;
    }
    place.nested = place.nested || key == KEY_SAME_LEVEL;
    place.top = place.top && key == KEY_SAME_LEVEL;
    place.spawn = place.spawn || key == KEY_SPAWN;
    walk(nbt, scan, &place);
}

static double real(struct nbt *nbt, enum nbt_tag tag)
{
    union {
        uint64_t bits;
        double value;
    } d;
    union {
        uint32_t bits;
        float value;
    } f;
    if (tag == NBT_DOUBLE) {
        d.bits = (uint64_t)nbt_integer(nbt, NBT_LONG);
        return d.value;
    }
    f.bits = (uint32_t)nbt_integer(nbt, NBT_INT);
    return (double)f.value;
}

/* The whole number at or below; 0 for what no build reaches. */
static int64_t floored(double value)
{
    const double far = 1e9;
    if (!(value > -far && value < far))
        return 0;
    int64_t whole = (int64_t)value;
    return (double)whole > value ? whole - 1 : whole;
}

static void walk_pos(struct nbt *nbt, struct scan *scan, struct nbt_list *list)
{
    for (size_t i = 0; nbt_element(nbt, list); i++) {
        int64_t value = list->element == NBT_INT ? nbt_integer(nbt, NBT_INT) : floored(real(nbt, list->element));
        if (i < 3)
            scan->at[i] = value;
    }
    scan->at_is_exact = true;
}

static void walk_list(struct nbt *nbt, struct scan *scan, struct place place, enum key key)
{
    struct nbt_list list;
    if (!nbt_list(nbt, &list))
        return;
    bool numbers = list.element == NBT_INT || list.element == NBT_FLOAT || list.element == NBT_DOUBLE;
    if (key == KEY_POS && place.top && !scan->at_is_exact && numbers) {
        walk_pos(nbt, scan, &list);
        return;
    }
    if (key == KEY_ITEMS && place.top)
        scan->stacks += list.count;
    place.top = false;
    place.pages = place.pages || key == KEY_PAGES;
    place.spawn = place.spawn || key == KEY_SPAWN;
    while (nbt_element(nbt, &list))
        walk_value(nbt, scan, place, list.element, KEY_OTHER);
}

static void walk_pos_array(struct nbt *nbt, struct scan *scan)
{
    struct nbt_array array;
    size_t n, axis = 0;
    if (!nbt_array(nbt, NBT_INT_ARRAY, &array))
        return;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        for (size_t i = 0; i < n && axis < 3; i++)
            scan->at[axis++] = (int32_t)nbt_u32(p + 4 * i);
    scan->at_is_exact = true;
}

static void walk_value(struct nbt *nbt, struct scan *scan, struct place place, enum nbt_tag tag, enum key key)
{
    if (tag == NBT_STRING)
        take_text(scan, &place, key, nbt_text(nbt));
    else if (tag == NBT_COMPOUND)
        walk_compound(nbt, scan, place, key);
    else if (tag == NBT_LIST)
        walk_list(nbt, scan, place, key);
    else if (tag == NBT_INT_ARRAY && key == KEY_POS && place.top && !scan->at_is_exact)
        walk_pos_array(nbt, scan);
    else if (tag == NBT_INT && key >= KEY_X && key <= KEY_Z && place.top && !place.nested && !scan->at_is_exact)
        scan->at[key - KEY_X] = nbt_integer(nbt, NBT_INT);
    else
        nbt_skip(nbt, tag);
}

/* Calls itself at most NBT_DEPTH_MAX times, by way of what stands inside. */
static void walk(struct nbt *nbt, struct scan *scan, const struct place *place)
{
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field))
        walk_value(nbt, scan, *place, field.tag, key_of(field.name));
}

void scan_compound(struct nbt *nbt, struct scan *scan)
{
    walk(nbt, scan, &(struct place){.top = true});
}
