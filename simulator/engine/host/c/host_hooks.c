/*
 * What the compiler's instrumentation calls at each basic block and before each access to memory. Every object gets
 * these functions in place of the calls: they run all the time, and mostly have nothing to do.
 */
#include <stdint.h>

#include "host_registers.h"
#include "host_shared.h"

#define HOST(name) __attribute__((import_module("host"), import_name(#name))) extern
#define HOOK __attribute__((always_inline, no_sanitize("coverage"))) void

HOST(spent) void kw_host_spent(void);
HOST(access) void kw_host_access(uint32_t offset, uint32_t store);

HOOK __sanitizer_cov_trace_pc(void);
HOOK __sanitizer_cov_trace_pc(void)
{
    if (__builtin_expect(--kw_host_shared.budget <= 0, 0)) {
        kw_host_spent();
    }
}

static inline HOOK before_access(void const volatile *address, uint32_t store)
{
    uintptr_t const offset = (uintptr_t)address - (uintptr_t)kw_host_registers;
    if (offset >= sizeof kw_host_registers) {
        return;
    }
    if (kw_host_shared.stored == 0U) {
        if (store != 0U && kw_host_shared.handling != 0U) {
            kw_host_shared.stored = 1U + (uint32_t)offset;
            return;
        }
        if (store == 0U && offset == kw_host_shared.status_offset) {
            return;
        }
    }
    kw_host_access((uint32_t)offset, store);
}

#define ACCESS_HOOKS(bytes) \
    HOOK __sanitizer_cov_load##bytes(void const volatile *address); \
    HOOK __sanitizer_cov_load##bytes(void const volatile *address) { before_access(address, 0U); } \
    HOOK __sanitizer_cov_store##bytes(void const volatile *address); \
    HOOK __sanitizer_cov_store##bytes(void const volatile *address) { before_access(address, 1U); }

ACCESS_HOOKS(1)
ACCESS_HOOKS(2)
ACCESS_HOOKS(4)
ACCESS_HOOKS(8)
ACCESS_HOOKS(16)
