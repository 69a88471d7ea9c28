// CRC-32C (Castagnoli), with the processor's instruction where it has one.
#ifndef CSYSTEM_CHECKSUM_H
#define CSYSTEM_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Goes on from `checksum`, which is 0 at first: the checksum of two pieces is that of the second, gone on from the first.
uint32_t cs_crc32c(uint32_t checksum, const void *bytes, size_t count);

#pragma clang assume_nonnull end
#endif
