#include "schematic/materials.h"

#include <string.h>

#include "core/utf8.h"
#include "schematic/state.h"

static void add_field(struct buf *out, struct str text)
{
    bool formula = text.n && memchr("=+-@", text.p[0], 4);
    bool quoted = str_find(text, STR(",")) >= 0 || str_find(text, STR("\"")) >= 0;
    if (quoted)
        buf_add_char(out, '"');
    if (formula)
        buf_add_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.p[i]);
    }
    if (quoted)
        buf_add_char(out, '"');
}

void materials_csv(const struct materials *materials, struct buf *out)
{
    buf_add(out, STR("item,count,stacks,rest,stack_size,shulker_boxes\r\n"));
    for (size_t i = 0; i < materials->count; i++) {
        const struct material *item = &materials->items[i];
        char boxes[STR_DOUBLE];
        add_field(out, item->item);
        buf_printf(out, ",%lld,%lld,%lld,%d,", (long long)item->count, (long long)item->stacks, (long long)item->rest, item->stack_size);
        buf_add(out, str_from_double(item->shulker_boxes, boxes));
        buf_add(out, STR("\r\n"));
    }
}

static void member_int64(struct json *json, struct str name, int64_t value)
{
    json_key(json, name);
    json_int64(json, value);
}

void materials_json_members(const struct materials *materials, struct json *json)
{
    member_int64(json, STR("blocks"), materials->blocks);
    json_key(json, STR("items"));
    json_array_open(json);
    for (size_t i = 0; i < materials->count; i++) {
        const struct material *item = &materials->items[i];
        json_object_open(json);
        json_key(json, STR("item"));
        json_text(json, item->item);
        member_int64(json, STR("count"), item->count);
        member_int64(json, STR("stacks"), item->stacks);
        member_int64(json, STR("rest"), item->rest);
        member_int64(json, STR("stack_size"), item->stack_size);
        json_key(json, STR("shulker_boxes"));
        json_double(json, item->shulker_boxes);
        json_object_close(json);
    }
    json_array_close(json);
    member_int64(json, STR("without_item"), materials->without_item);
}

void materials_json(const struct materials *materials, struct buf *out)
{
    struct json json;
    json_begin(&json, out);
    json_object_open(&json);
    materials_json_members(materials, &json);
    json_object_close(&json);
    if (!json_end(&json))
        out->failed = true;
}

/* The game's English names that are not the id's words. */
static const struct {
    const char *id, *label;
} labels[] = {
    {"amethyst_block", "Block of Amethyst"}, {"bamboo_block", "Block of Bamboo"}, {"coal_block", "Block of Coal"},
    {"comparator", "Redstone Comparator"}, {"copper_block", "Block of Copper"}, {"diamond_block", "Block of Diamond"},
    {"emerald_block", "Block of Emerald"}, {"gold_block", "Block of Gold"}, {"hay_block", "Hay Bale"}, {"iron_block", "Block of Iron"},
    {"jack_o_lantern", "Jack o'Lantern"}, {"lapis_block", "Block of Lapis Lazuli"}, {"lapis_ore", "Lapis Lazuli Ore"},
    {"deepslate_lapis_ore", "Deepslate Lapis Lazuli Ore"}, {"netherite_block", "Block of Netherite"}, {"quartz_block", "Block of Quartz"},
    {"raw_copper_block", "Block of Raw Copper"}, {"raw_gold_block", "Block of Raw Gold"}, {"raw_iron_block", "Block of Raw Iron"},
    {"redstone", "Redstone Dust"}, {"redstone_block", "Block of Redstone"}, {"repeater", "Redstone Repeater"},
    {"resin_block", "Block of Resin"}, {"smooth_quartz", "Smooth Quartz Block"}, {"smooth_quartz_slab", "Smooth Quartz Slab"},
    {"spawner", "Monster Spawner"}, {"stripped_bamboo_block", "Block of Stripped Bamboo"}, {"tnt", "TNT"}, {"vine", "Vines"},
    {"waxed_copper_block", "Waxed Block of Copper"},
};

static bool is_small_word(struct str word)
{
    return str_eq(word, STR("of")) || str_eq(word, STR("the")) || str_eq(word, STR("on")) || str_eq(word, STR("a"));
}

/* "minecraft:lily_of_the_valley" becomes "Lily of the Valley". Adds no '|', which divides the columns. */
static void add_label(struct buf *out, struct str item)
{
    struct str word, rest = state_id(item);
    if (!str_eq(state_space(item), STR("minecraft"))) {
        for (size_t i = 0; i < item.n; i++)
            buf_add_char(out, item.p[i] == '|' ? '/' : item.p[i]);
        return;
    }
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_eq(rest, str_of(labels[i].id))) {
            buf_add(out, str_of(labels[i].label));
            return;
        }
    for (bool first = true; rest.n; first = false) {
        str_cut(rest, '_', &word, &rest);
        if (!first)
            buf_add_char(out, ' ');
        for (size_t i = 0; i < word.n; i++) {
            bool raised = i == 0 && word.p[0] >= 'a' && word.p[0] <= 'z' && (first || !is_small_word(word));
            buf_add_char(out, raised ? (char)(word.p[0] - ('a' - 'A')) : word.p[i] == '|' ? '/' : word.p[i]);
        }
    }
}

enum { COLUMNS = 4 };

struct table {
    struct buf *out;
    struct buf cell;          /* scratch */
    size_t widths[COLUMNS];   /* in code points */
};

static size_t digits(int64_t value)
{
    size_t n = 1;
    while (value >= 10) {
        value /= 10;
        n++;
    }
    return n;
}

static void repeat(struct buf *out, char c, size_t n)
{
    while (n-- > 0)
        buf_add_char(out, c);
}

static void add_line(struct table *table)
{
    for (int i = 0; i < COLUMNS; i++) {
        buf_add_char(table->out, '+');
        repeat(table->out, '-', table->widths[i] + 2);
    }
    buf_add(table->out, STR("+\n"));
}

static void add_cell(struct table *table, struct str text, size_t width, bool right)
{
    size_t n = utf8_length(text), padding = width > n ? width - n : 0;
    buf_add(table->out, STR("| "));
    repeat(table->out, ' ', right ? padding : 0);
    buf_add(table->out, text);
    repeat(table->out, ' ', right ? 1 : padding + 1);
}

static void add_head(struct table *table)
{
    static const char *const heads[COLUMNS] = {"Item", "Total", "Missing", "Available"};
    for (int i = 0; i < COLUMNS; i++)
        add_cell(table, str_of(heads[i]), table->widths[i], i > 0);
    buf_add(table->out, STR("|\n"));
}

static void add_row(struct table *table, const struct material *item)
{
    char number[24];
    struct str count = {number, (size_t)snprintf(number, sizeof number, "%lld", (long long)item->count)};
    buf_clear(&table->cell);
    add_label(&table->cell, item->item);
    add_cell(table, buf_str(&table->cell), table->widths[0], false);
    add_cell(table, count, table->widths[1], true);
    add_cell(table, count, table->widths[2], true);
    add_cell(table, STR("0"), table->widths[3], true);
    buf_add(table->out, STR("|\n"));
}

/* The title line stands in all columns together: where it is longer, the last one grows. */
static void measure(struct table *table, const struct materials *materials, struct str title)
{
    size_t least[COLUMNS] = {STR("Item").n, STR("Total").n, STR("Missing").n, STR("Available").n};
    memcpy(table->widths, least, sizeof least);
    for (size_t i = 0; i < materials->count; i++) {
        buf_clear(&table->cell);
        add_label(&table->cell, materials->items[i].item);
        size_t label = utf8_length(buf_str(&table->cell)), number = digits(materials->items[i].count);
        table->widths[0] = label > table->widths[0] ? label : table->widths[0];
        table->widths[1] = number > table->widths[1] ? number : table->widths[1];
        table->widths[2] = number > table->widths[2] ? number : table->widths[2];
    }
    size_t all = table->widths[0] + table->widths[1] + table->widths[2] + table->widths[3] + 3 * (COLUMNS - 1);
    if (utf8_length(title) > all)
        table->widths[3] += utf8_length(title) - all;
}

void materials_text(const struct materials *materials, struct str title, struct buf *out)
{
    struct table table = {.out = out};
    struct buf head;
    buf_init(&table.cell, STATE_MAX * 2);
    buf_init(&head, SIZE_MAX / 2);
    buf_printf(&head, "Material List for schematic '" STR_FMT "' (1 of 1 regions)", STR_ARG(title));
    measure(&table, materials, buf_str(&head));
    add_line(&table);
    add_cell(&table, buf_str(&head), table.widths[0] + table.widths[1] + table.widths[2] + table.widths[3] + 3 * (COLUMNS - 1), false);
    buf_add(out, STR("|\n"));
    add_line(&table);
    add_head(&table);
    add_line(&table);
    for (size_t i = 0; i < materials->count; i++)
        add_row(&table, &materials->items[i]);
    add_line(&table);
    add_head(&table);
    add_line(&table);
    buf_free(&head);
    buf_free(&table.cell);
}
