/* SPDX-License-Identifier: Apache-2.0 */
/* MLPerf Tiny's endpoint on QEMU's board mps2-an386: its first UART, microseconds by SysTick. */
#include <stdint.h>

#define UART_DATA (*(volatile uint32_t *)0x40004000)
#define UART_STATE (*(volatile uint32_t *)0x40004004) /* 1: cannot send, 2: has received */
#define UART_CONTROL (*(volatile uint32_t *)0x40004008)
#define UART_DIVIDER (*(volatile uint32_t *)0x40004010)
#define TICK_CONTROL (*(volatile uint32_t *)0xe000e010)
#define TICK_RELOAD (*(volatile uint32_t *)0xe000e014)
#define TICK_VALUE (*(volatile uint32_t *)0xe000e018)
#define MHZ 25

extern uint32_t stack_end, bss_begin, bss_end;
void mlperf_endpoint(void);
char mlperf_read(void);
void mlperf_write(char c);
uint32_t mlperf_microseconds(void);
void reset(void);
void tick(void);

static volatile uint32_t milliseconds;

char mlperf_read(void)
{
    while ((UART_STATE & 2) == 0) {
    }
    return (char)UART_DATA;
}

void mlperf_write(char c)
{
    while ((UART_STATE & 1) != 0) {
    }
    UART_DATA = (uint8_t)c;
}

uint32_t mlperf_microseconds(void)
{
    return 1000 * milliseconds + (1000 * MHZ - 1 - TICK_VALUE) / MHZ;
}

void tick(void)
{
    milliseconds++;
}

void reset(void)
{
    for (uint32_t *at = &bss_begin; at < &bss_end; at++)
        *at = 0;
    *(volatile uint32_t *)0xe000ed88 = 0xf << 20; /* the floating-point unit */
    UART_DIVIDER = 16;
    UART_CONTROL = 3;
    TICK_RELOAD = 1000 * MHZ - 1;
    TICK_VALUE = 0;
    TICK_CONTROL = 7;
    mlperf_endpoint();
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    &stack_end, (const void *)reset, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (const void *)tick};
