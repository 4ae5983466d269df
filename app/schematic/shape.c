#include "schematic/shape.h"

#include <string.h>

static size_t find(const struct shape *shape, struct str name)
{
    size_t i = 0;
    while (i < shape->count && (shape->fields[i].name_length != name.n || memcmp(shape->fields[i].name, name.p, name.n) != 0))
        i++;
    return i;
}

/* The row for a field, by name and type: one name may stand in several rows with different types. */
static size_t find_typed(const struct shape *shape, struct str name, enum nbt_tag tag)
{
    size_t first = find(shape, name);
    for (size_t i = first; i < shape->count; i++)
        if (shape->fields[i].tag == tag && strcmp(shape->fields[i].name, shape->fields[first].name) == 0)
            return i;
    return shape->count;
}

static void note_misfit(const struct shape *shape, struct shape_seen *seen, const struct nbt_field *field)
{
    size_t i = find(shape, field->name);
    if (i < shape->count && seen->misfit_count < SHAPE_MISFITS)
        seen->misfits[seen->misfit_count++] = (struct shape_misfit){i, field->tag, field->offset};
}

/* All rows of one name, whatever their types. */
static uint64_t rows_of(const struct shape *shape, const char *name)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < shape->count; i++)
        if (strcmp(shape->fields[i].name, name) == 0)
            rows |= SHAPE_BIT(i);
    return rows;
}

static void read_field(struct nbt *nbt, const struct shape *shape, struct shape_seen *seen, const struct nbt_field *field, void *into)
{
    size_t i = find_typed(shape, field->name, field->tag);
    if (i == shape->count) {
        note_misfit(shape, seen, field);
        nbt_skip(nbt, field->tag);
        return;
    }
    const struct shape_field *known = &shape->fields[i];
    if (seen->fields & rows_of(shape, known->name)) {
        verdict_refuse(nbt->verdict, REASON_DUPLICATE_FIELD, field->offset, "A second %s.", known->name);
        return;
    }
    seen->fields |= SHAPE_BIT(i);
    if (known->read)
        known->read(nbt, (char *)into + known->into);
    else
        nbt_skip(nbt, field->tag);
}

void shape_read(struct nbt *nbt, const struct shape *shape, struct shape_seen *seen, void *into)
{
    struct nbt_field field;
    if (nbt_compound(nbt))
        while (nbt_field(nbt, &field))
            read_field(nbt, shape, seen, &field, into);
}

static const struct shape_misfit *misfit_of(const struct shape *shape, const struct shape_seen *seen, const char *name)
{
    for (size_t i = 0; i < seen->misfit_count; i++)
        if (strcmp(shape->fields[seen->misfits[i].field].name, name) == 0)
            return &seen->misfits[i];
    return NULL;
}

bool shape_require(struct nbt *nbt, const struct shape *shape, const struct shape_seen *seen, uint64_t required, int64_t offset)
{
    uint64_t missing = required & ~seen->fields;
    if (missing == 0)
        return verdict_stands(nbt->verdict);
    const struct shape_field *field = &shape->fields[__builtin_ctzll(missing)];
    const struct shape_misfit *misfit = misfit_of(shape, seen, field->name);
    if (misfit)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, misfit->offset, "%s is of type %s; %s is expected.", field->name,
                       nbt_tag_name(misfit->tag), nbt_tag_name(field->tag));
    else if (seen->fields & rows_of(shape, field->name))
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "%s is of another type; %s is expected.", field->name, nbt_tag_name(field->tag));
    else
        verdict_refuse(nbt->verdict, REASON_MISSING_FIELD, offset, "There is no %s (%s).", field->name, nbt_tag_name(field->tag));
    return false;
}

void shape_u16(struct nbt *nbt, void *at)
{
    *(int64_t *)at = (uint16_t)nbt_integer(nbt, NBT_SHORT);
}

void shape_i32(struct nbt *nbt, void *at)
{
    *(int32_t *)at = (int32_t)nbt_integer(nbt, NBT_INT);
}

void shape_int(struct nbt *nbt, void *at)
{
    *(int64_t *)at = nbt_integer(nbt, NBT_INT);
}
