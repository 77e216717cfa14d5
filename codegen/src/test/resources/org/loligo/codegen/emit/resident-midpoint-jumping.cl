// midpoint, float64, resident: A[3], B[2]
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
typedef long i64;
typedef uint u32;
typedef double real;

__kernel __attribute__((reqd_work_group_size(64, 1, 1))) void resident(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int steps
) {
    const i64 instances = plan[1];
    const int instance = get_group_id(0);
    __local real shared[1];
    __local char *const shared_A_fired = (__local char *)(shared + 0);
    const int A_first = get_local_id(0);
    const int B_first = (get_local_id(0) + 32) % 64;
    const real h0 = input[0];
    const real h1 = input[1];
    real A_V;
    i64 A_last_spike;
    if (A_first < 3) {
        const int e = A_first;
        const int at = instance * 3 + e;
        A_V = state[at];
        A_last_spike = memory[at];
    }
    real B_V;
    real B_syn_g;
    i64 B_last_spike;
    if (B_first < 2) {
        const int e = B_first;
        const int at = instance * 2 + e;
        B_V = state[3 * instances + at];
        B_syn_g = state[5 * instances + at];
        B_last_spike = memory[3 * instances + at];
    }
    int k = -1;
    if (A_first < 3) {
        const int e = A_first;
        // V, if a sample is due
        if (plan[7 + 4 * (k + 1)] >= 0) {
            samples[plan[7 + 4 * (k + 1)] + instance * plan[3] + e] = A_V;
        }
        // last_spike, if a sample is due
        if (plan[8 + 4 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[8 + 4 * (k + 1)] + instance * plan[4] + indices[3 + e]] = A_last_spike;
        }
    }
    for (k = 0; k < steps; k++) {
        if (A_first < 3) {
            const int e = A_first;
            const int at = instance * 3 + e;
            real A_V_stage;
            real A_V_before;
            // stage 1 of 2
            {
                const real I = input[plan[9 + 4 * k] + indices[e]];
                const real _1_tau_ = constants[0];
                const real d_V = (I - A_V) * _1_tau_;
                A_V_stage = A_V + h0 * d_V;
            }
            // stage 2 of 2
            {
                const real I = input[plan[10 + 4 * k] + indices[e]];
                const real _1_tau_ = constants[0];
                const real d_V = (I - A_V_stage) * _1_tau_;
                A_V_before = A_V;
                A_V = A_V + h1 * d_V;
            }
            // events
            {
                const real threshold = constants[1];
                const int fired = A_V_before < threshold && A_V >= threshold;
                if (fired) {
                    A_last_spike = plan[0] + k;
                }
                if (fired || (k & 31) == 0) {
                    const i64 word = (k >> 5) * (5 * instances) + at;
                    spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
                }
                shared_A_fired[(k & 1) * 3 + e] = fired;
            }
        }
        if (B_first < 2) {
            const int e = B_first;
            const int at = instance * 2 + e;
            real B_V_stage;
            real B_V_before;
            real B_syn_g_stage;
            // stage 1 of 2
            {
                const real I = 0;
                const real _1_tau_ = constants[2];
                const real _1_syn_tau_ = constants[3];
                const real d_V = (I - B_V - B_syn_g * (B_V - 2.0)) * _1_tau_;
                const real d_syn_g = -(B_syn_g * _1_syn_tau_);
                B_V_stage = B_V + h0 * d_V;
                B_syn_g_stage = B_syn_g + h0 * d_syn_g;
            }
            // stage 2 of 2
            {
                const real I = 0;
                const real _1_tau_ = constants[2];
                const real _1_syn_tau_ = constants[3];
                const real d_V = (I - B_V_stage - B_syn_g_stage * (B_V_stage - 2.0)) * _1_tau_;
                const real d_syn_g = -(B_syn_g_stage * _1_syn_tau_);
                B_V_before = B_V;
                B_V = B_V + h1 * d_V;
                B_syn_g = B_syn_g + h1 * d_syn_g;
            }
            // events
            {
                const real threshold = constants[4];
                const int fired = B_V_before < threshold && B_V >= threshold;
                if (fired) {
                    B_last_spike = plan[0] + k;
                }
                if (fired || (k & 31) == 0) {
                    const i64 word = (k >> 5) * (5 * instances) + 3 * instances + at;
                    spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
        if (A_first < 3) {
            const int e = A_first;
            // V, if a sample is due
            if (plan[7 + 4 * (k + 1)] >= 0) {
                samples[plan[7 + 4 * (k + 1)] + instance * plan[3] + e] = A_V;
            }
            // last_spike, if a sample is due
            if (plan[8 + 4 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
                times[plan[8 + 4 * (k + 1)] + instance * plan[4] + indices[3 + e]] = A_last_spike;
            }
        }
        if (B_first < 2) {
            const int e = B_first;
            // what spikes of A add
            for (int j = indices[6 + e], end = indices[6 + e + 1]; j < end; j++) {
                if (shared_A_fired[(k & 1) * 3 + indices[plan[5] + j]]) B_syn_g += constants[plan[6] + j];
            }
        }
    }
    if (A_first < 3) {
        const int e = A_first;
        const int at = instance * 3 + e;
        state[at] = A_V;
        memory[at] = A_last_spike;
    }
    if (B_first < 2) {
        const int e = B_first;
        const int at = instance * 2 + e;
        state[3 * instances + at] = B_V;
        state[5 * instances + at] = B_syn_g;
        memory[3 * instances + at] = B_last_spike;
    }
}
