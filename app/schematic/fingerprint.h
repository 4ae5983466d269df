/* Recognises copies of a build: moved, turned by quarters around the vertical axis, or changed a little. Air is not looked at. */
#ifndef CURIO_SCHEMATIC_FINGERPRINT_H
#define CURIO_SCHEMATIC_FINGERPRINT_H

#include "schematic/model.h"

enum { FINGERPRINT_SKETCH = 64, FINGERPRINT_BANDS = 16, FINGERPRINT_BLOCKS = 1 << 26 };

struct fingerprint {
    uint8_t shape[32];                    /* equal for copies moved or turned by quarters; of block kinds, without properties that turn */
    int32_t sketch[FINGERPRINT_SKETCH];   /* MinHash: the share of equal ones estimates how much two builds have in common */
    int32_t bands[FINGERPRINT_BANDS];     /* of four sketch numbers each, with the band's own number mixed in: near copies share some */
};

/* Shape: the lowest of four digests, one a quarter turn, of the kinds at their places in the tightest box around what is not air.
 * Sketch: of every block with those around it that a quarter turn and a move leave as they are, as often as it occurs; of builds
 * with many different surroundings those with the lowest hashes. Regions are laid over one another as model_flat() does; where
 * their box is past FINGERPRINT_BLOCKS each is looked at by itself.
 * False for a build without any block but air. */
bool fingerprint_of(struct model *, struct fingerprint *out) __attribute__((warn_unused_result));
/* 0 to 1: an estimate of |A ∩ B| / |A ∪ B| over the places looked at (Jaccard). */
double fingerprint_likeness(const int32_t a[FINGERPRINT_SKETCH], const int32_t b[FINGERPRINT_SKETCH]);

#endif
