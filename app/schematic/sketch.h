/* The sketch of a fingerprint: MinHash over the surroundings of blocks. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_SKETCH_H
#define CURIO_SCHEMATIC_SKETCH_H

#include "schematic/fingerprint.h"

struct sketch;

/* A bijection of 64 bits that leaves no pattern (the finaliser of SplitMix64, by Sebastiano Vigna). */
static inline uint64_t sketch_mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

struct sketch *sketch_new(void);
/* KINDS says a number for each palette index: 0 for air. */
void sketch_add_region(struct sketch *, const struct model_region *, const uint64_t *kinds);
/* Frees it. At least one block was added. */
void sketch_finish(struct sketch *, int32_t out[FINGERPRINT_SKETCH]);
void sketch_bands(const int32_t sketch[FINGERPRINT_SKETCH], int32_t out[FINGERPRINT_BANDS]);

#endif
