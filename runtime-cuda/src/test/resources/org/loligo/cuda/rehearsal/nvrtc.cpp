// An NVRTC that compiles nothing, for tests of how it is found and called: VERSION, CAPABILITIES and BUILTINS are given when this is
// compiled.
#include <cstring>
#include <dlfcn.h>
#include <string>

struct Program {
    std::string source, options, log;
};

extern "C" {
const char *nvrtcGetErrorString(int status) { return status == 6 ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE"; }
int nvrtcVersion(int *major, int *minor) { *major = VERSION / 10; *minor = VERSION % 10; return 0; }
static const int capabilities[] = {CAPABILITIES};
int nvrtcGetNumSupportedArchs(int *count) { *count = sizeof capabilities / sizeof *capabilities; return 0; }
int nvrtcGetSupportedArchs(int *numbers) { memcpy(numbers, capabilities, sizeof capabilities); return 0; }
int nvrtcCreateProgram(Program **program, const char *source, const char *name, int headers, const char **, const char **) {
    *program = new Program{std::string(name) + ":" + source, "", ""};
    return headers == 0 ? 0 : 3;
}
int nvrtcCompileProgram(Program *program, int count, const char **options) {
    // the real one asks for its other half by name, and the system knows none
    if (!dlopen(BUILTINS, RTLD_LAZY | RTLD_NOLOAD)) return 7;
    for (int i = 0; i < count; i++) program->options += std::string(i ? " " : "") + options[i];
    if (program->source.find("unknown_name") == std::string::npos) return 0;
    program->log = "kernel.cu(2): warning #177-D: variable was declared but never referenced\n\nkernel.cu(3): error: identifier is "
            "undefined\n";
    return 6;
}
int nvrtcGetProgramLogSize(Program *program, size_t *size) { *size = program->log.size() + 1; return 0; }
int nvrtcGetProgramLog(Program *program, char *log) { strcpy(log, program->log.c_str()); return 0; }
static std::string code(Program *program) { return program->options + "|" + program->source; }
int nvrtcGetCUBINSize(Program *program, size_t *size) { *size = code(program).size(); return 0; }
int nvrtcGetCUBIN(Program *program, char *cubin) { memcpy(cubin, code(program).data(), code(program).size()); return 0; }
int nvrtcDestroyProgram(Program **program) { delete *program; *program = nullptr; return 0; }
}
