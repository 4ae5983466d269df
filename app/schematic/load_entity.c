/* Block entities and entities, whose fields the formats name in several ways. What they hold is written out again, big-endian and
 * with the fields of each compound sorted, so that equal contents are equal bytes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "schematic/load.h"
#include "schematic/state.h"

enum { MOVED_MAX = 512 * 1024 * 1024 }; /* bytes that sorting may move: compounds in compounds are moved once for each */

/* A field in a struct buf: from its tag on, with its name after tag and length. */
struct piece {
    size_t from, until;
};

struct pieces {
    struct piece *at;
    size_t count, room;
};

static void put(struct buf *out, uint64_t number, size_t bytes)
{
    for (size_t i = bytes; i-- > 0;)
        buf_add_char(out, (char)(number >> 8 * i));
}

static void put_text(struct buf *out, struct str text)
{
    put(out, text.n, 2);
    buf_add(out, text);
}

static struct str name_of(const struct buf *out, const struct piece *piece)
{
    const uint8_t *p = (const uint8_t *)out->p + piece->from;
    return (struct str){(const char *)p + 3, nbt_u16(p + 1)};
}

static int by_name(const void *a, const void *b, void *with)
{
    const struct piece *left = a, *right = b;
    int order = state_order(name_of(with, left), name_of(with, right));
    return order != 0 ? order : (left->from > right->from) - (left->from < right->from);
}

/* Sorts the fields that make up OUT from FROM on, and closes their compound. */
static void close_compound(struct loading *load, struct buf *out, size_t from, struct pieces *pieces)
{
    bool sorted = true;
    for (size_t i = 1; i < pieces->count && !out->failed; i++)
        sorted = sorted && by_name(&pieces->at[i - 1], &pieces->at[i], out) <= 0;
    size_t n = out->n - from;
    load->moved += sorted ? 0 : n;
    if (load->moved > MOVED_MAX)
        verdict_refuse(&load->verdict, REASON_TOO_MANY_BYTES, nbt_offset(&load->nbt), "Entities are nested too deeply to be sorted.");
    if (!sorted && !out->failed && verdict_stands(&load->verdict)) {
        qsort_r(pieces->at, pieces->count, sizeof *pieces->at, by_name, out);
        char *copy = memory_new(n), *to = out->p + from;
        memcpy(copy, to, n);
        for (size_t i = 0; i < pieces->count; i++) {
            size_t length = pieces->at[i].until - pieces->at[i].from;
            memcpy(to, copy + (pieces->at[i].from - from), length);
            to += length;
        }
        free(copy);
    }
    put(out, NBT_END, 1);
    free(pieces->at);
}

static void add_piece(struct pieces *pieces, size_t from, size_t until)
{
    if (pieces->count == pieces->room) {
        pieces->room = pieces->room ? 2 * pieces->room : 8;
        pieces->at = memory_grow(pieces->at, memory_product(pieces->room, sizeof *pieces->at));
    }
    pieces->at[pieces->count++] = (struct piece){from, until};
}

static void copy_value(struct loading *, enum nbt_tag, struct buf *out);

static void copy_field(struct loading *load, const struct nbt_field *field, struct buf *out, struct pieces *pieces)
{
    size_t from = out->n;
    put(out, field->tag, 1);
    put_text(out, field->name);
    copy_value(load, field->tag, out);
    add_piece(pieces, from, out->n);
}

static void copy_compound(struct loading *load, struct buf *out)
{
    struct nbt_field field;
    struct pieces pieces = {0};
    size_t from = out->n;
    if (!nbt_compound(&load->nbt))
        return;
    while (nbt_field(&load->nbt, &field))
        copy_field(load, &field, out, &pieces);
    close_compound(load, out, from, &pieces);
}

static void copy_list(struct loading *load, struct buf *out)
{
    struct nbt_list list;
    if (!nbt_list(&load->nbt, &list))
        return;
    put(out, list.element, 1);
    put(out, (uint64_t)list.count, 4);
    while (nbt_element(&load->nbt, &list))
        copy_value(load, list.element, out);
}

static void copy_array(struct loading *load, enum nbt_tag tag, struct buf *out)
{
    struct nbt_array array;
    size_t n;
    if (!nbt_array(&load->nbt, tag, &array))
        return;
    put(out, (uint64_t)array.count, 4);
    for (const uint8_t *p; (p = nbt_run(&load->nbt, &array, &n));)
        for (size_t i = 0; i < n * array.element; i++) /* the byte that is the I-th big-endian */
            buf_add_char(out, (char)p[load->nbt.little_endian ? i + array.element - 1 - 2 * (i % array.element) : i]);
}

/* Any value. Calls itself through compounds and lists, which the reader bounds. What is past LOAD_NBT_MAX is skipped. */
static void copy_value(struct loading *load, enum nbt_tag tag, struct buf *out)
{
    static const uint8_t sizes[] = {[NBT_BYTE] = 1, [NBT_SHORT] = 2, [NBT_INT] = 4, [NBT_LONG] = 8, [NBT_FLOAT] = 4, [NBT_DOUBLE] = 8};
    if (out->failed)
        nbt_skip(&load->nbt, tag);
    else if (tag == NBT_COMPOUND)
        copy_compound(load, out);
    else if (tag == NBT_LIST)
        copy_list(load, out);
    else if (tag == NBT_STRING)
        put_text(out, nbt_text(&load->nbt));
    else if (tag == NBT_BYTE_ARRAY || tag == NBT_INT_ARRAY || tag == NBT_LONG_ARRAY)
        copy_array(load, tag, out);
    else if (tag != NBT_END)
        put(out, (uint64_t)nbt_integer(&load->nbt, tag), sizes[tag]);
}

static double real(struct nbt *nbt, enum nbt_tag tag)
{
    int64_t bits = nbt_integer(nbt, tag);
    uint32_t word = (uint32_t)bits;
    float single;
    double value;
    memcpy(&single, &word, sizeof single);
    memcpy(&value, &bits, sizeof value);
    return tag == NBT_FLOAT ? (double)single : tag == NBT_DOUBLE ? value : (double)bits;
}

static bool vector_of_list(struct nbt *nbt, double into[3])
{
    struct nbt_list list;
    if (!nbt_list(nbt, &list))
        return false;
    bool good = list.count == 3 && (list.element == NBT_INT || list.element == NBT_DOUBLE || list.element == NBT_FLOAT);
    bool vector = good;
    for (size_t i = 0; nbt_element(nbt, &list); i++)
        if (vector) {
            double value = real(nbt, list.element);
            good = good && isfinite(value);
            into[i] = isfinite(value) ? value : 0;
        } else {
            nbt_skip(nbt, list.element);
        }
    return good;
}

bool load_vector(struct nbt *nbt, enum nbt_tag tag, double into[3])
{
    struct nbt_array array;
    if (tag == NBT_LIST)
        return vector_of_list(nbt, into);
    if (tag != NBT_INT_ARRAY) {
        nbt_skip(nbt, tag);
        return false;
    }
    if (!nbt_array(nbt, tag, &array))
        return false;
    size_t n, done = 0;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n)); done += n)
        for (size_t i = 0; i < n && array.count == 3; i++)
            into[done + i] = (int32_t)nbt_u32(p + 4 * i);
    return array.count == 3;
}

/* A block entity or entity as it is read. */
struct thing {
    bool entity;
    double at[3];
    unsigned placed; /* bits of the axes that are known */
    struct str id;
    struct buf nbt;
    struct pieces pieces;
};

/* Takes a field that says what or where the thing is. */
static bool take_place(struct loading *load, const struct nbt_field *field, struct thing *thing, bool inner)
{
    static const struct str axes[] = {STR("x"), STR("y"), STR("z")};
    double unused[3];
    if (str_eq(field->name, STR("Pos"))) {
        if (load_vector(&load->nbt, field->tag, inner ? unused : thing->at) && !inner)
            thing->placed = 7;
        return true;
    }
    for (unsigned i = 0; i < 3 && !thing->entity; i++)
        if (field->tag == NBT_INT && str_eq(field->name, axes[i])) {
            int64_t value = nbt_integer(&load->nbt, NBT_INT);
            if (!inner) {
                thing->at[i] = (double)value;
                thing->placed |= 1u << i;
            }
            return true;
        }
    return false;
}

static bool is_id(const struct nbt_field *field)
{
    return field->tag == NBT_STRING && (str_eq(field->name, STR("id")) || str_eq(field->name, STR("Id")) || str_eq(field->name, STR("identifier")));
}

static void read_thing(struct loading *load, struct thing *thing, bool inner)
{
    struct nbt_field field;
    if (!nbt_compound(&load->nbt))
        return;
    while (nbt_field(&load->nbt, &field)) {
        if (is_id(&field)) {
            struct str id = nbt_text(&load->nbt);
            if (!thing->id.p) {
                thing->id = model_text(load->model, id);
                load->held += id.n;
            }
        } else if (load->nested && !inner && field.tag == NBT_COMPOUND && str_eq(field.name, STR("Data"))) {
            read_thing(load, thing, true);
        } else if (!take_place(load, &field, thing, inner)) {
            copy_field(load, &field, &thing->nbt, &thing->pieces);
        }
    }
}

static void open_thing(struct loading *load, struct thing *thing)
{
    buf_init(&thing->nbt, load->held < LOAD_NBT_MAX ? LOAD_NBT_MAX - load->held : 0);
}

/* Answers the payload, owned by the model. */
static struct str close_thing(struct loading *load, struct thing *thing)
{
    enum { SELF = 128 }; /* bytes that a thing takes beside its payload */
    close_compound(load, &thing->nbt, 0, &thing->pieces);
    if (thing->nbt.failed || load->held + thing->nbt.n + SELF > LOAD_NBT_MAX)
        verdict_refuse(&load->verdict, REASON_TOO_MANY_BYTES, nbt_offset(&load->nbt), "Entities hold more than %d bytes.", LOAD_NBT_MAX);
    load->held += thing->nbt.n + SELF;
    struct str nbt = verdict_stands(&load->verdict) ? model_text(load->model, buf_str(&thing->nbt)) : STR("");
    buf_free(&thing->nbt);
    return nbt;
}

static void add_block_entity(struct loading *load, struct thing *thing)
{
    struct model_block_entity made = {.id = thing->id, .nbt = close_thing(load, thing)};
    bool good = (thing->placed & 7) == 7;
    for (size_t i = 0; i < 3; i++) {
        good = good && thing->at[i] >= INT32_MIN && thing->at[i] <= INT32_MAX;
        made.at[i] = good ? (int32_t)thing->at[i] : 0;
    }
    if (!verdict_stands(&load->verdict))
        return;
    if (!good) {
        load->model->left_out[MODEL_LEFT_BLOCK_ENTITIES]++;
        return;
    }
    if (load->block_entity_count == load->block_entity_room) {
        load->block_entity_room = load->block_entity_room ? 2 * load->block_entity_room : 16;
        load->block_entities = memory_grow(load->block_entities, memory_product(load->block_entity_room, sizeof *load->block_entities));
    }
    load->block_entities[load->block_entity_count++] = made;
}

static void add_entity(struct loading *load, struct thing *thing)
{
    struct model_entity made = {.at = {thing->at[0], thing->at[1], thing->at[2]}, .id = thing->id, .nbt = close_thing(load, thing)};
    if (!verdict_stands(&load->verdict))
        return;
    if ((thing->placed & 7) != 7) {
        load->model->left_out[MODEL_LEFT_ENTITIES]++;
        return;
    }
    if (load->entity_count == load->entity_room) {
        load->entity_room = load->entity_room ? 2 * load->entity_room : 16;
        load->entities = memory_grow(load->entities, memory_product(load->entity_room, sizeof *load->entities));
    }
    load->entities[load->entity_count++] = made;
}

static void read_block_entity(struct loading *load)
{
    struct thing thing = {.entity = false};
    open_thing(load, &thing);
    read_thing(load, &thing, false);
    add_block_entity(load, &thing);
}

void load_block_entity_at(struct loading *load, const int32_t place[3])
{
    struct thing thing = {.entity = false};
    open_thing(load, &thing);
    read_thing(load, &thing, true);
    for (size_t i = 0; i < 3; i++)
        thing.at[i] = place[i];
    thing.placed = 7;
    add_block_entity(load, &thing);
}

static void read_entity(struct loading *load)
{
    struct thing thing = {.entity = true};
    open_thing(load, &thing);
    read_thing(load, &thing, false);
    add_entity(load, &thing);
}

static bool same_block(const double at[3], const double block[3])
{
    return floor(at[0]) == block[0] && floor(at[1]) == block[1] && floor(at[2]) == block[2];
}

/* Position, block and contents side by side; a position among the contents is that in the world it was saved in. The block is that of
 * the position, but for what hangs on another: that is left out, and counted. */
static void read_structure_entity(struct loading *load)
{
    struct nbt_field field;
    struct thing thing = {.entity = true};
    double block[3];
    bool has_block = false;
    open_thing(load, &thing);
    if (!nbt_compound(&load->nbt))
        return;
    while (nbt_field(&load->nbt, &field)) {
        if (str_eq(field.name, STR("pos")))
            thing.placed = load_vector(&load->nbt, field.tag, thing.at) ? 7 : 0;
        else if (str_eq(field.name, STR("blockPos")))
            has_block = load_vector(&load->nbt, field.tag, block);
        else if (field.tag == NBT_COMPOUND && str_eq(field.name, STR("nbt")))
            read_thing(load, &thing, true);
        else
            nbt_skip(&load->nbt, field.tag);
    }
    load->model->left_out[MODEL_LEFT_FIELDS] += has_block && thing.placed == 7 && !same_block(thing.at, block);
    add_entity(load, &thing);
}

void load_block_entities(struct nbt *nbt, void *at)
{
    (void)nbt;
    load_each(at, read_block_entity);
}

void load_entities(struct nbt *nbt, void *at)
{
    (void)nbt;
    load_each(at, read_entity);
}

void load_structure_entities(struct nbt *nbt, void *at)
{
    (void)nbt;
    load_each(at, read_structure_entity);
}
