/* A pull reader of NBT, big-endian as Java writes it or little-endian as Bedrock does. Each call takes one thing off the stream; after a refusal every call answers false, zero
 * or empty, so a reader runs out by itself and its caller checks the verdict once.
 *
 *     struct nbt_field field;
 *     nbt_compound(nbt);
 *     while (nbt_field(nbt, &field))
 *         nbt_skip(nbt, field.tag);   // every value must be read or skipped
 *
 * Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_NBT_H
#define CURIO_SCHEMATIC_NBT_H

#include <string.h>

#include "schematic/source.h"

enum nbt_tag {
    NBT_END,
    NBT_BYTE,
    NBT_SHORT,
    NBT_INT,
    NBT_LONG,
    NBT_FLOAT,
    NBT_DOUBLE,
    NBT_BYTE_ARRAY,
    NBT_STRING,
    NBT_LIST,
    NBT_COMPOUND,
    NBT_INT_ARRAY,
    NBT_LONG_ARRAY,
    NBT_TAG_COUNT
};

enum { NBT_DEPTH_MAX = 512 };

struct nbt {
    struct source source;
    struct verdict *verdict;
    int64_t nodes_left;
    int64_t depth, depth_max;
    bool little_endian;
};

struct nbt_field {
    struct str name; /* valid until the value is read */
    enum nbt_tag tag;
    int64_t offset; /* of the tag byte */
};

struct nbt_list {
    enum nbt_tag element;
    int32_t count;
    int32_t left; /* elements not yet announced by nbt_element() */
};

struct nbt_array {
    size_t element; /* bytes: 1, 4 or 8 */
    int64_t count;
    int64_t left; /* elements not yet handed out */
};

const char *nbt_tag_name(enum nbt_tag); /* as people write it: "byte array" */

/* Opens the input; then nbt_root() reads the root's tag and name, false when it is refused. The root compound is then to be read. */
void nbt_open(struct nbt *, struct arena *, const struct schematic_budget *, schematic_read_fn *, void *with, struct verdict *);
bool nbt_root(struct nbt *);
/* The offset of what comes next. */
static inline int64_t nbt_offset(const struct nbt *nbt) { return source_offset(&nbt->source); }

bool nbt_compound(struct nbt *);                      /* enters a compound */
bool nbt_field(struct nbt *, struct nbt_field *);     /* its next field; false at its end, which is left then */
bool nbt_list(struct nbt *, struct nbt_list *);       /* enters a list */
bool nbt_element(struct nbt *, struct nbt_list *);    /* whether another element is there to be read; leaves the list at its end */
bool nbt_array(struct nbt *, enum nbt_tag, struct nbt_array *);
/* The next run of whole elements, as they are stored, straight from the window and valid until anything more is read; NULL at the
 * end. COUNT says how many elements. */
const uint8_t *nbt_run(struct nbt *, struct nbt_array *, size_t *count);
int64_t nbt_integer(struct nbt *, enum nbt_tag);      /* a byte, short, int or long */
struct str nbt_text(struct nbt *);                    /* a string: modified UTF-8, valid until anything more is read */
void nbt_skip(struct nbt *, enum nbt_tag);            /* any value, checked all the same */

/* The same for a number that lies in the window already; else false, and nothing is taken. */
static inline bool nbt_skip_number(struct nbt *nbt, enum nbt_tag tag)
{
    const uint64_t sizes = 0x8484210; /* four bits a tag */
    size_t n = (size_t)(sizes >> 4 * (unsigned)tag & 0x0f);
    if (n == 0 || (size_t)(nbt->source.end - nbt->source.at) < n)
        return false;
    nbt->source.at += n;
    return true;
}

/* Passes over COUNT bytes that are no NBT. */
void nbt_pass(struct nbt *, int64_t count);

/* Modified UTF-8 as Java reads it: no NUL byte, U+0000 as C0 80, no four-byte forms; surrogates one by one. */
bool nbt_text_valid(struct str);
/* The code point at *AT, moved past: 0xFFFD for what is none, such as half a pair of surrogates. */
uint32_t nbt_text_next(struct str, size_t *at);

/* N bytes as they lie, at most 8. */
static inline uint64_t nbt_load(const uint8_t *p, size_t n)
{
    uint64_t word = 0;
    memcpy(&word, p, n);
    return word;
}

/* Whether every byte is plain ASCII other than NUL; eight at a time, the last ones of a text once more with those before. */
static inline bool nbt_text_is_ascii(struct str text)
{
    const uint8_t *p = (const uint8_t *)text.p;
    size_t n = text.n;
    const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    uint64_t odd = 0;
    if (n >= 8) {
        for (size_t i = 0; i < n - 8; i += 8)
            odd |= nbt_load(p + i, 8) | (nbt_load(p + i, 8) - ones);
        odd |= nbt_load(p + n - 8, 8) | (nbt_load(p + n - 8, 8) - ones);
    } else if (n >= 4) {
        uint64_t word = nbt_load(p, 4) | nbt_load(p + n - 4, 4) << 32;
        odd = word | (word - ones);
    } else {
        for (size_t i = 0; i < n; i++)
            odd |= p[i] == 0 ? highs : p[i];
    }
    return (odd & highs) == 0;
}

static inline uint16_t nbt_u16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static inline uint32_t nbt_u32(const uint8_t *p) { return (uint32_t)nbt_u16(p) << 16 | nbt_u16(p + 2); }
static inline uint64_t nbt_u64(const uint8_t *p) { return (uint64_t)nbt_u32(p) << 32 | nbt_u32(p + 4); }

#endif
