#include "schematic/stream.h"

void stream_open(struct stream *stream, struct tally *tallies)
{
    *stream = (struct stream){.tallies = tallies, .walk = tally_walk_from(0)};
}

void stream_open_within(struct stream *stream, struct tally *tallies, const int64_t sides[3], const int64_t origin[3], const int64_t size[3])
{
    enum { X, Y, Z };
    *stream = (struct stream){.tallies = tallies, .walk = tally_walk_from(origin[X] + (origin[Z] + origin[Y] * sides[Z]) * sides[X])};
    if (size[X] == sides[X] && size[Z] == sides[Z])
        return;
    stream->row = stream->row_left = size[X];
    stream->layer = stream->layer_left = size[Z];
    stream->row_gap = sides[X] - size[X];
    stream->layer_gap = (sides[Z] - size[Z]) * sides[X];
}

static void flush_rows(struct stream *stream)
{
    for (int64_t left = stream->run; left > 0;) {
        int64_t n = left < stream->row_left ? left : stream->row_left;
        tally_run(&stream->walk, &stream->tallies[stream->value], n);
        left -= n;
        stream->row_left -= n;
        if (stream->row_left > 0)
            continue;
        stream->row_left = stream->row;
        bool layer_ends = --stream->layer_left == 0;
        tally_skip(&stream->walk, stream->row_gap + (layer_ends ? stream->layer_gap : 0));
        stream->layer_left = layer_ends ? stream->layer : stream->layer_left;
    }
}

void stream_flush(struct stream *stream)
{
    if (stream->run == 0)
        return;
    if (stream->row > 0)
        flush_rows(stream);
    else
        tally_run(&stream->walk, &stream->tallies[stream->value], stream->run);
    stream->end = stream->value >= stream->end ? stream->value + 1 : stream->end;
    stream->count += stream->run;
    stream->run = 0;
}
