// midpoint, float64, staged: A[3], B[2]
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
typedef long i64;
typedef uint u32;
typedef double real;

__kernel __attribute__((reqd_work_group_size(128, 1, 1))) void staged_first(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int row
) {
    const int k = (int)plan[2] + row;
    const i64 instances = plan[1];
    const int group = get_group_id(0);
    if (group < (3 * instances + 127) / 128) {
        // A
        const int at = group * 128 + get_local_id(0);
        if (at >= 3 * instances) return;
        const int e = at % 3;
        const int instance = at / 3;
        real V = state[at];
        i64 last_spike = memory[at];
        // V, if a sample is due
        if (plan[7 + 4 * (k + 1)] >= 0) {
            samples[plan[7 + 4 * (k + 1)] + instance * plan[3] + e] = V;
        }
        // last_spike, if a sample is due
        if (plan[8 + 4 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[8 + 4 * (k + 1)] + instance * plan[4] + indices[3 + e]] = last_spike;
        }
        return;
    }
}

__kernel __attribute__((reqd_work_group_size(128, 1, 1))) void staged_1(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int row
) {
    const int k = (int)plan[2] + row;
    const i64 instances = plan[1];
    const real h0 = input[0];
    const real h1 = input[1];
    int group = get_group_id(0);
    if (group < (3 * instances + 127) / 128) {
        // A
        const int at = group * 128 + get_local_id(0);
        if (at >= 3 * instances) return;
        const int e = at % 3;
        real V = state[at];
        real V_stage;
        real V_before;
        i64 last_spike = memory[at];
        // stage 1 of 2
        {
            const real I = input[plan[9 + 4 * k] + indices[e]];
            const real _1_tau_ = constants[0];
            const real d_V = (I - V) * _1_tau_;
            V_stage = V + h0 * d_V;
        }
        // stage 2 of 2
        {
            const real I = input[plan[10 + 4 * k] + indices[e]];
            const real _1_tau_ = constants[0];
            const real d_V = (I - V_stage) * _1_tau_;
            V_before = V;
            V = V + h1 * d_V;
        }
        // events
        {
            const real threshold = constants[1];
            const int fired = V_before < threshold && V >= threshold;
            if (fired) {
                last_spike = plan[0] + k;
            }
            if (fired || (k & 31) == 0) {
                const i64 word = (k >> 5) * (5 * instances) + at;
                spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
            }
        }
        state[at] = V;
        memory[at] = last_spike;
        return;
    }
    group -= (3 * instances + 127) / 128;
    if (group < (2 * instances + 127) / 128) {
        // B
        const int at = group * 128 + get_local_id(0);
        if (at >= 2 * instances) return;
        real V = state[3 * instances + at];
        real V_stage;
        real V_before;
        real syn_g = state[5 * instances + at];
        real syn_g_stage;
        i64 last_spike = memory[3 * instances + at];
        // stage 1 of 2
        {
            const real I = 0;
            const real _1_tau_ = constants[2];
            const real _1_syn_tau_ = constants[3];
            const real d_V = (I - V - syn_g * (V - 2.0)) * _1_tau_;
            const real d_syn_g = -(syn_g * _1_syn_tau_);
            V_stage = V + h0 * d_V;
            syn_g_stage = syn_g + h0 * d_syn_g;
        }
        // stage 2 of 2
        {
            const real I = 0;
            const real _1_tau_ = constants[2];
            const real _1_syn_tau_ = constants[3];
            const real d_V = (I - V_stage - syn_g_stage * (V_stage - 2.0)) * _1_tau_;
            const real d_syn_g = -(syn_g_stage * _1_syn_tau_);
            V_before = V;
            V = V + h1 * d_V;
            syn_g = syn_g + h1 * d_syn_g;
        }
        // events
        {
            const real threshold = constants[4];
            const int fired = V_before < threshold && V >= threshold;
            if (fired) {
                last_spike = plan[0] + k;
            }
            if (fired || (k & 31) == 0) {
                const i64 word = (k >> 5) * (5 * instances) + 3 * instances + at;
                spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
            }
        }
        state[3 * instances + at] = V;
        state[5 * instances + at] = syn_g;
        memory[3 * instances + at] = last_spike;
        return;
    }
}

__kernel __attribute__((reqd_work_group_size(128, 1, 1))) void staged_2(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int row
) {
    const int k = (int)plan[2] + row;
    const i64 instances = plan[1];
    int group = get_group_id(0);
    if (group < (3 * instances + 127) / 128) {
        // A
        const int at = group * 128 + get_local_id(0);
        if (at >= 3 * instances) return;
        const int e = at % 3;
        const int instance = at / 3;
        real V = state[at];
        i64 last_spike = memory[at];
        // V, if a sample is due
        if (plan[7 + 4 * (k + 1)] >= 0) {
            samples[plan[7 + 4 * (k + 1)] + instance * plan[3] + e] = V;
        }
        // last_spike, if a sample is due
        if (plan[8 + 4 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[8 + 4 * (k + 1)] + instance * plan[4] + indices[3 + e]] = last_spike;
        }
        return;
    }
    group -= (3 * instances + 127) / 128;
    if (group < (2 * instances + 127) / 128) {
        // B
        const int at = group * 128 + get_local_id(0);
        if (at >= 2 * instances) return;
        const int e = at % 2;
        const int instance = at / 2;
        real syn_g = state[5 * instances + at];
        // what spikes of A add
        for (int j = indices[6 + e], end = indices[6 + e + 1]; j < end; j++) {
            if (spikes[(k >> 5) * (5 * instances) + instance * 3 + indices[plan[5] + j]] >> (k & 31) & 1) syn_g += constants[plan[6] + j];
        }
        state[5 * instances + at] = syn_g;
        return;
    }
}
