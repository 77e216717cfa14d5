/**
 * What every backend must do, whoever writes it: checks that take a {@link org.loligo.conformance.Candidate}, a device with a schedule, and
 * throw an {@link AssertionError} that says what was expected. They need no test framework; a backend's tests call them.
 */
package org.loligo.conformance;
