// Hodgkin-Huxley cells: V, m, h, n and a current.
constexpr int STATES = 4;

// Among a million cells some do meet 0/0.
__device__ inline real exprelr(real x) {
    const real d = EXP(x) - real(1);
    return d == real(0) ? real(1) : x / d;
}

__device__ inline void derivatives(const real *y, real current, real *d) {
    const real v = y[0], m = y[1], h = y[2], n = y[3], u = v + real(50);
    const real phi = real(0.2147980049924181);    // 3^-1.4
    const real alpha_m = real(1.28) * exprelr((real(13) - u) * real(0.25));
    const real beta_m = real(1.4) * exprelr((u - real(40)) * real(0.2));
    const real alpha_h = real(0.128) * EXP((real(17) - u) * real(1.0 / 18));
    const real beta_h = real(4) / (EXP((real(40) - u) * real(0.2)) + real(1));
    const real alpha_n = real(0.1) * exprelr((real(15) - u) * real(0.2));
    const real beta_n = real(0.5) * EXP((real(10) - u) * real(0.025));
    d[0] = current - real(100) * m * m * m * h * (v - real(50)) - real(10) * n * n * n * n * (v + real(95)) - real(0.15) * (v + real(55));
    d[1] = phi * (alpha_m * (real(1) - m) - beta_m * m);
    d[2] = phi * (alpha_h * (real(1) - h) - beta_h * h);
    d[3] = phi * (alpha_n * (real(1) - n) - beta_n * n);
}
