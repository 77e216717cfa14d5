// euler, float64, staged: A[3], B[2], syn[5]
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
        if (plan[5 + 3 * (k + 1)] >= 0) {
            samples[plan[5 + 3 * (k + 1)] + instance * plan[3] + e] = V;
        }
        // last_spike, if a sample is due
        if (plan[6 + 3 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[6 + 3 * (k + 1)] + instance * plan[4] + indices[3 + e]] = last_spike;
        }
        // what others see at stage 1 of the next step
        {
            state[10 * instances + ((k + 1) & 1) * 3 * instances + instance * 3 + e] = V;
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
        real V = state[3 * instances + at];
        // what others see at stage 1 of the next step
        {
            state[21 * instances + ((k + 1) & 1) * 2 * instances + instance * 2 + e] = V;
        }
        return;
    }
}

__kernel __attribute__((reqd_work_group_size(128, 1, 1))) void staged_1(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int row
) {
    const i64 instances = plan[1];
    const int group = get_group_id(0);
    if (group < (5 * instances + 127) / 128) {
        // syn
        const int at = group * 128 + get_local_id(0);
        if (at >= 5 * instances) return;
        const int e = at % 5;
        const int instance = at / 5;
        real O = state[5 * instances + at];
        // what others see at stage 1
        {
            const real edge_weight = constants[4 + e];
            state[16 * instances + instance * 5 + e] = O * edge_weight;
        }
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
    const real h0 = input[0];
    int group = get_group_id(0);
    if (group < (3 * instances + 127) / 128) {
        // A
        const int at = group * 128 + get_local_id(0);
        if (at >= 3 * instances) return;
        const int e = at % 3;
        const int instance = at / 3;
        real V = state[at];
        real V_before;
        i64 last_spike = memory[at];
        // stage 1 of 1
        {
            const real I = input[plan[7 + 3 * k] + indices[e]];
            const real _1_tau_ = constants[0];
            const real d_V = (I - V) * _1_tau_;
            V_before = V;
            V = V + h0 * d_V;
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
        // V, if a sample is due
        if (plan[5 + 3 * (k + 1)] >= 0) {
            samples[plan[5 + 3 * (k + 1)] + instance * plan[3] + e] = V;
        }
        // last_spike, if a sample is due
        if (plan[6 + 3 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[6 + 3 * (k + 1)] + instance * plan[4] + indices[3 + e]] = last_spike;
        }
        // what others see at stage 1 of the next step
        {
            state[10 * instances + ((k + 1) & 1) * 3 * instances + instance * 3 + e] = V;
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
        const int e = at % 2;
        const int instance = at / 2;
        real V = state[3 * instances + at];
        real V_before;
        i64 last_spike = memory[3 * instances + at];
        // stage 1 of 1
        {
            const real I = 0;
            real syn_edge_sum = 0;
            for (int j = indices[6 + e], end = indices[6 + e + 1]; j < end; j++) {
                syn_edge_sum += state[16 * instances + instance * 5 + j];
            }
            const real _1_tau_ = constants[2];
            const real d_V = (I - V - V * syn_edge_sum) * _1_tau_;
            V_before = V;
            V = V + h0 * d_V;
        }
        // events
        {
            const real threshold = constants[3];
            const int fired = V_before < threshold && V >= threshold;
            if (fired) {
                last_spike = plan[0] + k;
            }
            if (fired || (k & 31) == 0) {
                const i64 word = (k >> 5) * (5 * instances) + 3 * instances + at;
                spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
            }
        }
        // what others see at stage 1 of the next step
        {
            state[21 * instances + ((k + 1) & 1) * 2 * instances + instance * 2 + e] = V;
        }
        state[3 * instances + at] = V;
        memory[3 * instances + at] = last_spike;
        return;
    }
    group -= (2 * instances + 127) / 128;
    if (group < (5 * instances + 127) / 128) {
        // syn
        const int at = group * 128 + get_local_id(0);
        if (at >= 5 * instances) return;
        const int e = at % 5;
        const int instance = at / 5;
        real O = state[5 * instances + at];
        // stage 1 of 1
        {
            const real k_ = constants[9];
            const real pre_V = state[10 * instances + (k & 1) * 3 * instances + instance * 3 + indices[9 + e]];
            const real post_V = state[21 * instances + (k & 1) * 2 * instances + instance * 2 + indices[14 + e]];
            const real d_O = k_ * (pre_V - O * post_V);
            O = O + h0 * d_O;
        }
        state[5 * instances + at] = O;
        return;
    }
}
