#include "schematic/verdict.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "core/memory.h"
#include "core/text.h"

struct saying {
    const char *name;
    const char *says;
};

static const struct saying reasons[] = {
    [REASON_NOT_NBT] = {"not-nbt", N_("This is not an NBT file.")},
    [REASON_BEDROCK] = {"bedrock", N_("This is a Bedrock Edition file, but not one of its structures.")},
    [REASON_BAD_COMPRESSION] = {"bad-compression", N_("The file's compressed data is damaged.")},
    [REASON_TRUNCATED] = {"truncated", N_("The file ends too early. It may not have been copied completely.")},
    [REASON_TRAILING_DATA] = {"trailing-data", N_("Something else follows the build in this file.")},
    [REASON_TOO_MANY_BYTES] = {"too-many-bytes", N_("The file is too large once unpacked.")},
    [REASON_TOO_MANY_NODES] = {"too-many-nodes", N_("The file holds too many separate values.")},
    [REASON_TOO_DEEP] = {"too-deep", N_("The file's data is nested too deeply.")},
    [REASON_TOO_MANY_BLOCKS] = {"too-many-blocks", N_("The build has too many blocks.")},
    [REASON_AXIS_TOO_LONG] = {"axis-too-long", N_("One side of the build is too long.")},
    [REASON_UNKNOWN_TAG] = {"unknown-tag", N_("The file holds a kind of value that NBT does not know.")},
    [REASON_NEGATIVE_LENGTH] = {"negative-length", N_("A list in the file claims a negative length.")},
    [REASON_END_LIST] = {"end-list", N_("A list in the file has elements without a type.")},
    [REASON_BAD_TEXT] = {"bad-text", N_("A text in the file is not valid.")},
    [REASON_NO_SCHEMATIC] = {"no-schematic", N_("The file is NBT, but holds no build that is known here.")},
    [REASON_AMBIGUOUS_FORMAT] = {"ambiguous-format", N_("The file claims to be of more than one format.")},
    [REASON_UNKNOWN_VERSION] = {"unknown-version", N_("This version of the format is not known here.")},
    [REASON_MISSING_FIELD] = {"missing-field", N_("The build lacks something that its format demands.")},
    [REASON_WRONG_TYPE] = {"wrong-type", N_("A value in the build has the wrong type.")},
    [REASON_DUPLICATE_FIELD] = {"duplicate-field", N_("The build says the same thing twice.")},
    [REASON_EMPTY] = {"empty", N_("The build is empty: one of its sides is 0.")},
    [REASON_BAD_SIZE] = {"bad-size", N_("The build's size makes no sense.")},
    [REASON_BLOCK_COUNT] = {"block-count", N_("The number of blocks does not match the build's size.")},
    [REASON_BAD_VARINT] = {"bad-varint", N_("The block data is damaged.")},
    [REASON_PALETTE_INDEX] = {"palette-index", N_("A block refers to a palette entry that does not exist.")},
    [REASON_PALETTE_TOO_LONG] = {"palette-too-long", N_("The build's palette is too long.")},
    [REASON_BAD_PALETTE] = {"bad-palette", N_("The build's palette contradicts itself.")},
    [REASON_BLOCK_OUTSIDE] = {"block-outside", N_("A block lies outside the build.")},
    [REASON_DUPLICATE_BLOCK] = {"duplicate-block", N_("Two blocks share one place.")},
    [REASON_UNSUPPORTED_ORDER] = {"unsupported-order", N_("The build's size would have to come before its blocks.")},
    [REASON_TOO_MANY_REGIONS] = {"too-many-regions", N_("The build has too many regions.")},
};
static_assert(sizeof reasons / sizeof reasons[0] == REASON_COUNT, "a text for every reason");

static const struct saying warnings[] = {
    [WARNING_TRAILING_BYTES] = {"trailing-bytes", N_("A few stray bytes follow the compressed data.")},
    [WARNING_MISSING_DATA_VERSION] = {"missing-data-version", N_("The file does not say which release of the game it is for.")},
    [WARNING_NIBBLE_ORDER] = {"nibble-order", N_("Tools disagree on how to read this file's block numbers above 255.")},
    [WARNING_PALETTES_DIFFER] = {"palettes-differ", N_("Its palettes differ in what is air; the first was counted.")},
    [WARNING_SIZE_TYPE] = {"size-type", N_("The size is stored in an unusual way, which some tools do not read.")},
    [WARNING_SECOND_LAYER] = {"second-layer", N_("Some places hold two blocks, such as plants in water; only the first is counted.")},
    [WARNING_REGIONS_OVERLAP] = {"regions-overlap", N_("Regions of the build overlap; blocks that share a place are counted twice.")},
};
static_assert(sizeof warnings / sizeof warnings[0] == WARNING_COUNT, "a text for every warning");
static_assert((int)WARNING_COUNT <= (int)SCHEMATIC_WARNINGS, "room for every warning once");

static const char *says(const struct saying *table, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0)
            return _(table[i].says);
    return NULL;
}

const char *schematic_reason_says(const char *reason)
{
    return says(reasons, REASON_COUNT, reason);
}

const char *schematic_warning_says(const char *warning)
{
    return says(warnings, WARNING_COUNT, warning);
}

const char *schematic_reason_at(size_t i)
{
    return i < REASON_COUNT ? reasons[i].name : NULL;
}

void verdict_refuse(struct verdict *verdict, enum reason reason, int64_t offset, const char *format, ...)
{
    if (!verdict_stands(verdict))
        return;
    verdict->refused = true;
    verdict->refusal->reason = reasons[reason].name;
    verdict->refusal->offset = offset;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(verdict->refusal->detail, sizeof verdict->refusal->detail, format, arguments);
    va_end(arguments);
}

void verdict_warn(struct verdict *verdict, enum warning warning)
{
    struct schematic_facts *facts = verdict->facts;
    for (size_t i = 0; i < facts->warning_count; i++)
        if (facts->warnings[i] == warnings[warning].name)
            return;
    assert(facts->warning_count < SCHEMATIC_WARNINGS);
    facts->warnings[facts->warning_count++] = warnings[warning].name;
}

struct mapping {
    void *memory;
    size_t size;
};

static void unmap(void *with)
{
    const struct mapping *mapping = with;
    munmap(mapping->memory, mapping->size);
}

void *inspection_memory(struct arena *arena, size_t size)
{
    struct mapping *mapping = ARENA_NEW(arena, struct mapping);
    mapping->size = size;
    mapping->memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping->memory == MAP_FAILED)
        memory_end("out of memory");
    arena_defer(arena, unmap, mapping);
    return mapping->memory;
}
