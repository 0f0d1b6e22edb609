/*
 * The memory that stands in for the microcontroller's bus addresses. Addresses keep their order and distance within
 * a region (RM0008 3.3, ARMv7-M B3.2); the simulator gives the words their side effects.
 */
#ifndef KW_HOST_REGISTERS_H
#define KW_HOST_REGISTERS_H

#include <stdint.h>

#define KW_HOST_APB1_BASE 0x40000000U
#define KW_HOST_APB1_BYTES 0x8000U
#define KW_HOST_APB2_BASE 0x40010000U
#define KW_HOST_APB2_BYTES 0x8000U
#define KW_HOST_AHB_BASE 0x40020000U
#define KW_HOST_AHB_BYTES 0x4000U
#define KW_HOST_SCS_BASE 0xE000E000U
#define KW_HOST_SCS_BYTES 0x1000U

#define KW_HOST_APB2_AT KW_HOST_APB1_BYTES
#define KW_HOST_AHB_AT (KW_HOST_APB2_AT + KW_HOST_APB2_BYTES)
#define KW_HOST_SCS_AT (KW_HOST_AHB_AT + KW_HOST_AHB_BYTES)
#define KW_HOST_REGISTER_BYTES (KW_HOST_SCS_AT + KW_HOST_SCS_BYTES)

extern uint8_t kw_host_registers[KW_HOST_REGISTER_BYTES];

/*
 * Where the register at a bus address lies; a constant expression for a constant. Seen before the firmware's headers,
 * which leave a KW_REG that is defined as it is.
 */
#define KW_REG(address) \
    ((void *)(kw_host_registers \
              + ((address) >= KW_HOST_SCS_BASE    ? (address) - KW_HOST_SCS_BASE + KW_HOST_SCS_AT \
                 : (address) >= KW_HOST_AHB_BASE  ? (address) - KW_HOST_AHB_BASE + KW_HOST_AHB_AT \
                 : (address) >= KW_HOST_APB2_BASE ? (address) - KW_HOST_APB2_BASE + KW_HOST_APB2_AT \
                                                  : (address) - KW_HOST_APB1_BASE)))

/* In place of users' cpsid, cpsie and PRIMASK. */
__attribute__((import_module("host"), import_name("mask"))) extern void kw_host_mask(uint32_t masked);
__attribute__((import_module("host"), import_name("masked"))) extern uint32_t kw_host_masked(void);

#endif
