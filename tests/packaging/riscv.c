/* SPDX-License-Identifier: Apache-2.0 */
/* The self-test on QEMU's board "virt", RV32IMC without anything beneath it. */
#include "net.h"

#define UART (*(volatile uint8_t *)0x10000000)
#define POWER (*(volatile uint32_t *)0x100000)

static net_memory memory;

__attribute__((naked, section(".text.start"))) void _start(void)
{
    __asm__("la sp, stack_end\n la gp, __global_pointer$\n j run");
}

__attribute__((noreturn, used)) void run(void)
{
    const char *text = net_selftest(&memory) == 0 ? "selftest ok\n" : "selftest FAILED\n";
    while (*text != 0)
        UART = (uint8_t)*text++;
    POWER = 0x5555; /* off */
    for (;;) {
    }
}
