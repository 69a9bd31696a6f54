/* SPDX-License-Identifier: Apache-2.0 */
/* Where the kernels of this folder can be compiled; elsewhere the next folder's are. */
#if defined(__ARM_FP) && (__ARM_FP & 4) && defined(__ARM_FEATURE_SAT) && defined(__thumb2__)
#endif
