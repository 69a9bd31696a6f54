/* SPDX-License-Identifier: Apache-2.0 */
/* Start-up, semihosting and faults of the emulated Cortex-M boards, for any library. */
#include "firmware.h"

/* Set by the linker script. */
extern uint32_t firmware_data_load[], firmware_data_begin[], firmware_data_end[];
extern uint32_t firmware_bss_begin[], firmware_bss_end[];
extern uint32_t firmware_stack_low[], firmware_stack_top[];

/* Semihosting operations (Arm's specification, "SYS_..."), and the reasons to stop. */
enum { OPEN = 0x01, PRINT = 0x04, WRITE = 0x05, READ = 0x06, COMMAND_LINE = 0x15, EXIT = 0x20 };
enum { OPEN_READ = 1, OPEN_WRITE = 5, APPLICATION_EXIT = 0x20026 };

#define COPROCESSOR_ACCESS (*(volatile uint32_t *)0xe000ed88)
#define FAULT_STATUS (*(volatile uint32_t *)0xe000ed28)
#define FAULT_ADDRESS (*(volatile uint32_t *)0xe000ed38)
#define EXCEPTION_NUMBER (*(volatile uint32_t *)0xe000ed04 & 0x1ffu)

#define PATH_BYTES 256u
#define FAULT_EXIT 100

static uint32_t in, out;

static uint32_t ask_host(uint32_t operation, const void *question)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = question;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static void stop(uint32_t status)
{
    const uint32_t reason[2] = {APPLICATION_EXIT, status};
    for (;;)
        ask_host(EXIT, reason);
}

/* The command line is the folder. The file's name goes behind it. */
static int open_in_folder(const char *name, uint32_t mode, uint32_t *handle)
{
    char path[PATH_BYTES];
    uint32_t command[2] = {(uint32_t)path, PATH_BYTES - 8};
    uint32_t question[3] = {(uint32_t)path, mode, 0};
    uint32_t length = 0;
    if (ask_host(COMMAND_LINE, command) != 0)
        return 0;
    while (path[length] != 0)
        length++;
    path[length++] = '/';
    while (*name != 0)
        path[length++] = *name++;
    path[length] = 0;
    question[2] = length;
    *handle = ask_host(OPEN, question);
    return *handle != 0xffffffffu;
}

int firmware_open(void)
{
    return open_in_folder("in", OPEN_READ, &in) && open_in_folder("out", OPEN_WRITE, &out);
}

uint32_t firmware_read(void *to, uint32_t bytes)
{
    const uint32_t question[3] = {in, (uint32_t)to, bytes};
    return bytes - ask_host(READ, question); /* the host answers with what is missing */
}

int firmware_write(const void *from, uint32_t bytes)
{
    const uint32_t question[3] = {out, (uint32_t)from, bytes};
    return ask_host(WRITE, question) == 0;
}

/* "fault 3 00001234 ..." for the host: exception, code address, return address, stack pointer,
   cause and data address (the last two stay 0 on a Cortex-M0). */
static void print_words(const uint32_t *words, uint32_t count)
{
    char text[10];
    uint32_t i, digit;
    ask_host(PRINT, "fault");
    for (i = 0; i < count; i++) {
        text[0] = ' ';
        for (digit = 0; digit < 8; digit++) {
            const uint32_t value = (words[i] >> (28 - 4 * digit)) & 15u;
            text[1 + digit] = (char)(value < 10 ? '0' + value : 'a' + value - 10);
        }
        text[9] = 0;
        ask_host(PRINT, text);
    }
    ask_host(PRINT, "\n");
}

/* `frame`: what the core pushed when the fault came, of use only where it is on the stack. */
__attribute__((used)) static void report_fault(const uint32_t *frame)
{
    uint32_t words[6] = {EXCEPTION_NUMBER, 0, 0, (uint32_t)frame, FAULT_STATUS, FAULT_ADDRESS};
    if (frame >= firmware_stack_low && frame + 8 <= firmware_stack_top) {
        words[1] = frame[6];
        words[2] = frame[5];
    }
    print_words(words, 6);
    stop(FAULT_EXIT);
}

/* The stack may be what is broken, then it starts anew. Two hundred bytes are enough here. */
__attribute__((naked)) static void on_fault(void)
{
    __asm__ volatile(".syntax unified\n"
                     "mov r0, sp\n"
                     "ldr r1, =firmware_stack_low\n"
                     "adds r1, #200\n"
                     "cmp r0, r1\n"
                     "bhs 1f\n"
                     "ldr r1, =firmware_stack_top\n"
                     "mov sp, r1\n"
                     "1: bl report_fault\n"
                     ".ltorg\n");
}

/* Where the core begins, with the stack already set. */
void firmware_start(void);
void firmware_start(void)
{
    const uint32_t *from = firmware_data_load;
    uint32_t *to;
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
    COPROCESSOR_ACCESS |= 0xfu << 20; /* before any floating point or vector instruction */
    __asm__ volatile("dsb\n isb" ::: "memory");
#endif
    for (to = firmware_data_begin; to < firmware_data_end; to++)
        *to = *from++;
    for (to = firmware_bss_begin; to < firmware_bss_end; to++)
        *to = 0;
    stop((uint32_t)firmware_main());
}

typedef void (*firmware_vector)(void);

__attribute__((section(".vectors"), used)) static const firmware_vector vectors[16] = {
    (firmware_vector)firmware_stack_top,
    firmware_start,
    on_fault,
    on_fault,
    on_fault,
    on_fault,
    on_fault,
    on_fault,
    0,
    0,
    0,
    on_fault,
    on_fault,
    0,
    on_fault,
    on_fault,
};
