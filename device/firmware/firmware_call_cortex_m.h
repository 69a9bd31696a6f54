/* SPDX-License-Identifier: Apache-2.0 */
/* The call that is counted: MOTE_RUN(argument[0], argument[1], ...) between the counter's marks.
   Operands five to sixteen go to the stack, the last of them to the stack pointer: the counter
   takes its address for the depth of the stack. */
#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

__attribute__((naked, noinline)) static void firmware_call(void *const argument[FIRMWARE_ARGUMENTS])
{
    (void)argument;
    __asm__ volatile(".syntax unified\n"
                     "push {r4-r7, lr}\n"
                     "sub sp, #52\n"
                     "mov r4, r0\n"
                     "adds r4, #20\n"
                     "add r5, sp, #4\n"
                     "ldmia r4!, {r0-r3}\n"
                     "stmia r5!, {r0-r3}\n"
                     "ldmia r4!, {r0-r3}\n"
                     "stmia r5!, {r0-r3}\n"
                     "ldmia r4!, {r0-r2}\n"
                     "stmia r5!, {r0-r2}\n"
                     "subs r4, #64\n"
                     "ldr r0, [r4, #16]\n"
                     "str r0, [sp]\n"
                     "ldmia r4!, {r0-r3}\n"
                     "mov r9, r9\n"
                     "bl " TEXT(MOTE_RUN) "\n"
                                          "mov r11, r11\n"
                                          "add sp, #52\n"
                                          "pop {r4-r7, pc}\n");
}
