/* SPDX-License-Identifier: Apache-2.0 */
/* Where the kernels of this folder can be compiled; elsewhere the next folder's are. */
#if defined(__thumb__)
#endif
