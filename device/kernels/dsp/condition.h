/* SPDX-License-Identifier: Apache-2.0 */
/* Where the kernels of this folder can be compiled; elsewhere the next folder's are. They load
   words wherever these lie in memory. */
#if defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_UNALIGNED) && defined(__thumb2__)
#endif
