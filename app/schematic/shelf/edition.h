#ifndef CURIO_SCHEMATIC_SHELF_EDITION_H
#define CURIO_SCHEMATIC_SHELF_EDITION_H

/* Of what the job `analyse` makes. Count it up when pictures, sections or fingerprints change: the sweep has all made again. */
enum { ANALYSIS_EDITION = 1 };

#endif
