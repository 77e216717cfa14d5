// The system of Lorenz: x, y, z and rho.
constexpr int STATES = 3;

__device__ inline void derivatives(const real *y, real rho, real *d) {
    d[0] = real(10) * (y[1] - y[0]);
    d[1] = y[0] * (rho - y[2]) - y[1];
    d[2] = y[0] * y[1] - real(8.0 / 3.0) * y[2];
}
