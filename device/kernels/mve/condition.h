/* SPDX-License-Identifier: Apache-2.0 */
/* Where the kernels of this folder can be compiled; elsewhere the next folder's are. */
#if defined(__ARM_FEATURE_MVE) && (__ARM_FEATURE_MVE & 1)
#endif
