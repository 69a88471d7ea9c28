#include "include/checksum.h"

#include <string.h>

static uint32_t table[256];

__attribute__((constructor)) static void fill_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? value >> 1 ^ 0x82F63B78 : value >> 1;
    table[i] = value;
  }
}

static uint32_t by_table(uint32_t state, const unsigned char *at, size_t count) {
  while (count--) state = table[(state ^ *at++) & 255] ^ state >> 8;
  return state;
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t state, const unsigned char *at, size_t count) {
  uint64_t wide = state;
  for (; count >= 8; count -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  state = (uint32_t)wide;
  while (count--) state = __builtin_ia32_crc32qi(state, *at++);
  return state;
}
#endif

uint32_t cs_crc32c(uint32_t checksum, const void *bytes, size_t count) {
  uint32_t state = ~checksum;
#ifdef __x86_64__
  if (__builtin_cpu_supports("sse4.2")) return ~by_instruction(state, bytes, count);
#endif
  return ~by_table(state, bytes, count);
}
