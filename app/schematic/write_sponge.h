/* Writes a build as a Sponge schematic, version 2. */
#ifndef CURIO_SCHEMATIC_WRITE_SPONGE_H
#define CURIO_SCHEMATIC_WRITE_SPONGE_H

#include "core/buf.h"

struct sponge_build {
    uint16_t width, height, length; /* x, y, z; none 0 */
    int32_t data_version;
    const char *const *palette; /* block states: "minecraft:oak_log[axis=y]" */
    size_t palette_count;
    /* The palette index of one block; called once a block: x runs fastest, then z, then y. */
    uint32_t (*block)(const void *with, unsigned x, unsigned y, unsigned z);
    const void *with;
};

/* Adds the gzip file to OUT. The same build gives the same bytes. False when OUT's limit was hit. */
bool schematic_write_sponge(const struct sponge_build *, struct buf *out) __attribute__((warn_unused_result));

#endif
