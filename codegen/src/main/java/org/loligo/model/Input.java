package org.loligo.model;

/**
 * An input of a neuron model: what stimuli add up to, 0 where there are none.
 *
 * @param name its name
 * @param unit its unit
 * @param doc  what it is
 */
public record Input(String name, Unit unit, String doc) {}
