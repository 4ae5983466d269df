#include "schematic/scan.h"

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

struct named_key {
    const char *name;
    enum key key;
};

/* By the length of the name: a field is looked up millions of times, and nearly always in vain. */
enum { NAME_LENGTHS = 18, ALIKE = 6 };
static const struct named_key keys[NAME_LENGTHS][ALIKE] = {
    [1] = {{"x", KEY_X}, {"y", KEY_Y}, {"z", KEY_Z}},
    [2] = {{"id", KEY_ID}, {"Id", KEY_ID}},
    [3] = {{"Pos", KEY_POS}, {"pos", KEY_POS}, {"nbt", KEY_SAME_LEVEL}},
    [4] = {{"item", KEY_ITEM}, {"Book", KEY_ITEM}, {"Data", KEY_SAME_LEVEL}},
    [5] = {{"Items", KEY_ITEMS}, {"pages", KEY_PAGES}, {"Owner", KEY_HEAD}, {"Value", KEY_TEXTURE}, {"value", KEY_TEXTURE}},
    [7] = {{"Command", KEY_COMMAND}, {"profile", KEY_HEAD}},
    [8] = {{"EntityId", KEY_SPAWN_ID}},
    [9] = {{"SpawnData", KEY_SPAWN}},
    [10] = {{"identifier", KEY_ID}, {"clickEvent", KEY_CLICK}, {"RecordItem", KEY_ITEM}, {"SkullOwner", KEY_HEAD}, {"spawn_data", KEY_SPAWN}},
    [11] = {{"click_event", KEY_CLICK}},
    [13] = {{"normal_config", KEY_SPAWN}},
    [14] = {{"ominous_config", KEY_SPAWN}},
    [15] = {{"SpawnPotentials", KEY_SPAWN}},
    [16] = {{"spawn_potentials", KEY_SPAWN}, {"EntityIdentifier", KEY_SPAWN_ID}},
    [17] = {{"minecraft:profile", KEY_HEAD}},
};

/* Where in the data a value stands: any of these together. */
enum {
    PLACE_TOP = 1 << 0,    /* a field of the entity itself */
    PLACE_NESTED = 1 << 1, /* within Data or nbt, whose position counts less */
    PLACE_PAGES = 1 << 2,
    PLACE_SPAWN = 1 << 3,
    PLACE_HEAD = 1 << 4
};

/* Texts of one length, too short for memcmp() to be worth its call. */
static inline bool are_equal(const char *a, const char *b, size_t n)
{
    size_t i = 0;
    while (i < n && a[i] == b[i])
        i++;
    return i == n;
}

static inline enum key key_of(struct str name)
{
    if (name.n >= NAME_LENGTHS)
        return KEY_OTHER;
    for (const struct named_key *key = keys[name.n]; key->name; key++) /* each length leaves its last row free */
        if (are_equal(key->name, name.p, name.n))
            return key->key;
    return KEY_OTHER;
}

static void walk(struct nbt *, struct scan *, unsigned place);
static void walk_value(struct nbt *, struct scan *, unsigned place, enum nbt_tag, enum key);

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

static void take_text(struct scan *scan, unsigned place, enum key key, struct str text)
{
    if (key == KEY_ID && (place & PLACE_TOP))
        scan->id_length = scan_text(scan->id, sizeof scan->id, text);
    else if (((key == KEY_ID && (place & PLACE_SPAWN)) || key == KEY_SPAWN_ID) && scan->spawns_length == 0)
        scan->spawns_length = scan_text(scan->spawns, sizeof scan->spawns, text);
    else if (key == KEY_COMMAND && text.n > 0)
        scan_add(scan, MANIFEST_COMMAND_BLOCK, text);
    else if (key == KEY_TEXTURE && (place & PLACE_HEAD) && scan->find_count > 0 && scan->finds[scan->find_count - 1].kind == MANIFEST_PLAYER_HEAD)
        scan->finds[scan->find_count - 1].n = scan_texture(scan->finds[scan->find_count - 1].text, MANIFEST_TEXT, text);
    else
        scan_clicks(scan, place & PLACE_PAGES ? MANIFEST_BOOK_COMMAND : MANIFEST_SIGN_COMMAND, text);
}

/* A click event as NBT: {action: "run_command", command or value: "…"}. */
static void walk_click(struct nbt *nbt, struct scan *scan, unsigned place)
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
        scan_add(scan, place & PLACE_PAGES ? MANIFEST_BOOK_COMMAND : MANIFEST_SIGN_COMMAND, (struct str){command, n});
}

static void walk_compound(struct nbt *nbt, struct scan *scan, unsigned place, enum key key)
{
    if (key == KEY_CLICK) {
        walk_click(nbt, scan, place);
        return;
    }
    if (key == KEY_ITEM && (place & PLACE_TOP))
        scan->stacks++;
    if (key == KEY_HEAD) {
        scan_add(scan, MANIFEST_PLAYER_HEAD, STR(""));
        place |= PLACE_HEAD;
    }
    place |= key == KEY_SAME_LEVEL ? PLACE_NESTED : key == KEY_SPAWN ? PLACE_SPAWN : 0;
    walk(nbt, scan, key == KEY_SAME_LEVEL ? place : place & ~(unsigned)PLACE_TOP);
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

static void walk_list(struct nbt *nbt, struct scan *scan, unsigned place, enum key key)
{
    struct nbt_list list;
    if (!nbt_list(nbt, &list))
        return;
    bool numbers = list.element == NBT_INT || list.element == NBT_FLOAT || list.element == NBT_DOUBLE;
    if (key == KEY_POS && (place & PLACE_TOP) && !scan->at_is_exact && numbers) {
        walk_pos(nbt, scan, &list);
        return;
    }
    if (key == KEY_ITEMS && (place & PLACE_TOP))
        scan->stacks += list.count;
    place &= ~(unsigned)PLACE_TOP;
    place |= key == KEY_PAGES ? PLACE_PAGES : key == KEY_SPAWN ? PLACE_SPAWN : 0;
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

static void walk_value(struct nbt *nbt, struct scan *scan, unsigned place, enum nbt_tag tag, enum key key)
{
    if (tag == NBT_STRING)
        take_text(scan, place, key, nbt_text(nbt));
    else if (tag == NBT_COMPOUND)
        walk_compound(nbt, scan, place, key);
    else if (tag == NBT_LIST)
        walk_list(nbt, scan, place, key);
    else if (tag == NBT_INT_ARRAY && key == KEY_POS && (place & PLACE_TOP) && !scan->at_is_exact)
        walk_pos_array(nbt, scan);
    else if (tag == NBT_INT && key >= KEY_X && key <= KEY_Z && (place & PLACE_TOP) && !(place & PLACE_NESTED) && !scan->at_is_exact)
        scan->at[key - KEY_X] = nbt_integer(nbt, NBT_INT);
    else
        nbt_skip(nbt, tag);
}

/* Calls itself at most NBT_DEPTH_MAX times, by way of what stands inside. */
static void walk(struct nbt *nbt, struct scan *scan, unsigned place)
{
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        bool may_be_place = field.tag == NBT_INT && field.name.n == 1; /* x, y or z: no other number says anything */
        if (may_be_place || !nbt_skip_number(nbt, field.tag))
            walk_value(nbt, scan, place, field.tag, key_of(field.name));
    }
}

void scan_compound(struct nbt *nbt, struct scan *scan)
{
    walk(nbt, scan, PLACE_TOP);
}
