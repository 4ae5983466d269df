/* A writer of big-endian NBT that streams into gzip. Failure is sticky: write freely, and learn from nbt_writer_close() whether
 * everything arrived. The same calls make the same bytes; the gzip header bears no time. Includes zlib. Internal to
 * app/schematic.
 *
 *     struct nbt_writer *writer = nbt_writer_open(write, with);
 *     nbt_put_field(writer, NBT_COMPOUND, STR("Schematic"));
 *     nbt_put_int(writer, STR("Version"), 2);
 *     nbt_put_end(writer);
 *     bool written = nbt_writer_close(writer);
 */
#ifndef CURIO_SCHEMATIC_NBT_WRITE_H
#define CURIO_SCHEMATIC_NBT_WRITE_H

#include "schematic/nbt.h"

struct nbt_writer;

/* Takes compressed bytes in order; false stops. */
typedef bool nbt_write_fn(void *with, const void *, size_t);

struct nbt_writer *nbt_writer_open(nbt_write_fn *, void *with);
bool nbt_writer_failed(const struct nbt_writer *);                                     /* for long loops to give up early */
bool nbt_writer_close(struct nbt_writer *) __attribute__((warn_unused_result)); /* finishes and frees; false: it failed */

/* Names and texts are UTF-8, or the modified UTF-8 that files have: either arrives as the latter. What is past 65,535 bytes is
 * cut off at a character. */
void nbt_put_field(struct nbt_writer *, enum nbt_tag, struct str name); /* the value follows */
void nbt_put_end(struct nbt_writer *);                                  /* of a compound */
void nbt_put_short(struct nbt_writer *, struct str name, uint16_t);
void nbt_put_int(struct nbt_writer *, struct str name, int32_t);
void nbt_put_long(struct nbt_writer *, struct str name, int64_t);
void nbt_put_text(struct nbt_writer *, struct str name, struct str text);
void nbt_put_list(struct nbt_writer *, struct str name, enum nbt_tag element, size_t count); /* the elements follow */
void nbt_put_array(struct nbt_writer *, enum nbt_tag, struct str name, size_t count);        /* likewise */
/* Lists and arrays of three. */
void nbt_put_int_list3(struct nbt_writer *, struct str name, const int32_t[3]);
void nbt_put_int_array3(struct nbt_writer *, struct str name, const int32_t[3]);
void nbt_put_double_list3(struct nbt_writer *, struct str name, const double[3]);
/* Bytes as they are, for elements and for values that are NBT already. */
void nbt_put_raw(struct nbt_writer *, const void *, size_t);
void nbt_put_byte(struct nbt_writer *, uint8_t);
void nbt_put_u64(struct nbt_writer *, uint64_t);

#endif
