/* Small damage at random places, the same every run: flipped bits, telling values, lost bytes. */
#ifndef CURIO_TESTS_DAMAGE_H
#define CURIO_TESTS_DAMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void damage(uint8_t *p, size_t *n, uint64_t *state)
{
    static const uint8_t telling[] = {0, 1, 0x7f, 0x80, 0xff, 9, 10, 12};
    for (uint64_t hits = next(state) % 4 + 1; hits > 0 && *n > 1; hits--) {
        size_t at = next(state) % *n;
        switch (next(state) % 4) {
        case 0: p[at] ^= (uint8_t)(1u << next(state) % 8); break;
        case 1: p[at] = telling[next(state) % sizeof telling]; break;
        case 2: p[at] = (uint8_t)next(state); break;
        default:
            memmove(p + at, p + at + 1, *n - at - 1);
            (*n)--;
        }
    }
}

#endif
