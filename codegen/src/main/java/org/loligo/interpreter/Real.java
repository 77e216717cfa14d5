package org.loligo.interpreter;

/**
 * A number and a bound of how far the same computation in another precision, with operations in another order, can be from it.
 *
 * @param value the number, in double precision
 * @param error the bound
 */
record Real(double value, double error) {}
