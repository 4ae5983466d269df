#include "schematic/varint.h"

#include <string.h>

static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

/* Counts leading one-byte values, eight at a time; answers how many bytes that took. Builds are mostly long runs of one
 * block, which take one comparison a word. */
static size_t count_singles(struct varint_counter *counter, const uint8_t *p, size_t n)
{
    int64_t(*lane)[128] = counter->singles;
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word & highs)
            break;
        if (word == (word & 0x7f) * ones) {
            lane[0][word & 0x7f] += 8;
            continue;
        }
        for (unsigned byte = 0; byte < 8; byte++)
            lane[byte % 4][word >> 8 * byte & 0x7f]++;
    }
    counter->entries += (int64_t)i;
    return i;
}

/* One byte of a varint. */
static inline enum varint_result step(struct varint_counter *counter, uint8_t byte)
{
    enum { BYTES_MAX = 5 };
    if (counter->pending == BYTES_MAX - 1 && byte > 0x0f)
        return VARINT_TOO_LONG;
    counter->value |= (uint32_t)(byte & 0x7f) << 7 * counter->pending;
    counter->pending++;
    if (byte & 0x80)
        return VARINT_OK;
    if (counter->value >= PALETTE_LIMIT)
        return VARINT_TOO_LARGE;
    counter->uses[counter->value]++;
    if (counter->value >= counter->end)
        counter->end = counter->value + 1;
    counter->entries++;
    counter->value = 0;
    counter->pending = 0;
    return VARINT_OK;
}

enum varint_result varint_count(struct varint_counter *counter, const uint8_t *p, size_t n, size_t *bad)
{
    size_t i = 0;
    while (i < n) {
        if (counter->pending == 0 && p[i] < 0x80)
            i += count_singles(counter, p + i, n - i);
        enum varint_result result = VARINT_OK;
        for (size_t until = i + 8 < n ? i + 8 : n; i < until && result == VARINT_OK; i++)
            result = step(counter, p[i]);
        if (result != VARINT_OK) {
            *bad = i - 1;
            return result;
        }
    }
    return VARINT_OK;
}

bool varint_finish(struct varint_counter *counter)
{
    for (uint32_t value = 0; value < 128; value++)
        for (size_t lane = 0; lane < 4; lane++) {
            counter->uses[value] += counter->singles[lane][value];
            if (counter->singles[lane][value] > 0 && value >= counter->end)
                counter->end = value + 1;
            counter->singles[lane][value] = 0;
        }
    return counter->pending == 0;
}
