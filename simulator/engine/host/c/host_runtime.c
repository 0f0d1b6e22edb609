/*
 * What every firmware build in the simulator is linked with: the registers' memory, the words that it shares with the
 * simulator, the few functions that a compiler may call on its own, and the application hooks' taps.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host_registers.h"
#include "host_shared.h"

#define HOST(name) __attribute__((import_module("host"), import_name(#name))) extern

HOST(ended) void kw_host_ended(uint32_t socket, uint32_t reason);
HOST(fault) void kw_host_fault(uint32_t fault);
HOST(assertion) void kw_host_assertion(char const *what, char const *file, uint32_t line);

_Alignas(8) uint8_t kw_host_registers[KW_HOST_REGISTER_BYTES];

/* The regions of kw_host_registers in order: first bus address, size. */
uint32_t const kw_host_regions[] = {
    KW_HOST_APB1_BASE, KW_HOST_APB1_BYTES, KW_HOST_APB2_BASE, KW_HOST_APB2_BYTES,
    KW_HOST_AHB_BASE,  KW_HOST_AHB_BYTES,  KW_HOST_SCS_BASE,  KW_HOST_SCS_BYTES,
};

struct kw_host_shared kw_host_shared = { .budget = 1, .status_offset = UINT32_MAX };

__attribute__((weak)) void __real_kw_app_ended(uint32_t socket, uint32_t reason);
void __wrap_kw_app_ended(uint32_t socket, uint32_t reason);
void __wrap_kw_app_ended(uint32_t socket, uint32_t reason)
{
    kw_host_ended(socket, reason);
    __real_kw_app_ended(socket, reason);
}

__attribute__((weak)) void __real_kw_app_fault(uint32_t fault);
void __wrap_kw_app_fault(uint32_t fault);
void __wrap_kw_app_fault(uint32_t fault)
{
    kw_host_fault(fault);
    __real_kw_app_fault(fault);
}

/* A freestanding compiler still expects these four; a firmware's own take precedence. */
__attribute__((weak)) void *memcpy(void *to, void const *from, size_t count)
{
    uint8_t *out = to;
    uint8_t const *in = from;
    while (count-- > 0U) {
        *out++ = *in++;
    }
    return to;
}

__attribute__((weak)) void *memmove(void *to, void const *from, size_t count)
{
    uint8_t *out = to;
    uint8_t const *in = from;
    if ((uintptr_t)out <= (uintptr_t)in) {
        return memcpy(to, from, count);
    }
    while (count-- > 0U) {
        out[count] = in[count];
    }
    return to;
}

__attribute__((weak)) void *memset(void *to, int value, size_t count)
{
    uint8_t *out = to;
    while (count-- > 0U) {
        *out++ = (uint8_t)value;
    }
    return to;
}

__attribute__((weak)) int memcmp(void const *left, void const *right, size_t count)
{
    uint8_t const *a = left;
    uint8_t const *b = right;
    for (; count > 0U; count--, a++, b++) {
        if (*a != *b) {
            return *a < *b ? -1 : 1;
        }
    }
    return 0;
}

/* What assert of the C library calls. */
_Noreturn void __assert_fail(char const *what, char const *file, int line, char const *function);
_Noreturn void __assert_fail(char const *what, char const *file, int line, char const *function)
{
    (void)function;
    kw_host_assertion(what, file, (uint32_t)line);
    __builtin_trap();
}

/* snprintf knows how to report errors on a stream. There is none: these take the place of what would need a system. */
size_t __stdio_write(void *stream, uint8_t const *bytes, size_t count);
size_t __stdio_write(void *stream, uint8_t const *bytes, size_t count)
{
    (void)stream;
    (void)bytes;
    (void)count;
    __builtin_trap();
}

int __stdio_close(void *stream);
int __stdio_close(void *stream)
{
    (void)stream;
    __builtin_trap();
}

int64_t __stdio_seek(void *stream, int64_t offset, int whence);
int64_t __stdio_seek(void *stream, int64_t offset, int whence)
{
    (void)stream;
    (void)offset;
    (void)whence;
    __builtin_trap();
}
