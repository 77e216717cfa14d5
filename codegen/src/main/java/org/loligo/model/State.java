package org.loligo.model;

/**
 * A state variable of a model.
 *
 * @param name    its name
 * @param unit    its unit
 * @param initial the initial value when an experiment gives none
 * @param owner   in a synapse model, who has one value of it; {@link Owner#SELF} in a neuron model
 * @param doc     what it is
 */
public record State(String name, Unit unit, double initial, Owner owner, String doc) {}
