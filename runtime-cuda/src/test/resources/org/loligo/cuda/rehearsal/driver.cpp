// A CUDA driver without a device, for tests: the functions of libcuda that Loligo calls through JCuda, on the processor. Streams are
// threads, so that what is not waited for comes late, as on a device; what a device would take amiss is an error here: a call without a
// context, memory that is not there, a copy in the background from memory that is not pinned. A "cubin" is a library of kernels made by
// onhost.h.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <dlfcn.h>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {
enum Result { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, INVALID_HANDLE = 400,
              NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700, CAPTURE_UNSUPPORTED = 900, CAPTURE_UNMATCHED = 903,
              CAPTURE_WRONG_THREAD = 908 };

const long MEMORY = 1L << 30;
std::mutex guard;
std::map<char *, size_t> memory, pinned;
size_t taken = 0;
std::atomic<int> fault{0};
thread_local void *current = nullptr;
int context;
std::atomic<int> retained{0}, streams{0}, events{0}, modules{0}, graphs{0}, executables{0}, everMade{0};

/** A moment on a stream; that of an event is replaced when it is recorded again. */
struct Moment {
    std::mutex lock;
    std::condition_variable reached;
    bool isReached = false;
    std::chrono::steady_clock::time_point at;

    void reach() {
        std::lock_guard<std::mutex> l(lock);
        at = std::chrono::steady_clock::now();
        isReached = true;
        reached.notify_all();
    }
    void await() {
        std::unique_lock<std::mutex> l(lock);
        reached.wait(l, [this] { return isReached; });
    }
    bool look() {
        std::lock_guard<std::mutex> l(lock);
        return isReached;
    }
};
typedef std::shared_ptr<Moment> MomentPointer;

struct Event {
    std::mutex lock;
    MomentPointer moment;

    MomentPointer get() {
        std::lock_guard<std::mutex> l(lock);
        return moment;
    }
};

/** What a stream was asked to do while it was captured. */
struct Graph {
    std::vector<std::function<void()>> nodes;
};

struct Executable {
    std::vector<std::function<void()>> nodes;
    std::atomic<int> underWay{0};
};

struct Stream {
    Graph *capture = nullptr;
    std::thread::id capturer;
    std::mutex lock;
    std::condition_variable more;
    std::deque<std::function<void()>> queue;
    bool ends = false;
    std::thread thread{[this] { run(); }};

    void run() {
        for (unsigned random = 1;; random = random * 1664525 + 1013904223) {
            std::function<void()> next;
            {
                std::unique_lock<std::mutex> l(lock);
                more.wait(l, [this] { return ends || !queue.empty(); });
                if (queue.empty()) return;
                next = std::move(queue.front());
                queue.pop_front();
            }
            // now and then late
            if (random >> 24 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            next();
        }
    }
    void add(std::function<void()> work) {
        if (capture != nullptr) {
            capture->nodes.push_back(std::move(work));
            return;
        }
        std::lock_guard<std::mutex> l(lock);
        queue.push_back(std::move(work));
        more.notify_all();
    }
    MomentPointer mark() {
        MomentPointer m = std::make_shared<Moment>();
        add([m] { m->reach(); });
        return m;
    }
};

struct Module {
    void *library;
};

/** What a block of each kernel may share, where that is more than any device allows without being asked. */
std::map<void *, int> sharing;
const int SHARED = 48 << 10, MOST_SHARED = 227 << 10;

bool isIn(std::map<char *, size_t> &pieces, const void *from, size_t bytes) {
    std::lock_guard<std::mutex> l(guard);
    char *p = (char *)from;
    auto after = pieces.upper_bound(p);
    if (after == pieces.begin()) return false;
    --after;
    return p + bytes <= after->first + after->second;
}

int state() {
    return current != &context || retained == 0 ? INVALID_CONTEXT : fault.load();
}

#define REQUIRE_CONTEXT { int s = state(); if (s != SUCCESS) return s; }
/** Kernels alone are captured here; a real driver would capture copies too, and nobody wants that. */
#define REQUIRE_NO_CAPTURE(stream) { if ((stream)->capture != nullptr) return CAPTURE_UNSUPPORTED; }

/** A copy, unless it is of what is not there. */
int copy(char *to, const char *from, size_t bytes, Stream *on, bool toDevice, bool fromDevice) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(on)
    if (!isIn(toDevice ? memory : pinned, to, bytes) || !isIn(fromDevice ? memory : pinned, from, bytes)) return INVALID_VALUE;
    on->add([=] { if (fault == 0) memmove(to, from, bytes); });
    return SUCCESS;
}
}

extern "C" {
int cuDriverGetVersion(int *version) {
    const char *said = getenv("REHEARSAL_CUDA");
    *version = said ? atoi(said) : 12080;
    return SUCCESS;
}
int cuInit(unsigned) {
    const char *said = getenv("REHEARSAL_INIT");
    return said ? atoi(said) : SUCCESS;
}
int cuDeviceGetCount(int *count) { *count = 1; return SUCCESS; }
int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return ordinal == 0 ? SUCCESS : 101; }
int cuDeviceGetName(char *name, int length, int) { snprintf(name, length, "Rehearsal"); return SUCCESS; }
int cuDeviceTotalMem_v2(size_t *bytes, int) { *bytes = MEMORY; return SUCCESS; }
int cuDeviceGetAttribute(int *value, int attribute, int) {
    switch (attribute) {
        case 1: *value = 1024; break;      // threads of a block
        case 8: *value = SHARED; break;
        case 13: *value = 1500000; break;  // clock
        case 16: *value = 4; break;        // multiprocessors
        case 20: *value = getenv("REHEARSAL_PROHIBITED") ? 2 : 0; break;
        case 75: *value = 9; break;
        case 76: *value = 0; break;
        case 97: *value = MOST_SHARED; break;
        default: return INVALID_VALUE;
    }
    return SUCCESS;
}
int cuGetErrorName(int error, const char **name) {
    *name = error == 718281 ? "CUDA_ERROR_OF_TOMORROW" : nullptr;
    return *name ? SUCCESS : INVALID_VALUE;
}
int cuDevicePrimaryCtxRetain(void **c, int) { retained++; *c = &context; return SUCCESS; }
int cuDevicePrimaryCtxRelease_v2(int) {
    if (retained-- == 1) {
        std::lock_guard<std::mutex> l(guard);
        size_t left = memory.size() + pinned.size() + streams + events + modules + graphs + executables;
        if (left > 0) {
            fprintf(stderr, "left in the context: %zu memories, %zu pinned, %d streams, %d events, %d modules, "
                    "%d graphs, %d executables\n", memory.size(), pinned.size(), streams.load(), events.load(), modules.load(),
                    graphs.load(), executables.load());
        }
    }
    return SUCCESS;
}
int cuCtxSetCurrent(void *c) { current = c; return SUCCESS; }
int cuMemGetInfo_v2(size_t *free, size_t *total) { REQUIRE_CONTEXT *free = MEMORY - taken; *total = MEMORY; return SUCCESS; }
int cuMemAlloc_v2(char **pointer, size_t bytes) {
    REQUIRE_CONTEXT
    if (bytes == 0) return INVALID_VALUE;
    if (taken + bytes > (size_t)MEMORY) return OUT_OF_MEMORY;
    *pointer = (char *)aligned_alloc(256, (bytes + 255) / 256 * 256);
    // nothing may be taken for zero; all of it would take long
    memset(*pointer, 0xa5, bytes < 1 << 20 ? bytes : 1 << 20);
    std::lock_guard<std::mutex> l(guard);
    memory[*pointer] = bytes;
    taken += bytes;
    return SUCCESS;
}
int cuMemFree_v2(char *pointer) {
    REQUIRE_CONTEXT
    std::lock_guard<std::mutex> l(guard);
    auto piece = memory.find(pointer);
    if (piece == memory.end()) return INVALID_VALUE;
    taken -= piece->second;
    memory.erase(piece);
    free(pointer);
    return SUCCESS;
}
int cuMemAllocHost_v2(char **pointer, size_t bytes) {
    REQUIRE_CONTEXT
    *pointer = (char *)malloc(bytes);
    std::lock_guard<std::mutex> l(guard);
    pinned[*pointer] = bytes;
    return SUCCESS;
}
int cuMemFreeHost(char *pointer) {
    REQUIRE_CONTEXT
    std::lock_guard<std::mutex> l(guard);
    if (pinned.erase(pointer) == 0) return INVALID_VALUE;
    free(pointer);
    return SUCCESS;
}
int cuStreamCreate(Stream **stream, unsigned flags) {
    REQUIRE_CONTEXT
    if (flags != 1) return INVALID_VALUE;
    *stream = new Stream();
    streams++;
    return SUCCESS;
}
int cuStreamSynchronize(Stream *stream) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(stream)
    stream->mark()->await();
    return fault;
}
int cuStreamDestroy_v2(Stream *stream) {
    {
        std::lock_guard<std::mutex> l(stream->lock);
        stream->ends = true;
        stream->more.notify_all();
    }
    stream->thread.join();
    delete stream;
    streams--;
    return SUCCESS;
}
int cuStreamWaitEvent(Stream *stream, Event *event, unsigned) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(stream)
    MomentPointer m = event->get();
    if (m) stream->add([m] { m->await(); });
    return SUCCESS;
}
int cuEventCreate(Event **event, unsigned) { REQUIRE_CONTEXT *event = new Event(); events++; return SUCCESS; }
int cuEventDestroy_v2(Event *event) { delete event; events--; return SUCCESS; }
int cuEventRecord(Event *event, Stream *stream) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(stream)
    MomentPointer m = stream->mark();
    std::lock_guard<std::mutex> l(event->lock);
    event->moment = m;
    return SUCCESS;
}
int cuEventQuery(Event *event) {
    REQUIRE_CONTEXT
    MomentPointer m = event->get();
    return !m || m->look() ? fault.load() : NOT_READY;
}
int cuEventSynchronize(Event *event) {
    REQUIRE_CONTEXT
    MomentPointer m = event->get();
    if (m) m->await();
    return fault;
}
int cuEventElapsedTime(float *milliseconds, Event *start, Event *end) {
    REQUIRE_CONTEXT
    MomentPointer a = start->get(), b = end->get();
    if (!a || !b) return INVALID_HANDLE;
    if (!a->look() || !b->look()) return NOT_READY;
    *milliseconds = std::chrono::duration<float, std::milli>(b->at - a->at).count();
    return SUCCESS;
}
int cuMemcpyHtoDAsync_v2(char *to, const char *from, size_t bytes, Stream *on) { return copy(to, from, bytes, on, true, false); }
int cuMemcpyDtoHAsync_v2(char *to, const char *from, size_t bytes, Stream *on) { return copy(to, from, bytes, on, false, true); }
int cuMemcpyDtoDAsync_v2(char *to, const char *from, size_t bytes, Stream *on) { return copy(to, from, bytes, on, true, true); }
int cuMemsetD32Async(char *to, unsigned value, size_t count, Stream *on) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(on)
    if (!isIn(memory, to, 4 * count) || (size_t)to % 4 != 0) return INVALID_VALUE;
    on->add([=] {
        for (size_t i = 0; fault == 0 && i < count; i++) memcpy(to + 4 * i, &value, 4);
    });
    return SUCCESS;
}
int cuStreamBeginCapture_v2(Stream *stream, int mode) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(stream)
    if (mode != 1) return INVALID_VALUE;
    stream->capture = new Graph();
    stream->capturer = std::this_thread::get_id();
    graphs++;
    return SUCCESS;
}
int cuStreamEndCapture(Stream *stream, Graph **graph) {
    REQUIRE_CONTEXT
    if (!stream->capture) return CAPTURE_UNMATCHED;
    if (stream->capturer != std::this_thread::get_id()) return CAPTURE_WRONG_THREAD;
    *graph = stream->capture;
    stream->capture = nullptr;
    return SUCCESS;
}
int cuGraphDestroy(Graph *graph) {
    REQUIRE_CONTEXT
    delete graph;
    graphs--;
    return SUCCESS;
}
int cuGraphInstantiateWithFlags(Executable **executable, Graph *graph, unsigned long long flags) {
    REQUIRE_CONTEXT
    if (flags != 0 || graph->nodes.empty()) return INVALID_VALUE;
    *executable = new Executable{graph->nodes};
    executables++;
    everMade++;
    return SUCCESS;
}
int cuGraphLaunch(Executable *executable, Stream *on) {
    REQUIRE_CONTEXT
    REQUIRE_NO_CAPTURE(on)
    executable->underWay++;
    for (auto &node : executable->nodes) on->add(node);
    on->add([=] { executable->underWay--; });
    return SUCCESS;
}
int cuGraphExecDestroy(Executable *executable) {
    if (executable->underWay > 0) fprintf(stderr, "a graph was destroyed while it runs\n");
    delete executable;
    executables--;
    return SUCCESS;
}
int cuModuleLoadDataEx(Module **module, const char *image, unsigned, void *, void *) {
    REQUIRE_CONTEXT
    if (memcmp(image, "\177ELF", 4) != 0) return INVALID_IMAGE;
    // an image does not say how long it is; a library ends with its table of sections
    unsigned long sections;
    unsigned short size, count;
    memcpy(&sections, image + 40, 8);
    memcpy(&size, image + 58, 2);
    memcpy(&count, image + 60, 2);
    char name[] = "/tmp/rehearsalXXXXXX";
    FILE *file = fdopen(mkstemp(name), "w");
    fwrite(image, 1, sections + (size_t)size * count, file);
    fclose(file);
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) fprintf(stderr, "%s\n", dlerror());
    unlink(name);
    if (!library) return INVALID_IMAGE;
    *module = new Module{library};
    modules++;
    return SUCCESS;
}
int cuModuleUnload(Module *module) { dlclose(module->library); delete module; modules--; return SUCCESS; }
int cuModuleGetFunction(void **function, Module *module, const char *name) {
    REQUIRE_CONTEXT
    *function = dlsym(module->library, (std::string("onhost_launch_") + name).c_str());
    return *function ? SUCCESS : NOT_FOUND;
}
int cuFuncGetAttribute(int *value, int, void *) { REQUIRE_CONTEXT *value = 1024; return SUCCESS; }
int cuFuncSetAttribute(void *function, int attribute, int value) {
    REQUIRE_CONTEXT
    if (attribute != 8 || value < 0 || value > MOST_SHARED) return INVALID_VALUE;
    std::lock_guard<std::mutex> l(guard);
    sharing[function] = value;
    return SUCCESS;
}
int cuLaunchKernel(void *function, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned ty, unsigned tz, unsigned shared,
        Stream *on, void **arguments, void **extra) {
    REQUIRE_CONTEXT
    if (x == 0 || y != 1 || z != 1 || threads == 0 || threads > 1024 || ty != 1 || tz != 1 || extra) return INVALID_VALUE;
    {
        std::lock_guard<std::mutex> l(guard);
        auto allowed = sharing.find(function);
        if (shared > (unsigned)std::max(SHARED, allowed == sharing.end() ? 0 : allowed->second)) return INVALID_VALUE;
    }
    // a driver takes the arguments now; how many there are, this one cannot know
    static const int MOST = 10;
    int count = 0;
    std::vector<long> values;
    for (; count < MOST && (count == 0 || arguments[count] == (char *)arguments[count - 1] + 8); count++) {
        values.push_back(*(long *)arguments[count]);
    }
    on->add([=] {
        if (fault != 0) return;
        std::vector<long> own = values;
        own.resize(16);
        std::vector<void *> pointers;
        for (long &v : own) pointers.push_back(&v);
        // the fibres are the same for all streams
        static std::mutex one;
        std::lock_guard<std::mutex> l(one);
        typedef const char *(*Launch)(int, int, int, int, void **);
        const char *wrong = ((Launch)function)(x, threads, 0, shared, pointers.data());
        if (wrong) {
            fprintf(stderr, "%s\n", wrong);
            fault = ILLEGAL_ADDRESS;
        }
    });
    return SUCCESS;
}
/** How many graphs were made executable so far, for tests. */
int rehearsal_graphs() { return everMade; }
/** What a test calls to make the device fail. */
void rehearsal_fail(int with) { fault = with; }
}
