/* SPDX-License-Identifier: Apache-2.0 */
/* QEMU plugin that counts what one inference costs.
 *
 * The firmware marks it with instructions that compilers never emit: mov r9,r9 begins, mov r10,r10
 * stands before each layer, mov r11,r11 ends. Markers themselves are not counted. The store right
 * before the begin marker is at the stack pointer; it tells how deep the stack is then.
 *
 * QEMU calls on_block once for each executed block, which adds the block's instructions and
 * cycles; a block is left early only by a fault, and then nothing is reported. Loads are not
 * watched, so they run at full speed.
 *
 * Arguments: out=<file> model=m0|m4 stack=<lowest address of the stack>. The file is one JSON
 * object: sums over all inferences, so that sums of several runs can be added.
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "cycles.h"
#include "qemu_plugin.h"

namespace
{

enum Marker : uint16_t { kBegin = 0x46c9, kLayer = 0x46d2, kEnd = 0x46db };

struct Count {
    uint64_t instructions = 0, cycles = 0;
};

/* Straight code up to its first marker; code behind a marker is added at its own beginning. */
struct Block {
    uint64_t address = 0, end = 0;
    Count count;
    uint64_t taken_cycles = 0; /* when the next block is not at `end` */
};

Count now; /* since the start of the machine */
const Block no_block;
const Block *previous = &no_block;

/* Never destroyed: QEMU asks for the result after the destructors of its plugins. Blocks stay
   where they are, because translated code points to them. */
std::deque<Block> &blocks = *new std::deque<Block>;
std::vector<Count> &layers = *new std::vector<Count>;
std::string &out_path = *new std::string;

uint64_t stack_lowest = 0; /* end of the memory that the stack may use */
uint64_t last_store = 0, lowest_store = 0, begin_stack = 0;

bool inside = false;
size_t layer = 0; /* number of layer markers seen in this inference */
Count begin_count, layer_count;

uint64_t inferences = 0, instructions_max = 0, stack_bytes = 0;
Count total;

Cost (*cost)(uint16_t, uint16_t) = m0_cost;
int load_overlap = 0;

Count operator-(const Count &a, const Count &b)
{
    return {a.instructions - b.instructions, a.cycles - b.cycles};
}

void add(Count &sum, const Count &more)
{
    sum.instructions += more.instructions;
    sum.cycles += more.cycles;
}

/* What runs before the first marker belongs to the first layer, so that layers sum to the total. */
void close_layer()
{
    const size_t index = std::max<size_t>(layer, 1) - 1;
    layers.resize(std::max(layers.size(), index + 1));
    add(layers[index], now - layer_count);
    layer_count = now;
}

void on_begin(unsigned, void *)
{
    inside = true;
    layer = 0;
    begin_count = layer_count = now;
    begin_stack = lowest_store = last_store;
}

void on_layer(unsigned, void *)
{
    if (!inside)
        return;
    if (layer > 0)
        close_layer();
    layer++;
}

void on_end(unsigned, void *)
{
    if (!inside)
        return;
    inside = false;
    close_layer();
    const Count count = now - begin_count;
    add(total, count);
    inferences++;
    instructions_max = std::max(instructions_max, count.instructions);
    stack_bytes = std::max(stack_bytes, begin_stack - lowest_store);
}

void on_block(unsigned, void *user)
{
    const Block *block = static_cast<const Block *>(user);
    now.instructions += block->count.instructions;
    now.cycles += block->count.cycles;
    if (previous->end != block->address)
        now.cycles += previous->taken_cycles;
    previous = block;
}

void on_store(unsigned, uint32_t, uint64_t address, void *)
{
    last_store = address;
    if (address < lowest_store && address >= stack_lowest)
        lowest_store = address;
}

QemuExecuted marker_action(uint16_t opcode)
{
    switch (opcode) {
    case kBegin:
        return on_begin;
    case kLayer:
        return on_layer;
    case kEnd:
        return on_end;
    default:
        return nullptr;
    }
}

/* Counts of a stretch of code between markers, added when its first instruction runs. */
struct Stretch {
    qemu_plugin_insn *first = nullptr;
    Count count;
};

/* Adds the stretch to the block's own count when it is the block's beginning. */
void finish(const Stretch &stretch, bool is_first, Block &block)
{
    if (is_first) {
        block.count = stretch.count;
    } else if (stretch.first != nullptr) {
        qemu_plugin_register_vcpu_insn_exec_inline(stretch.first, kQemuAdd, &now.instructions,
                                                   stretch.count.instructions);
        qemu_plugin_register_vcpu_insn_exec_inline(stretch.first, kQemuAdd, &now.cycles,
                                                   stretch.count.cycles);
    }
}

void on_translated(qemu_plugin_id_t, qemu_plugin_tb *tb)
{
    Block &block = blocks.emplace_back();
    block.address = block.end = qemu_plugin_tb_vaddr(tb);
    Stretch stretch;
    bool is_first = true, after_load = false;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(tb, i);
        const uint16_t *opcode = static_cast<const uint16_t *>(qemu_plugin_insn_data(instruction));
        const bool is_wide = thumb_bytes(opcode[0]) == 4;
        block.end = qemu_plugin_insn_vaddr(instruction) + (is_wide ? 4 : 2);
        if (const QemuExecuted action = marker_action(opcode[0])) {
            finish(stretch, is_first, block);
            stretch = {};
            is_first = false;
            qemu_plugin_register_vcpu_insn_exec_cb(instruction, action, kQemuNoRegisters, nullptr);
            continue;
        }
        const Cost price = cost(opcode[0], is_wide ? opcode[1] : 0);
        const int overlap = after_load && price.is_load ? load_overlap : 0;
        add(stretch.count, {1, static_cast<uint64_t>(price.cycles - overlap)});
        block.taken_cycles = static_cast<uint64_t>(price.taken_cycles);
        after_load = price.is_load;
        if (stretch.first == nullptr)
            stretch.first = instruction;
        if (may_store(opcode[0]))
            qemu_plugin_register_vcpu_mem_cb(instruction, on_store, kQemuNoRegisters, kQemuStores,
                                             nullptr);
    }
    finish(stretch, is_first, block);
    qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, kQemuNoRegisters, &block);
}

void write_result(qemu_plugin_id_t, void *)
{
    FILE *out = fopen(out_path.c_str(), "w");
    if (out == nullptr)
        return; /* the reader finds the file missing */
    fprintf(out,
            "{\"inferences\": %lu, \"instructions\": %lu, \"cycles\": %lu,\n"
            " \"instructions_max\": %lu, \"stack_bytes\": %lu,\n \"layers\": [",
            inferences, total.instructions, total.cycles, instructions_max, stack_bytes);
    for (size_t i = 0; i < layers.size(); i++)
        fprintf(out, "%s[%lu, %lu]", i == 0 ? "" : ", ", layers[i].instructions, layers[i].cycles);
    fprintf(out, "]}\n");
    fclose(out);
}

/* False for words that the counter does not know. */
bool read_argument(std::string_view argument)
{
    const size_t equals = argument.find('=');
    if (equals == std::string_view::npos)
        return false;
    const std::string_view key = argument.substr(0, equals);
    const std::string value(argument.substr(equals + 1));
    if (key == "out") {
        out_path = value;
    } else if (key == "stack") {
        stack_lowest = strtoull(value.c_str(), nullptr, 0);
    } else if (key == "model" && value == "m4") {
        cost = m4_cost;
        load_overlap = m4_load_overlap;
    } else {
        return key == "model" && value == "m0";
    }
    return true;
}

} /* namespace */

extern "C" {

__attribute__((visibility("default"))) extern const int qemu_plugin_version;
const int qemu_plugin_version = 1;

__attribute__((visibility("default"))) int
qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *, int count, char **arguments)
{
    for (int i = 0; i < count; i++) {
        if (!read_argument(arguments[i])) {
            fprintf(stderr, "mote counter: unknown argument %s\n", arguments[i]);
            return 1;
        }
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
    qemu_plugin_register_atexit_cb(id, write_result, nullptr);
    return 0;
}
}
