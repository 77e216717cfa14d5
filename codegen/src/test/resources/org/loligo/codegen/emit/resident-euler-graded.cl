// euler, float64, resident: A[3], B[2], syn[5]
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
typedef long i64;
typedef uint u32;
typedef double real;

__kernel __attribute__((reqd_work_group_size(96, 1, 1))) void resident(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int steps
) {
    const i64 instances = plan[1];
    const int instance = get_group_id(0);
    __local real shared[15];
    __local real *const shared_A_V = (__local real *)(shared + 0);
    __local real *const shared_syn_edge_sum = (__local real *)(shared + 6);
    __local real *const shared_B_V = (__local real *)(shared + 11);
    const int A_first = get_local_id(0);
    const int B_first = (get_local_id(0) + 64) % 96;
    const int syn_first = (get_local_id(0) + 32) % 96;
    const real h0 = input[0];
    real A_V;
    i64 A_last_spike;
    if (A_first < 3) {
        const int e = A_first;
        const int at = instance * 3 + e;
        A_V = state[at];
        A_last_spike = memory[at];
    }
    real B_V;
    i64 B_last_spike;
    if (B_first < 2) {
        const int e = B_first;
        const int at = instance * 2 + e;
        B_V = state[3 * instances + at];
        B_last_spike = memory[3 * instances + at];
    }
    real syn_O;
    if (syn_first < 5) {
        const int e = syn_first;
        const int at = instance * 5 + e;
        syn_O = state[5 * instances + at];
    }
    int k = -1;
    if (A_first < 3) {
        const int e = A_first;
        // V, if a sample is due
        if (plan[5 + 3 * (k + 1)] >= 0) {
            samples[plan[5 + 3 * (k + 1)] + instance * plan[3] + e] = A_V;
        }
        // last_spike, if a sample is due
        if (plan[6 + 3 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[6 + 3 * (k + 1)] + instance * plan[4] + indices[3 + e]] = A_last_spike;
        }
        // what others see at stage 1 of the next step
        {
            shared_A_V[((k + 1) & 1) * 3 + e] = A_V;
        }
    }
    if (B_first < 2) {
        const int e = B_first;
        // what others see at stage 1 of the next step
        {
            shared_B_V[((k + 1) & 1) * 2 + e] = B_V;
        }
    }
    for (k = 0; k < steps; k++) {
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
        if (syn_first < 5) {
            const int e = syn_first;
            // what others see at stage 1
            {
                const real edge_weight = constants[4 + e];
                shared_syn_edge_sum[e] = syn_O * edge_weight;
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
        if (A_first < 3) {
            const int e = A_first;
            const int at = instance * 3 + e;
            real A_V_before;
            // stage 1 of 1
            {
                const real I = input[plan[7 + 3 * k] + indices[e]];
                const real _1_tau_ = constants[0];
                const real d_V = (I - A_V) * _1_tau_;
                A_V_before = A_V;
                A_V = A_V + h0 * d_V;
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
            }
            // V, if a sample is due
            if (plan[5 + 3 * (k + 1)] >= 0) {
                samples[plan[5 + 3 * (k + 1)] + instance * plan[3] + e] = A_V;
            }
            // last_spike, if a sample is due
            if (plan[6 + 3 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
                times[plan[6 + 3 * (k + 1)] + instance * plan[4] + indices[3 + e]] = A_last_spike;
            }
            // what others see at stage 1 of the next step
            {
                shared_A_V[((k + 1) & 1) * 3 + e] = A_V;
            }
        }
        if (B_first < 2) {
            const int e = B_first;
            const int at = instance * 2 + e;
            real B_V_before;
            // stage 1 of 1
            {
                const real I = 0;
                real syn_edge_sum = 0;
                for (int j = indices[6 + e], end = indices[6 + e + 1]; j < end; j++) {
                    syn_edge_sum += shared_syn_edge_sum[j];
                }
                const real _1_tau_ = constants[2];
                const real d_V = (I - B_V - B_V * syn_edge_sum) * _1_tau_;
                B_V_before = B_V;
                B_V = B_V + h0 * d_V;
            }
            // events
            {
                const real threshold = constants[3];
                const int fired = B_V_before < threshold && B_V >= threshold;
                if (fired) {
                    B_last_spike = plan[0] + k;
                }
                if (fired || (k & 31) == 0) {
                    const i64 word = (k >> 5) * (5 * instances) + 3 * instances + at;
                    spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
                }
            }
            // what others see at stage 1 of the next step
            {
                shared_B_V[((k + 1) & 1) * 2 + e] = B_V;
            }
        }
        if (syn_first < 5) {
            const int e = syn_first;
            // stage 1 of 1
            {
                const real k_ = constants[9];
                const real pre_V = shared_A_V[(k & 1) * 3 + indices[9 + e]];
                const real post_V = shared_B_V[(k & 1) * 2 + indices[14 + e]];
                const real d_O = k_ * (pre_V - syn_O * post_V);
                syn_O = syn_O + h0 * d_O;
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
        memory[3 * instances + at] = B_last_spike;
    }
    if (syn_first < 5) {
        const int e = syn_first;
        const int at = instance * 5 + e;
        state[5 * instances + at] = syn_O;
    }
}
