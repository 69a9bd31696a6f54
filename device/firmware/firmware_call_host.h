/* SPDX-License-Identifier: Apache-2.0 */
/* The call of the library on this machine, where nothing is counted. */
static void firmware_call(void *const argument[FIRMWARE_ARGUMENTS])
{
    MOTE_RUN(argument[0], MOTE_ARGUMENTS);
}
