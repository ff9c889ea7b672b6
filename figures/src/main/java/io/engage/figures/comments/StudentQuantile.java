package io.engage.figures.comments;

/** The quantile of Student's t distribution that holds 95 % between itself and its negative. */
final class StudentQuantile {
    private static final double[] TABLE = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };
    private static final double NORMAL = 1.959964;

    private StudentQuantile() {}

    /**
     * Exact to three decimals for whole degrees of freedom up to 30, linear between them; above, the first two terms of Fisher's expansion
     * around the normal quantile z: z + (z³ + z) / 4ν + (5z⁵ + 16z³ + 3z) / 96ν².
     *
     * @param degrees of freedom, at least 1
     */
    static double twoSided95(double degrees) {
        if (degrees < 1) {
            throw new IllegalArgumentException("Less than one degree of freedom: " + degrees);
        }
        if (degrees >= TABLE.length) {
            double z = NORMAL;
            double z3 = z * z * z;
            return z + (z3 + z) / (4 * degrees) + (5 * z3 * z * z + 16 * z3 + 3 * z) / (96 * degrees * degrees);
        }
        int below = (int) degrees;
        double share = degrees - below;
        return TABLE[below - 1] * (1 - share) + TABLE[below] * share;
    }
}
