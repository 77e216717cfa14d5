/** Benchmarks of the engines, by JMH, and the table their results become. */
package org.loligo.jmh;
