/* The file that the 3D preview reads, made once for each build and served with Range requests.
 *
 *   bytes 0–7    "CURIOSEC"
 *   8–11         u32 little-endian: 1, the version of this layout
 *   12–15        u32 little-endian: length of the header
 *   then         the header, JSON in UTF-8:
 *                {"size": [w, h, l], "edge": 32, "blocks": n,
 *                 "palette": [{"state": "minecraft:stone", "colour": "#7d7d7d", "alpha": 255, "shape": "cube", "count": 12}, …],
 *                 "regions": [{"name": "", "origin": [x, y, z], "size": [w, h, l]}, …],
 *                 "sections": [[sx, sy, sz, offset, length, blocks], …]}
 *                Palette entry 0 is always {"state": "", "alpha": 0}: nothing. Air of all kinds is entry 0 too. Sections lie at
 *                block (32·sx, 32·sy, 32·sz) of the box; those with nothing to see are left out; OFFSET counts from the
 *                header's end. They are sorted from the middle of the build outward, so that the first bytes show most.
 *   then         the sections, each a raw deflate stream (RFC 1951) of pairs of LEB128 varints: run length, palette index; the
 *                runs of one section add up to 32 768, x fastest, then z, then y. Past the build's edge stands 0.
 */
#ifndef CURIO_SCHEMATIC_SECTIONS_H
#define CURIO_SCHEMATIC_SECTIONS_H

#include "core/buf.h"
#include "schematic/model.h"

enum { SECTION_EDGE = 32 };

/* Adds the file to OUT; false when OUT's limit was hit. */
bool sections_write(struct model *, struct buf *out) __attribute__((warn_unused_result));

#endif
