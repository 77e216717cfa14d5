// CUDA C on the processor, for tests: the threads of a block as fibres. A thread runs until it waits at a barrier or ends, then the next
// one does, from the first to the last or from the last to the first: what differs between the two depends on an order that no device
// promises. Not for several threads of the host at once.
#include "onhost.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

namespace onhost {
namespace {
constexpr int MOST = 1024;
constexpr size_t STACK = 256 << 10;
constexpr size_t PAGE = 4096;
constexpr int ENDED = -1;

// as the numbers of whichever type it is read as: NaN, a count far from all counts, an index far outside
const unsigned char POISON[] = {0xAD, 0xDE, 0xF4, 0xFF, 0xAD, 0xDE, 0xF4, 0x7F};

struct Fibre {
    char *stack;
    bool started;
    // where it waits, or ENDED
    int line;
    jmp_buf at;
};

// what a device of compute capability 9.0 has, and what must stay as it is behind it
constexpr int DYNAMIC = 227 << 10;
constexpr int GUARD = 1 << 10;
alignas(16) char region[DYNAMIC + GUARD];

Fibre fibres[MOST];
Fibre *running;
jmp_buf scheduler;
const Launch *current;
char message[256];

void leave(Fibre *self, int line) {
    self->line = line;
    // unlike swapcontext, which asks the kernel for the signal mask each time
    if (_setjmp(self->at) == 0) {
        _longjmp(scheduler, 1);
    }
}

/** A fibre is one thread after the other. */
void live() {
    Fibre *self = running;
    for (;;) {
        current->kernel(current->arguments);
        leave(self, ENDED);
    }
}

void start(Fibre *fibre) {
    if (fibre->stack == nullptr) {
        void *stack = mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (stack == MAP_FAILED || mprotect(stack, PAGE, PROT_NONE) != 0) {
            perror("no room for the stack of a thread");
            __builtin_trap();
        }
        fibre->stack = static_cast<char *>(stack);
    }
    fibre->started = true;
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = fibre->stack;
    context.uc_stack.ss_size = STACK;
    context.uc_link = nullptr;
    makecontext(&context, live, 0);
    setcontext(&context);
}

/** Runs a thread to its next barrier or its end. */
void resume(Fibre *fibre) {
    running = fibre;
    if (_setjmp(scheduler) == 0) {
        if (fibre->started) {
            _longjmp(fibre->at, 1);
        }
        start(fibre);
    }
}

void describe(char *text, size_t size, const Fibre &fibre) {
    if (fibre.line == ENDED) {
        snprintf(text, size, "has ended");
    } else {
        snprintf(text, size, "waits at line %d", fibre.line);
    }
}

/** Runs all threads to the next barrier. Whether there was one. */
bool advance(const Launch &launch) {
    for (int i = 0; i < launch.threads; i++) {
        int thread = launch.reverse ? launch.threads - 1 - i : i;
        place.thread.x = thread;
        resume(&fibres[thread]);
    }
    for (int i = 1; i < launch.threads; i++) {
        if (fibres[i].line != fibres[0].line) {
            char first[40], other[40];
            describe(first, sizeof first, fibres[0]);
            describe(other, sizeof other, fibres[i]);
            snprintf(message, sizeof message, "barrier divergence in block %u: thread 0 %s, thread %d %s", place.block.x, first, i, other);
            // the fibres stand somewhere in the middle; others take their place
            for (Fibre &f : fibres) {
                f.started = false;
            }
            return false;
        }
    }
    return fibres[0].line != ENDED;
}
}

Place place;

void *dynamic() {
    return region;
}

void barrier(int line) {
    leave(running, line);
}

const char *launch(const Launch &launch) {
    if (launch.threads < 1 || launch.threads > MOST) {
        return "a block has from 1 to 1024 threads";
    }
    if (launch.dynamicBytes < 0 || launch.dynamicBytes > DYNAMIC) {
        return "a block shares at most 227 KiB";
    }
    message[0] = 0;
    current = &launch;
    place.threads.x = launch.threads;
    place.blocks.x = launch.blocks;
    for (int b = 0; b < launch.blocks && message[0] == 0; b++) {
        place.block.x = launch.reverse ? launch.blocks - 1 - b : b;
        for (long i = 0; i < launch.sharedBytes; i++) {
            launch.shared[i] = POISON[i % sizeof POISON];
        }
        for (int i = 0; i < launch.dynamicBytes + GUARD; i++) {
            region[i] = POISON[i % sizeof POISON];
        }
        while (advance(launch)) {
        }
        for (int i = launch.dynamicBytes; i < launch.dynamicBytes + GUARD && message[0] == 0; i++) {
            if (region[i] != static_cast<char>(POISON[i % sizeof POISON])) {
                snprintf(message, sizeof message, "block %d wrote %d bytes behind the %d it shares", b, i - launch.dynamicBytes,
                        launch.dynamicBytes);
            }
        }
    }
    return message[0] == 0 ? nullptr : message;
}
}
