/* SPDX-License-Identifier: Apache-2.0 */
/* That the headers of device/learn are C99 by themselves. */
#include "learn/align.h"
#include "learn/filter.h"
#include "learn/guard.h"
#include "learn/lda.h"
#include "learn/rest.h"
#include "learn/store.h"
#include "learn/threshold.h"
#include "learn/unnamed.h"
