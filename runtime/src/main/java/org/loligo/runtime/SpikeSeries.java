package org.loligo.runtime;

/**
 * The recorded spikes of one population.
 *
 * @param population its name
 * @param neurons    how many neurons it has
 */
public record SpikeSeries(String population, int neurons) {}
