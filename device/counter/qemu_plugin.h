/* SPDX-License-Identifier: Apache-2.0 */
/* The few functions of QEMU's plugin interface (version 1) that the counter calls. Debian's QEMU
   exports them but ships no header. */
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

struct qemu_plugin_tb;   /* a translated block: straight code that is entered at its beginning */
struct qemu_plugin_insn; /* one instruction of it */
struct qemu_info_t;

using qemu_plugin_id_t = uint64_t;
using QemuTranslated = void (*)(qemu_plugin_id_t, qemu_plugin_tb *);
using QemuExecuted = void (*)(unsigned cpu, void *user);
using QemuAccessed = void (*)(unsigned cpu, uint32_t info, uint64_t address, void *user);
using QemuExited = void (*)(qemu_plugin_id_t, void *user);

enum QemuRegisters { kQemuNoRegisters = 0 };
enum QemuInline { kQemuAdd = 0 };
enum QemuAccess { kQemuStores = 2 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, QemuTranslated);
void qemu_plugin_register_vcpu_tb_exec_cb(qemu_plugin_tb *, QemuExecuted, int registers, void *);
void qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_insn *, QemuExecuted, int registers,
                                            void *);
void qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_insn *, int operation, void *,
                                                uint64_t);
void qemu_plugin_register_vcpu_mem_cb(qemu_plugin_insn *, QemuAccessed, int registers, int access,
                                      void *);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, QemuExited, void *);
size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb *);
uint64_t qemu_plugin_tb_vaddr(const qemu_plugin_tb *);
qemu_plugin_insn *qemu_plugin_tb_get_insn(const qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const qemu_plugin_insn *);
uint64_t qemu_plugin_insn_vaddr(const qemu_plugin_insn *);
}
