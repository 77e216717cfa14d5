// A workload as one would write it by hand in CUDA: a thread takes its cell through all steps in registers. It is compiled once for each
// workload and precision, and behaves as org.loligo.jmh.Peer says:
//     nvcc -O3 -use_fast_math -arch=native -DREAL=float -DWORKLOAD='"lorenz.cuh"' -o PROGRAM rk4.cu
//     PROGRAM FOLDER CELLS STEPS
// Without nvcc, g++ -x c++ makes a program of it that goes through the cells one after the other, to see that it computes the right thing.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#ifndef __CUDACC__
#define __device__
#define __global__
static struct { unsigned x; } blockIdx, threadIdx;
static const struct { unsigned x; } blockDim{256};
#endif

using real = REAL;
template <typename T> __device__ inline T exponential(T x) { return std::exp(x); }
#ifdef __CUDACC__
template <> __device__ inline float exponential(float x) { return __expf(x); }
#endif
#define EXP exponential<real>
#include WORKLOAD

__global__ void take(real *states, const real *parameter, int cells, int steps) {
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= cells) {
        return;
    }
    const real step = real(0.01), half = real(0.005), sixth = real(0.01 / 6), p = parameter[i];
    real y[STATES], at[STATES], k[STATES], sum[STATES];
    for (int s = 0; s < STATES; s++) {
        y[s] = states[size_t(s) * cells + i];
    }
    for (int n = 0; n < steps; n++) {
        derivatives(y, p, k);
        for (int s = 0; s < STATES; s++) {
            sum[s] = k[s];
            at[s] = y[s] + half * k[s];
        }
        derivatives(at, p, k);
        for (int s = 0; s < STATES; s++) {
            sum[s] += real(2) * k[s];
            at[s] = y[s] + half * k[s];
        }
        derivatives(at, p, k);
        for (int s = 0; s < STATES; s++) {
            sum[s] += real(2) * k[s];
            at[s] = y[s] + step * k[s];
        }
        derivatives(at, p, k);
        for (int s = 0; s < STATES; s++) {
            y[s] += sixth * (sum[s] + k[s]);
        }
    }
    for (int s = 0; s < STATES; s++) {
        states[size_t(s) * cells + i] = y[s];
    }
}

#ifdef __CUDACC__
static void check(cudaError_t status, const char *what) {
    if (status != cudaSuccess) {
        std::fprintf(stderr, "%s: %s\n", what, cudaGetErrorString(status));
        std::exit(1);
    }
}

struct Device {
    int cells, steps;
    real *states, *parameter;

    Device(const std::vector<real> &start, const std::vector<real> &parameters, int steps) : cells(parameters.size()), steps(steps) {
        check(cudaMalloc(&states, start.size() * sizeof(real)), "cudaMalloc");
        check(cudaMalloc(&parameter, parameters.size() * sizeof(real)), "cudaMalloc");
        check(cudaMemcpy(states, start.data(), start.size() * sizeof(real), cudaMemcpyHostToDevice), "cudaMemcpy");
        check(cudaMemcpy(parameter, parameters.data(), parameters.size() * sizeof(real), cudaMemcpyHostToDevice), "cudaMemcpy");
    }

    void launch() {
        take<<<(cells + 255) / 256, 256>>>(states, parameter, cells, steps);
        check(cudaGetLastError(), "launch");
    }

    void wait() { check(cudaDeviceSynchronize(), "cudaDeviceSynchronize"); }

    void read(std::vector<real> &to) {
        check(cudaMemcpy(to.data(), states, to.size() * sizeof(real), cudaMemcpyDeviceToHost), "cudaMemcpy");
    }
};
#else
struct Device {
    std::vector<real> states, parameter;
    int steps;

    Device(const std::vector<real> &start, const std::vector<real> &parameters, int steps)
        : states(start), parameter(parameters), steps(steps) {}

    void launch() {
        for (size_t i = 0; i < parameter.size(); i++) {
            blockIdx.x = i / 256;
            threadIdx.x = i % 256;
            take(states.data(), parameter.data(), parameter.size(), steps);
        }
    }

    void wait() {}

    void read(std::vector<real> &to) { to = states; }
};
#endif

static std::vector<real> numbers(const std::string &file, size_t count) {
    std::vector<double> all(count);
    std::FILE *in = std::fopen(file.c_str(), "rb");
    if (in == nullptr || std::fread(all.data(), sizeof(double), count, in) != count) {
        std::fprintf(stderr, "%s cannot be read\n", file.c_str());
        std::exit(1);
    }
    std::fclose(in);
    return std::vector<real>(all.begin(), all.end());
}

int main(int, char **arguments) {
    const std::string folder = arguments[1];
    const size_t cells = std::atol(arguments[2]);
    std::vector<real> states = numbers(folder + "/initial.f64", STATES * cells);
    Device device(states, numbers(folder + "/parameter.f64", cells), std::atoi(arguments[3]));
    device.launch();
    device.wait();
    device.read(states);
    const std::vector<double> all(states.begin(), states.end());
    std::FILE *out = std::fopen((folder + "/cuda.f64").c_str(), "wb");
    if (out == nullptr || std::fwrite(all.data(), sizeof(double), all.size(), out) != all.size() || std::fclose(out) != 0) {
        std::fprintf(stderr, "%s/cuda.f64 cannot be written\n", folder.c_str());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    for (int times; std::scanf("%d", &times) == 1;) {
        const auto start = std::chrono::steady_clock::now();
        for (int k = 0; k < times; k++) {
            device.launch();
        }
        device.wait();
        std::printf("%.9f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        std::fflush(stdout);
    }
}
